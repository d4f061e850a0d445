import type { NumberTyped } from '../options/token-request.js';

/** Where a form keeps what Tollgate reads and writes. */
export interface FormOptions {
  /** CSS selector of the number's field within the form. Default `input[type=tel]`. */
  readonly phone?: string;
  /** Two letters (ISO 3166-1), or the CSS selector of a field within the form whose value they are. */
  readonly country?: string;
  /** Name of the hidden field for the token; created if missing. Default `tollgate-token`. */
  readonly field?: string;
}

export const FORM_OPTION_NAMES = Object.freeze(['phone', 'country', 'field'] satisfies (keyof FormOptions)[]);

const DIGITS_MIN = 7;
const DEFAULTS = { phone: 'input[type=tel]', country: '', field: 'tollgate-token' };

/** The fields of one form, looked up each time: frameworks replace them under way. */
export class FormFields {
  readonly #form: HTMLFormElement;
  readonly #options: typeof DEFAULTS;

  /** Throws `TypeError` if an option is no text or selector, or the number's field is missing. */
  constructor(form: HTMLFormElement, given: Readonly<Record<string, unknown>>) {
    this.#form = form;
    this.#options = {
      phone: readText('phone', given),
      country: readText('country', given),
      field: readText('field', given),
    };
    if (!this.#phone()) throw new TypeError('phone: no such field in the form');
    const { country } = this.#options;
    if (country !== '' && !isCountry(country) && !this.#find('country')) {
      throw new TypeError('country: neither two letters nor a field in the form');
    }
  }

  /** What stands in the number's field now, and the country beside it where it is one. */
  readNumber(): NumberTyped {
    const { country } = this.#options;
    const shown = isCountry(country) ? country : valueOf(country === '' ? null : this.#find('country'));
    return { phone: valueOf(this.#phone()), ...(isCountry(shown) && { country: shown }) };
  }

  /** True if so many digits are there that it may be a whole number. */
  isComplete(): boolean {
    return valueOf(this.#phone()).replace(/\D/g, '').length >= DIGITS_MIN;
  }

  /** True for an event that happened in the number's or the country's field. */
  concerns(event: Event): boolean {
    const { country } = this.#options;
    const selector = country === '' || isCountry(country) ? null : this.#find('country');
    return event.target === this.#phone() || (selector !== null && event.target === selector);
  }

  /** The name that the token is posted under. */
  get tokenName(): string {
    return this.#options.field;
  }

  #phone(): Element | null {
    return this.#find('phone');
  }

  #find(option: 'phone' | 'country'): Element | null {
    try {
      return this.#form.querySelector(this.#options[option]);
    } catch (cause) {
      throw new TypeError(`${option}: no CSS selector`, { cause });
    }
  }
}

function readText(name: keyof typeof DEFAULTS, given: Readonly<Record<string, unknown>>): string {
  const value = given[name] ?? DEFAULTS[name];
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a text`);
  if (value === '' && name !== 'country') throw new TypeError(`${name}: expected a text that is not empty`);
  return value;
}

function isCountry(text: string): boolean {
  return /^[A-Za-z]{2}$/.test(text);
}

function valueOf(element: Element | null): string {
  const { value } = (element ?? {}) as { value?: unknown };
  return typeof value === 'string' ? value.trim() : '';
}
