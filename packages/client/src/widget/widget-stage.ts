import { loadOnce } from '../browser/load-once.js';
import type { WidgetView } from '../view/widget-view.js';
import { ownWords } from './own-words.js';
import type { Situation } from './situation.js';
import type { WidgetEnvironment } from './widget-environment.js';

export interface StageParts {
  readonly environment: WidgetEnvironment;
  readonly internals: ElementInternals | undefined;
  readonly onRetry: () => void;
}

/** Brings situations before people's eyes, by the view, which is loaded before the first one or for it, and the site's own buttons. */
export class WidgetStage {
  readonly #host: HTMLElement;
  readonly #parts: StageParts;
  readonly #loadView: () => ReturnType<WidgetEnvironment['loadView']>;
  #isLoaded = false;
  #view: Promise<WidgetView> | undefined;
  #situation: Situation = { kind: 'idle' };

  constructor(host: HTMLElement, parts: StageParts) {
    this.#host = host;
    this.#parts = parts;
    this.#loadView = loadOnce(async () => {
      const View = await parts.environment.loadView();
      this.#isLoaded = true;
      return View;
    });
  }

  /** True where there is what shows situations: without a network it comes no more. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** For whoever may lose the network before there is something to show. */
  preload(): void {
    this.#loadView().catch(() => undefined);
  }

  show(situation: Situation): void {
    this.#situation = situation;
    this.#host.setAttribute('data-situation', situation.kind);
    this.#setValid();
    this.#showWays(situation);
    if (this.#isSeen(situation)) void this.#render(situation);
    else this.#close();
  }

  /** Shows the same once more: another language, another appearance. */
  refresh(): void {
    this.show(this.#situation);
  }

  clear(): void {
    this.show({ kind: 'idle' });
    this.#host.removeAttribute('data-situation');
  }

  #isSeen({ kind }: Situation): boolean {
    return this.#host.isConnected && (kind !== 'idle' || this.#host.getAttribute('appearance') === 'always');
  }

  async #render(situation: Situation): Promise<void> {
    try {
      this.#view ??= this.#open();
      const view = await this.#view;
      if (this.#situation !== situation) return;
      const sentence = await view.show(situation);
      if (sentence && situation.kind === 'wait') this.#setInvalid(sentence, view.anchor);
    } catch {
      // Without its file the form works as before; only nothing is shown, and the next situation tries again.
      this.#close();
    }
  }

  #close(): void {
    void this.#view?.then(
      (view) => view.close(),
      () => undefined,
    );
    this.#view = undefined;
  }

  async #open(): Promise<WidgetView> {
    const { environment, onRetry } = this.#parts;
    const View = await this.#loadView();
    const host = this.#host;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    return new View({ host, root, onRetry, ownWords, loadWords: environment.loadWords, nonce: host.nonce });
  }

  /** The site's own buttons for other ways: those that the gate named, or all where this page cannot go on. */
  #showWays(situation: Situation): void {
    for (const child of this.#host.querySelectorAll<HTMLElement>(':scope > [data-way]')) {
      const way = child.getAttribute('data-way')!;
      child.hidden = !('ways' in situation ? situation.ways.includes(way) : situation.kind === 'problem');
      // A wait is for texts alone.
      if (!child.hidden && 'formNoValidate' in child) child.formNoValidate = true;
    }
  }

  /** A text is not possible yet: the browser says so where the form is submitted by hand. */
  #setInvalid(sentence: string, anchor: HTMLElement): void {
    this.#parts.internals?.setValidity({ customError: true }, sentence, anchor);
  }

  #setValid(): void {
    this.#parts.internals?.setValidity({});
  }
}
