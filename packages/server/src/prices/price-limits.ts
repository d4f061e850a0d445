/** Dollars of one segment, one call or one fee: none costs a hundred, so a figure beyond it is a mistake. */
export const PRICE_MAX_USD = 100;

/** Prefixes in one column of an operator's table: carriers' lists by network have some ten thousand. */
export const PREFIXES_MAX = 100_000;

/** The rule of a price, as errors state it. */
export const PRICE_RULE = `must be above 0 and at most ${PRICE_MAX_USD} dollars`;

/** True for dollars above 0 up to the maximum: a price of nothing would lift every limit. */
export function isPriceUsd(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= PRICE_MAX_USD;
}
