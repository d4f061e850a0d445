import { type CountryCode, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { type Destination, readPhone } from '../phone-number.js';

/** A mobile number of a country, as its numbering plan gives it for examples: nobody's. */
export function exampleIn(country: string): Destination {
  const callingCode = getCountryCallingCode(country as CountryCode);
  const e164 = getExampleNumber(country as CountryCode, examples)?.number ?? `+${callingCode}000000000`;
  return { e164, callingCode, country };
}

/** False for territories whose example is one of the country that they share a plan with: Åland, Vatican City and seven more. */
export function isReadAsItself({ e164, country }: Destination): boolean {
  const number = readPhone(e164);
  return number.ok && number.value.country === country;
}

/** Another number of the same country, in a block of its own for the first hundred. */
export function neighbourOf({ e164, ...place }: Destination, at: number): Destination {
  const from = e164.length - 8;
  const digits = String((Number(e164.slice(from, from + 2)) + at) % 100).padStart(2, '0');
  return { ...place, e164: `${e164.slice(0, from)}${digits}${e164.slice(from + 2)}` };
}

/** Another number of the same range. */
export function besideIt({ e164, ...place }: Destination): Destination {
  return { ...place, e164: `${e164.slice(0, -1)}${(Number(e164.slice(-1)) + 1) % 10}` };
}
