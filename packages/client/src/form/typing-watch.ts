import { onceIdle } from '../browser/once-idle.js';
import type { Tollgate } from '../browser/tollgate.js';
import type { FormFields } from './form-fields.js';

/** Without a key for so long, a number of enough digits counts as complete. */
const PAUSE_MS = 500;

export interface TypingWatchParts {
  readonly client: Tollgate;
  readonly fields: FormFields;
  /** True while a submit is held: what happens meanwhile begins nothing. */
  readonly isHeld: () => boolean;
  /** Told of each change of number or country. */
  readonly onTyped: () => void;
}

/**
 * Uses the time in which somebody fills in the form: the first focus prepares, a complete number is priced, at the latest
 * when a pointer comes to a button. Failures are `error` events of the client; the submit tries again.
 */
export class TypingWatch {
  readonly #parts: TypingWatchParts;
  #prepared = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: TypingWatchParts) {
    this.#parts = parts;
  }

  listen(form: HTMLFormElement, signal: AbortSignal): void {
    form.addEventListener('focusin', () => this.#prepare(), { signal });
    form.addEventListener('input', (event) => this.#typed(event), { signal });
    form.addEventListener('change', (event) => this.#left(event), { signal });
    form.addEventListener('focusout', (event) => this.#left(event), { signal });
    form.addEventListener('pointerover', (event) => this.#reached(event), { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#pause), { once: true });
    if (form.contains(document.activeElement)) this.#prepare();
    // Nothing left to type, as in a form that only sends again: the page's idle time is all the time there is.
    if (this.#parts.fields.isComplete())
      signal.addEventListener(
        'abort',
        onceIdle(() => this.begin()),
        { once: true },
      );
  }

  /** The challenge in preparation was used; the next touch of the form prepares another. */
  restart(): void {
    clearTimeout(this.#pause);
    this.#prepared = false;
  }

  /** Begins without a touch: where there is nothing to type, or another text is waited for. */
  begin(): void {
    this.#prepare();
    this.#price();
  }

  /** Takes up again what was begun, where it may be too old or have failed; what nobody began stays so. */
  resume(): void {
    if (!this.#prepared) return;
    this.#prepared = false;
    this.begin();
  }

  #prepare(): void {
    if (this.#prepared || this.#parts.isHeld()) return;
    this.#prepared = true;
    this.#parts.client.prepare().catch(() => undefined);
  }

  #typed(event: Event): void {
    this.#prepare();
    if (!this.#parts.fields.concerns(event)) return;
    this.#parts.onTyped();
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#price(), PAUSE_MS);
  }

  #left(event: Event): void {
    if (!this.#parts.fields.concerns(event)) return;
    clearTimeout(this.#pause);
    this.#price();
  }

  /** About to press: without a pause after the last key, the round trip begins now. */
  #reached({ target }: Event): void {
    if (!(target instanceof Element) || !target.closest('button, input[type="submit"], input[type="image"]')) return;
    clearTimeout(this.#pause);
    if (this.#prepared) this.#price();
  }

  #price(): void {
    if (this.#parts.isHeld() || !this.#parts.fields.isComplete()) return;
    this.#parts.client.price(this.#parts.fields.readNumber()).catch(() => undefined);
  }
}
