import { TollgateError } from '../tollgate-error.js';

/** What a held submit needs from outside. */
export interface SubmitGateOptions {
  readonly form: HTMLFormElement;
  /** True where the field has a token that is good for what stands in the form now, and nobody took. */
  readonly isReady: () => boolean;
  /** False where the form is no business of ours at present. */
  readonly isOpen: () => boolean;
  /** Puts in a token that is made already for what stands in the form; false where one has to be waited for. */
  readonly takeToken: () => boolean;
  /** Makes a token for what stands in the form now, until the signal says that nobody waits for it any more. */
  readonly makeToken: (signal: AbortSignal) => Promise<string>;
  readonly writeToken: (token: string) => void;
  /** A submit is held from now on. */
  readonly onHeld: () => void;
  /** True where the person can be told why a submit was given up. */
  readonly isTold: () => boolean;
  /** It is held no longer: it went through, or was given up since there is no network. */
  readonly onReleased: () => void;
}

/** The longest that a submit is held; then it goes through without a token and the server answers with a step-up. */
const TOKEN_TIMEOUT_MS = 30_000;

/** Since when a form is held that is just handed on to whoever guards it now, by the page's monotonic clock. */
const heldSinceMs = new WeakMap<HTMLFormElement, number>();

/**
 * Holds a submit until the token is in its field, then lets it through once. Listens in the capture phase, so that the
 * site's own submit listeners on the form run once, with the field filled.
 */
export class SubmitGate {
  readonly #options: SubmitGateOptions;
  #holding = false;
  #passing = false;
  /** The button that was pressed last; none where a script asked for the submit, or a key. */
  #submitter: HTMLElement | null = null;

  constructor(options: SubmitGateOptions) {
    this.#options = options;
  }

  /** True while a submit waits for its token. */
  get holding(): boolean {
    return this.#holding;
  }

  listen(signal: AbortSignal): void {
    const { form } = this.#options;
    form.addEventListener('submit', (event) => this.#onSubmit(event, signal), { capture: true, signal });
    signal.addEventListener('abort', () => form.removeAttribute('aria-busy'), { once: true });
  }

  #onSubmit(event: SubmitEvent, signal: AbortSignal): void {
    const { isOpen, isReady, takeToken } = this.#options;
    if (this.#passing) return;
    // Somebody before us does not want it submitted at all.
    if (event.defaultPrevented || !isOpen() || isNoPost(event)) return;
    this.#submitter = event.submitter;
    // The site's own check refused the submit before, say, and the token stayed here.
    if (!this.#holding && (isReady() || takeToken())) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A second click while the first one is held: the newest button counts.
    if (!this.#holding) void this.#hold(signal);
  }

  /** Asks for the submit once more, as it was asked for the last time. */
  retry(): void {
    const { form } = this.#options;
    // A page may have taken the button out, or to another form, meanwhile.
    const usable = this.#submitter?.isConnected && (this.#submitter as HTMLButtonElement).form === form;
    // By the prototype: a field may be named like one of a form's own members.
    HTMLFormElement.prototype.requestSubmit.call(form, usable ? this.#submitter : null);
  }

  async #hold(signal: AbortSignal): Promise<void> {
    const { form, makeToken, writeToken, onHeld, onReleased, isTold } = this.#options;
    this.#holding = true;
    writeToken('');
    form.setAttribute('aria-busy', 'true');
    onHeld();
    // An empty token is answered with a step-up: nobody is left before a form that does nothing.
    const sinceMs = heldSinceMs.get(form) ?? performance.now();
    const token = await withinTimeout(makeToken, sinceMs + TOKEN_TIMEOUT_MS - performance.now());
    this.#holding = false;
    form.removeAttribute('aria-busy');
    if (!form.isConnected) return;
    if (signal.aborted) {
      // Whoever guards the form now holds it again; if nobody does, it goes as it is.
      heldSinceMs.set(form, sinceMs);
      this.retry();
      heldSinceMs.delete(form);
      return;
    }
    writeToken(token);
    if (token === '' && isOffline() && isTold()) {
      // The browser would put its own error page in place of the form, and of what was typed.
      onReleased();
      return;
    }
    this.#pass();
  }

  #pass(): void {
    this.#passing = true;
    try {
      this.retry();
    } finally {
      this.#passing = false;
      this.#options.onReleased();
    }
  }
}

/** A dialog that is closed, and the site's own buttons for other ways, text nobody. */
function isNoPost({ submitter, target }: SubmitEvent): boolean {
  const method = submitter?.getAttribute('formmethod') ?? (target as Element).getAttribute('method');
  return method?.toLowerCase() === 'dialog' || Boolean(submitter?.closest('[data-way]'));
}

/** Browsers say true too often, and false only where it is so. */
const isOffline = () => !navigator.onLine;

function withinTimeout(makeToken: SubmitGateOptions['makeToken'], timeoutMs: number): Promise<string> {
  const stop = new AbortController();
  const token = makeToken(stop.signal).catch(() => '');
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      stop.abort(new TollgateError('timed-out', 'no token in 30 s'));
      // Whoever makes it says so first.
      setTimeout(() => resolve(''));
    }, timeoutMs);
    void token.then((text) => {
      clearTimeout(timer);
      // In a task of its own: a token may be ready while the submit event is still under way (Chromium answers small
      // WebCrypto calls within it), and a submit requested from within one is ignored without a word.
      setTimeout(() => resolve(text));
    });
  });
}
