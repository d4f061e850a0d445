import { accept, isBounded, isE164, LIMITS, refuse, type Result } from '@tollgate/core';
import { isSupportedCountry, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max';

/** Kinds of numbers that are refused unless the operator allows them: they cost most and no visitor owns one. */
export type NumberType = 'premiumRate' | 'sharedCost' | 'satellite' | 'pager' | 'unassigned';

export type NumberPolicy = Readonly<Record<NumberType, 'refuse' | 'allow'>>;

export const REFUSE_ALL: NumberPolicy = Object.freeze({
  premiumRate: 'refuse',
  sharedCost: 'refuse',
  satellite: 'refuse',
  pager: 'refuse',
  unassigned: 'refuse',
});

/** A number past the door: only E.164 goes further in. */
export interface Destination {
  readonly e164: string;
  /** Its first digits: `1`, `49`, `998`. */
  readonly callingCode: string;
  /** ISO 3166-1 alpha-2; absent for networks that belong to no country. */
  readonly country?: string | undefined;
}

type TypeCode =
  'number-premium-rate' | 'number-shared-cost' | 'number-satellite' | 'number-pager' | 'number-unassigned';

const TYPE_CODES: Readonly<Record<NumberType, TypeCode>> = {
  premiumRate: 'number-premium-rate',
  sharedCost: 'number-shared-cost',
  satellite: 'number-satellite',
  pager: 'number-pager',
  unassigned: 'number-unassigned',
};

/** The library's names of the kinds it tells apart. */
const KINDS: Readonly<Record<string, NumberType>> = {
  PREMIUM_RATE: 'premiumRate',
  SHARED_COST: 'sharedCost',
  PAGER: 'pager',
};

/** Calling codes of satellite and other global networks (ITU-T E.164 assignments): Inmarsat, GMSS, international. */
const GLOBAL_NETWORKS: readonly string[] = ['870', '881', '882', '883'];

/** Marks of writing direction that address books put around a number when it is copied; not the one that turns it. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202d\u2060-\u2069\ufeff]/g;

/**
 * Reads what a person typed as a number, or refuses it with `number-invalid`. `country` (alpha-2) says how a national
 * number is meant, in either case; it is ignored where it is no country.
 */
export function readPhone(phone: unknown, country?: unknown): Result<PhoneNumber, 'number-invalid'> {
  if (!isBounded(phone, LIMITS.phoneMaxChars)) return refuse('number-invalid');
  const shown = typeof country === 'string' ? country.trim().toUpperCase() : '';
  const options = { extract: false, ...(isSupportedCountry(shown) && { defaultCountry: shown }) };
  const number = parsePhoneNumberFromString(phone.replace(INVISIBLE, '').trim(), options);
  if (!number?.isPossible() || number.ext !== undefined || !isE164(number.number)) return refuse('number-invalid');
  return accept(number);
}

/** A number as the person typed it; `country` (alpha-2) says how a national one is read. */
export interface PhoneAsTyped {
  readonly phone: unknown;
  readonly country?: unknown;
}

/** Where a read number leads, or the code of the kind that the policy refuses. */
export function destinationOf(number: PhoneNumber, policy: NumberPolicy): Result<Destination, TypeCode> {
  const refused = refusableTypes(number).find((type) => policy[type] !== 'allow');
  if (refused) return refuse(TYPE_CODES[refused]);
  return accept(placeOf(number));
}

/** Where a read number leads, of whatever kind it is. */
export function placeOf(number: PhoneNumber): Destination {
  return { e164: number.number, callingCode: number.countryCallingCode, country: number.country };
}

/** Every kind that the number is of: allowing one does not allow the others. */
function refusableTypes(number: PhoneNumber): readonly NumberType[] {
  const type = number.getType();
  const kind = KINDS[type ?? ''];
  return [
    ...(GLOBAL_NETWORKS.includes(number.countryCallingCode) ? (['satellite'] as const) : []),
    // What has a type is valid: only the others are looked up a second time.
    ...(type !== undefined || number.isValid() ? [] : (['unassigned'] as const)),
    ...(kind ? [kind] : []),
  ];
}
