/** What a held submit needs from outside. */
export interface SubmitGateOptions {
  readonly form: HTMLFormElement;
  /** Makes a token for what stands in the form now, until the signal says that nobody waits for it any more. */
  readonly makeToken: (signal: AbortSignal) => Promise<string>;
  readonly writeToken: (token: string) => void;
  /** The submit has gone through; the token in the field is spent. */
  readonly onPassed: () => void;
}

/** The longest that a submit is held; then it goes through without a token and the server answers with a step-up. */
const TOKEN_TIMEOUT_MS = 30_000;

/**
 * Holds a submit until the token is in its field, then lets it through once. Listens in the capture phase, so that the
 * site's own submit listeners on the form run once, with the field filled.
 */
export class SubmitGate {
  readonly #options: SubmitGateOptions;
  #holding = false;
  #passing = false;

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
    if (this.#passing) return;
    // Somebody before us does not want it submitted at all.
    if (event.defaultPrevented) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    // A second click while the first one is held.
    if (this.#holding) return;
    void this.#hold(event.submitter, signal);
  }

  async #hold(submitter: HTMLElement | null, signal: AbortSignal): Promise<void> {
    const { form, makeToken, writeToken } = this.#options;
    this.#holding = true;
    writeToken('');
    form.setAttribute('aria-busy', 'true');
    // An empty token is answered with a step-up: nobody is left before a form that does nothing.
    const token = await withinTimeout(makeToken);
    this.#holding = false;
    form.removeAttribute('aria-busy');
    if (signal.aborted || !form.isConnected) return;
    writeToken(token);
    this.#pass(submitter);
  }

  #pass(submitter: HTMLElement | null): void {
    const { form, onPassed } = this.#options;
    this.#passing = true;
    try {
      // A page may have taken the button out, or to another form, meanwhile.
      const usable = submitter?.isConnected && (submitter as HTMLButtonElement).form === form;
      form.requestSubmit(usable ? submitter : null);
    } finally {
      this.#passing = false;
      onPassed();
    }
  }
}

function withinTimeout(makeToken: SubmitGateOptions['makeToken']): Promise<string> {
  const stop = new AbortController();
  const token = makeToken(stop.signal).catch(() => '');
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      stop.abort();
      resolve('');
    }, TOKEN_TIMEOUT_MS);
    void token.then((text) => {
      clearTimeout(timer);
      // In a task of its own: a token may be ready while the submit event is still under way (Chromium answers small
      // WebCrypto calls within it), and a submit requested from within one is ignored without a word.
      setTimeout(() => resolve(text));
    });
  });
}
