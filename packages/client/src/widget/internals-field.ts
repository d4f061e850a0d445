import { TokenField } from '../form/token-field.js';

/** The token as the value of a form-associated element: in the form's data under the element's name. */
export class InternalsField extends TokenField {
  readonly #internals: ElementInternals;
  readonly #name: string;
  #state = '';

  constructor(internals: ElementInternals, form: HTMLFormElement, name: string) {
    super(form);
    this.#internals = internals;
    this.#name = name;
  }

  /** Keeps a text for the element when the page is restored from the browser's history; never a token, which is no good twice. */
  keepState(state: string): void {
    this.#state = state;
    this.#internals.setFormValue(this.token, state);
  }

  protected override put(token: string): void {
    // Two of one name are posted as a list, which no server takes for a token.
    for (const other of this.form.querySelectorAll(`input[name="${CSS.escape(this.#name)}"]`)) other.remove();
    this.#internals.setFormValue(token, this.#state);
  }

  protected override remove(): void {
    this.#internals.setFormValue(null);
  }
}
