import type { Destination } from './phone-number.js';

/** Digits that a block and a range leave out: a million and ten thousand numbers. */
const BLOCK_DIGITS = 6;
const RANGE_DIGITS = 4;

/** A number without its last 6 digits; never shorter than its calling code and one digit. */
export function blockOf(destination: Destination): string {
  return withoutLast(destination, BLOCK_DIGITS);
}

/** A number without its last 4 digits; never shorter than its calling code and one digit. */
export function rangeOf(destination: Destination): string {
  return withoutLast(destination, RANGE_DIGITS);
}

function withoutLast({ e164, callingCode }: Destination, count: number): string {
  const digits = e164.slice(1);
  return digits.slice(0, Math.max(digits.length - count, callingCode.length + 1));
}
