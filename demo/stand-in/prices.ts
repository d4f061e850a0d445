/**
 * What a text would have cost. Dollars a segment by calling prefix: the dearest of four public price lists (AWS
 * 2022-04, Tencent 2023-03, Twilio 2019-09, a reseller 2025-10 at 1.16 dollars a euro). Good enough for an inbox page;
 * a bill says the rest.
 */
const USD_BY_PREFIX: Readonly<Record<string, number>> = {
  '1': 0.0128,
  '31': 0.1212,
  '33': 0.076,
  '34': 0.0883,
  '39': 0.0883,
  '41': 0.069,
  '44': 0.0441,
  '46': 0.1,
  '48': 0.041,
  '49': 0.1148,
  '52': 0.049,
  '55': 0.0943,
  '91': 0.044,
  '94': 0.2329,
  '234': 0.1721,
  '994': 0.2712,
  '998': 0.1831,
};

export const PRICES_AS_OF = '2025-10';
/** Assumption: a destination that is not in the table is no cheap one. */
const UNKNOWN_USD = 0.3;
/** Assumption: a call costs ten times a text. */
const CALL_FACTOR = 10;

/** Dollars for one text or call to an E.164 number, by the longest prefix that the table knows. */
export function priceUsd(to: string, kind: 'sms' | 'call', segments: number): number {
  const each = longestPrefixPrice(to.slice(1)) * (kind === 'call' ? CALL_FACTOR : segments);
  return Math.round(each * 1e6) / 1e6;
}

function longestPrefixPrice(digits: string): number {
  for (let length = 3; length > 0; length -= 1) {
    const price = USD_BY_PREFIX[digits.slice(0, length)];
    if (price !== undefined) return price;
  }
  return UNKNOWN_USD;
}
