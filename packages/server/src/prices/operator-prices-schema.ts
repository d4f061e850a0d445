import * as v from 'valibot';
import { PREFIX_RULE, prefixDigits } from './calling-prefix.js';
import type { UsdOf } from './operator-prices.js';
import { isDay } from './price-date.js';
import { isPriceUsd, PREFIXES_MAX, PRICE_MAX_USD, PRICE_RULE } from './price-limits.js';

type Column = Record<string, unknown>;

/** Keys are read before values: of a key that is no prefix, or says the same as another, no value is right. */
const column = v.pipe(
  v.custom<Column>(isPlainObject, 'must be an object of prefix → dollars'),
  v.check((rows) => Object.keys(rows).length <= PREFIXES_MAX, `must list at most ${PREFIXES_MAX} prefixes`),
  v.rawCheck(({ dataset, addIssue }) => {
    const wrong = dataset.typed ? wrongKey(dataset.value) : undefined;
    if (!wrong || !dataset.typed) return;
    const { key, message } = wrong;
    const input = dataset.value;
    addIssue({ message, path: [{ type: 'object', origin: 'key', input, key, value: input[key] }] });
  }),
  v.record(
    v.string(),
    v.pipe(
      v.number(),
      v.check((usd: number) => isPriceUsd(usd), PRICE_RULE),
    ),
  ),
);

/** The option `prices`: out of bounds is a validation issue, another kind a schema issue, each at its own path. */
export const operatorPricesSchema = v.strictObject({
  asOf: v.pipe(v.string(), v.check(isDay, 'must be a day, YYYY-MM-DD')),
  smsUsd: v.optional(column),
  voiceUsd: v.optional(column),
  feeUsd: v.optional(
    v.pipe(
      v.number(),
      v.minValue(0, 'must be at least 0'),
      v.maxValue(PRICE_MAX_USD, `must be at most ${PRICE_MAX_USD}`),
    ),
  ),
  usdOf: v.optional(v.custom<UsdOf>((value) => typeof value === 'function', 'must be a function')),
});

function wrongKey(rows: Column): { readonly key: string; readonly message: string } | undefined {
  const seen = new Set<string>();
  for (const key of Object.keys(rows)) {
    const prefix = prefixDigits(key);
    if (prefix === undefined) return { key, message: PREFIX_RULE };
    if (seen.has(prefix)) return { key, message: 'must not repeat a prefix' };
    seen.add(prefix);
  }
  return undefined;
}

/** A Map or a list has no prefixes as keys: it would pass for an empty table. */
function isPlainObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
