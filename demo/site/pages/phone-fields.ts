import { html, type Html } from '../../html.js';
import { countryOptions, DEFAULT_COUNTRY } from './countries.js';

export interface PhoneFieldValues {
  readonly phone?: string;
  readonly country?: string;
  /** True when the number itself is what is wrong. */
  readonly isInvalid?: boolean;
  readonly hasNotice?: boolean;
}

/** The two fields that ask for a number, shared by the form page and the single page. */
export function phoneFields(values: PhoneFieldValues): Html {
  const describedBy = values.hasNotice ? 'notice phone-hint' : 'phone-hint';
  return html`<div class="field">
      <label for="country">Country</label>
      <select id="country" name="country" autocomplete="country">
        ${countryOptions(values.country ?? DEFAULT_COUNTRY)}
      </select>
    </div>
    <div class="field">
      <label for="phone">Phone number</label>
      <input
        id="phone"
        name="phone"
        type="tel"
        inputmode="tel"
        autocomplete="tel-national"
        maxlength="40"
        required
        value="${values.phone ?? ''}"
        aria-describedby="${describedBy}"
        ${values.isInvalid && html`aria-invalid="true" autofocus`}
      />
      <p class="hint" id="phone-hint">We text you a code. Try 202 555 0123 with United States.</p>
    </div>`;
}
