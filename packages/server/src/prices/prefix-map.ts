import { LONGEST_PREFIX } from './calling-prefix.js';

/**
 * Rows by longest prefix. Keys are whole numbers, the digits with a 1 before them: a look-up makes no text on the way,
 * and at most 8 probes.
 */
export class PrefixMap<T extends { readonly prefix: string }> {
  readonly #rows: ReadonlyMap<number, T>;

  /** Of two rows with the same prefix the later one counts. */
  constructor(rows: readonly T[]) {
    this.#rows = new Map(rows.map((row) => [keyOf(row.prefix, 0), row]));
  }

  /** The row of the longest prefix of `digits`, which start at `from`: 1 for E.164 with its `+`. */
  find(digits: string, from = 0): T | undefined {
    for (let key = keyOf(digits, from); key > 1; key = (key - (key % 10)) / 10) {
      const row = this.#rows.get(key);
      if (row) return row;
    }
    return undefined;
  }
}

function keyOf(digits: string, from: number): number {
  const end = Math.min(digits.length, from + LONGEST_PREFIX);
  let key = 1;
  for (let at = from; at < end; at++) key = key * 10 + digits.charCodeAt(at) - 48;
  return key;
}
