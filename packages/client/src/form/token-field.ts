/** Where a form's token stands until it is sent, and whether somebody took it: with the form's data, or by reading it. */
export abstract class TokenField {
  protected readonly form: HTMLFormElement;
  readonly #closing = new AbortController();
  #token = '';
  #isTaken = false;

  constructor(form: HTMLFormElement) {
    this.form = form;
    form.addEventListener('formdata', () => this.take(), { signal: this.#closing.signal });
  }

  /** What stands there, as nobody but ourselves looks at it. */
  get token(): string {
    return this.#token;
  }

  /** True once somebody took what stands there: it may be on its way, and no other submission may carry it. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** Writes a token, or an empty text for none. */
  write(token: string): void {
    this.#token = token;
    // Where no event tells of a form's data, nobody knows what became of a token that a submit let through.
    this.#isTaken = !('onformdata' in this.form) && token !== '';
    this.put(token);
  }

  /** Nobody has it yet, whoever may look at the field: it was just made. */
  keep(): void {
    if ('onformdata' in this.form) this.#isTaken = false;
  }

  /** Somebody has it now. */
  take(): void {
    if (this.#token !== '') this.#isTaken = true;
  }

  /** Takes off what listens, and the token. */
  close(): void {
    this.#closing.abort();
    this.remove();
  }

  /** Puts a token where the form has it, in place of what stands there. */
  protected abstract put(token: string): void;

  /** Leaves the form without a trace of us. */
  protected abstract remove(): void;
}
