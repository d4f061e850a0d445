import { html, type Html } from '../../html.js';

/** Where the shop says it delivers. The gate's own list decides where it texts. */
const COUNTRIES = [
  ['DE', 'Germany', '49'],
  ['GB', 'United Kingdom', '44'],
  ['US', 'United States', '1'],
  ['AZ', 'Azerbaijan', '994'],
  ['FR', 'France', '33'],
  ['IN', 'India', '91'],
  ['NG', 'Nigeria', '234'],
  ['LK', 'Sri Lanka', '94'],
  ['UZ', 'Uzbekistan', '998'],
] as const;

export const DEFAULT_COUNTRY = 'US';

/** A country of the list, or nothing: what a form sends is only a hint about how its number was meant. */
export const readCountry = (value: string) => COUNTRIES.find(([code]) => code === value)?.[0];

export function countryOptions(chosen: string): Html[] {
  return COUNTRIES.map(
    ([code, name, dial]) =>
      html`<option value="${code}" ${code === chosen && html`selected`}>${name} (+${dial})</option>`,
  );
}
