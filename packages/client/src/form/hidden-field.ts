import { TokenField } from './token-field.js';

const { get, set } = propertyOf('HTMLInputElement', 'value');
const { get: getElements } = propertyOf('HTMLFormElement', 'elements');

/** By the prototype: a field may be named `elements`. */
const elementsOf = (form: HTMLFormElement) => getElements.call(form) as HTMLFormControlsCollection;

/** A hidden input of the form, looked up each time: frameworks replace what they render. Created where there is none. */
export class HiddenField extends TokenField {
  readonly #name: string;
  #own: HTMLInputElement | undefined;

  constructor(form: HTMLFormElement, name: string) {
    super(form);
    this.#name = name;
  }

  protected override put(token: string): void {
    const field = this.#find() ?? this.#create();
    set.call(field, token);
    // Nobody knows who looks at a field that the page has made.
    if (field !== this.#own) this.take();
  }

  protected override remove(): void {
    this.#own?.remove();
  }

  #find(): HTMLInputElement | undefined {
    const named = [...elementsOf(this.form)].filter((element): element is HTMLInputElement => {
      return element instanceof HTMLInputElement && element.name === this.#name;
    });
    // Two of one name are posted as a list, which no server takes for a token.
    const [present, ...others] = named;
    for (const other of others) other.remove();
    return present;
  }

  /** Whoever reads the value of this input, as serialisers do, has taken the token. */
  #create(): HTMLInputElement {
    const field = document.createElement('input');
    field.type = 'hidden';
    field.name = this.#name;
    Object.defineProperty(field, 'value', {
      configurable: true,
      get: () => {
        this.take();
        return get.call(field) as string;
      },
      set: (value: string) => set.call(field, value),
    });
    this.form.append(field);
    this.#own = field;
    return field;
  }
}

/** Of every such element. Rendering on a server has none, and makes no field. */
function propertyOf(name: 'HTMLInputElement' | 'HTMLFormElement', member: string) {
  const prototype: object = (globalThis[name] as { prototype?: object } | undefined)?.prototype ?? {};
  return (Object.getOwnPropertyDescriptor(prototype, member) ?? {}) as Required<PropertyDescriptor>;
}
