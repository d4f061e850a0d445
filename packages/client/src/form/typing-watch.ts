import { onceIdle } from '../browser/once-idle.js';
import type { Tollgate } from '../browser/tollgate.js';
import type { FormFields } from './form-fields.js';

/** Without a key for so long, a number of enough digits counts as complete. */
const PAUSE_MS = 500;

/**
 * Uses the time in which somebody fills in the form: the first focus prepares, a complete number is priced. Failures are
 * `error` events of the client; the submit tries again.
 */
export class TypingWatch {
  readonly #client: Tollgate;
  readonly #fields: FormFields;
  /** True while a submit is held: what happens meanwhile begins nothing. */
  readonly #isHeld: () => boolean;
  #prepared = false;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Tollgate, fields: FormFields, isHeld: () => boolean) {
    this.#client = client;
    this.#fields = fields;
    this.#isHeld = isHeld;
  }

  listen(form: HTMLFormElement, signal: AbortSignal): void {
    form.addEventListener('focusin', () => this.#prepare(), { signal });
    form.addEventListener('input', (event) => this.#typed(event), { signal });
    form.addEventListener('change', (event) => this.#left(event), { signal });
    form.addEventListener('focusout', (event) => this.#left(event), { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#pause), { once: true });
    if (form.contains(document.activeElement)) this.#prepare();
    // Nothing left to type, as in a form that only sends again: the page's idle time is all the time there is.
    if (this.#fields.isComplete())
      signal.addEventListener(
        'abort',
        onceIdle(() => this.#begin()),
        { once: true },
      );
  }

  /** The challenge in preparation was used; the next touch of the form prepares another. */
  restart(): void {
    clearTimeout(this.#pause);
    this.#prepared = false;
  }

  #prepare(): void {
    if (this.#prepared || this.#isHeld()) return;
    this.#prepared = true;
    this.#client.prepare().catch(() => undefined);
  }

  #begin(): void {
    this.#prepare();
    this.#price();
  }

  #typed(event: Event): void {
    this.#prepare();
    if (!this.#fields.concerns(event)) return;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.#price(), PAUSE_MS);
  }

  #left(event: Event): void {
    if (!this.#fields.concerns(event)) return;
    clearTimeout(this.#pause);
    this.#price();
  }

  #price(): void {
    if (this.#isHeld() || !this.#fields.isComplete()) return;
    this.#client.price(this.#fields.readNumber()).catch(() => undefined);
  }
}
