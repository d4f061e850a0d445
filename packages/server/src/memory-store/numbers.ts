import type { NumberKeys, Outcome } from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { ExpiringMap } from './expiring-map.js';
import { type NumberRecord } from './number-record.js';
import type { ClaimedText } from './text.js';

/** A claimed text, and the number it is one of. */
export interface TextOfNumber {
  readonly text: ClaimedText;
  readonly number: NumberRecord;
}

/** The records of numbers, by their hashes of three epochs. */
export class Numbers {
  readonly #records: ExpiringMap<NumberRecord>;

  constructor(maxEntries: number) {
    this.#records = new ExpiringMap(maxEntries);
  }

  hasRoom(now: number): boolean {
    return this.#records.hasRoom(now);
  }

  /** A number's record, under whichever epoch it was written. */
  find(keys: NumberKeys, now: number): NumberRecord | undefined {
    for (const key of keys) {
      const record = this.#records.get(key, now);
      if (record) return record;
    }
    return undefined;
  }

  isKept(number: NumberRecord, now: number): boolean {
    return this.#records.get(number.key, now) === number;
  }

  /** The text that a report by number is of. */
  newestText(keys: NumberKeys, outcome: Outcome, now: number): TextOfNumber | undefined {
    const number = this.find(keys, now);
    const text = number?.newest(now);
    if (!number || !text) return undefined;
    const isLate = outcome === 'verified' && now - text.claimedAtMs > TEXT_RULES.verifiedWithinMs;
    return isLate ? undefined : { text, number };
  }

  /** Keeps a number for as long as its spacing looks back; from now on under the key of this epoch. */
  hold(number: NumberRecord, keys: NumberKeys, now: number): void {
    this.#records.move(number.key, keys[0]);
    number.key = keys[0];
    this.#records.set(number.key, number, now + TEXT_RULES.askedMs);
  }

  /** Keeps a number for as long as anything is, unless it was forgotten since. */
  keep(number: NumberRecord, now: number): void {
    if (this.isKept(number, now)) this.#records.set(number.key, number, now + TEXT_RULES.memoryMs);
  }

  forget(keys: NumberKeys): void {
    for (const key of keys) this.#records.delete(key);
  }
}
