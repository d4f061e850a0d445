import { describe, expect, it } from 'vitest';
import { NumberRecord } from '../../src/memory-store/number-record.js';
import { Numbers } from '../../src/memory-store/numbers.js';
import { numberKeys } from './support/claims.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { claimedText, heldText } from './support/texts.js';

const MINUTE_MS = 60_000;
const MEMORY_MS = 90 * DAY_MS;

/** A record to which texts were sent at these moments. */
function textedAt(...times: readonly number[]) {
  const record = new NumberRecord('n');
  const texts = times.map((atMs) => claimedText(atMs));
  for (const text of texts) {
    record.hold(text);
    record.claim(text);
  }
  return { record, texts };
}

/** A record of which codes were entered at these moments. */
function answeredAt(...times: readonly number[]): NumberRecord {
  const record = new NumberRecord('n');
  for (const atMs of times) record.answer(false, atMs);
  return record;
}

describe('a number is known, to the millisecond,', () => {
  it('from a day to 90 days after its code', () => {
    const record = answeredAt(0);
    expect([DAY_MS - 1, DAY_MS, MEMORY_MS, MEMORY_MS + 1].map((nowMs) => record.isKnown(nowMs))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('until 90 days after it was trusted', () => {
    const record = new NumberRecord('n');
    record.answer(true, 0);
    expect([0, MEMORY_MS, MEMORY_MS + 1].map((nowMs) => record.isKnown(nowMs))).toEqual([true, true, false]);
  });

  it('from a day after the first of codes that come within a day of each other, and no sooner', () => {
    const record = answeredAt(0, HOUR_MS, 2 * HOUR_MS);
    expect([3 * HOUR_MS, DAY_MS - 1, DAY_MS].map((nowMs) => record.isKnown(nowMs))).toEqual([false, false, true]);
  });

  it('also where the newest code is of today and the one before of a day and more ago', () => {
    const record = answeredAt(0, 2 * DAY_MS);
    expect(record.isKnown(2 * DAY_MS)).toBe(true);
    const late = answeredAt(0, MEMORY_MS + 1);
    expect([MEMORY_MS + 1, MEMORY_MS + DAY_MS, MEMORY_MS + DAY_MS + 1].map((nowMs) => late.isKnown(nowMs))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('never without a code', () => {
    expect(textedAt(0).record.isKnown(DAY_MS)).toBe(false);
    expect(new NumberRecord('n').isKnown(0)).toBe(false);
  });
});

describe('a code that was entered', () => {
  it('speaks for texts of ten minutes before it, and not of a millisecond more', () => {
    for (const [agoMs, count] of [
      [10 * MINUTE_MS, 1],
      [10 * MINUTE_MS + 1, 0],
    ] as const) {
      const { record, texts } = textedAt(0, agoMs);
      expect(record.before(texts[1]!)).toHaveLength(count);
    }
  });

  it('speaks for two claimed texts, whatever is only held between them', () => {
    const { record, texts } = textedAt(0, 1, 2);
    record.hold(heldText(3));
    const last = claimedText(4);
    record.hold(last);
    record.claim(last);
    expect(record.before(last)).toEqual([texts[1], texts[2]]);
  });

  it('says nothing of a text that is not one of the number', () => {
    expect(textedAt(0, 1).record.before(claimedText(2))).toEqual([]);
  });

  it('answers the texts that went out, and none that is only held', () => {
    const { record } = textedAt(0, 1);
    const held = heldText(2);
    record.hold(held);
    record.answer(false, 3);
    record.claim(Object.assign(held, { claimedAtMs: 2, state: 'claimed' } as const));
    for (const atMs of [4, 5]) {
      expect(record.isUnanswered).toBe(false);
      const text = claimedText(atMs);
      record.hold(text);
      record.claim(text);
    }
    expect(record.isUnanswered).toBe(true);
  });
});

describe('texts of a number', () => {
  it('are kept ten that were claimed, whatever is only held beside them', () => {
    const { record } = textedAt(...Array.from({ length: 9 }, (_, hour) => hour * HOUR_MS));
    record.hold(heldText(9 * HOUR_MS));
    const tenth = claimedText(9 * HOUR_MS);
    record.hold(tenth);
    record.claim(tenth);
    // The tenth of a day: the next may go out a day after the first.
    expect(record.waitMs(20 * HOUR_MS)).toBe(4 * HOUR_MS);
  });

  it('that were claimed are found for 90 days, the newest of them', () => {
    const { record, texts } = textedAt(0, 1);
    record.hold(heldText(2));
    expect([1, MEMORY_MS + 1, MEMORY_MS + 2].map((nowMs) => record.newest(nowMs))).toEqual([
      texts[1],
      texts[1],
      undefined,
    ]);
  });

  it('are found for a code within an hour of their claim, to the millisecond, and for trust later', () => {
    const numbers = new Numbers(8);
    const keys = numberKeys('n');
    const { record, texts } = textedAt(0);
    numbers.hold(record, keys, 0);
    numbers.keep(record, 0);
    const found = { text: texts[0], number: record };
    expect(numbers.newestText(keys, 'verified', HOUR_MS)).toEqual(found);
    expect(numbers.newestText(keys, 'verified', HOUR_MS + 1)).toBeUndefined();
    expect(numbers.newestText(keys, 'trusted', HOUR_MS + 1)).toEqual(found);
  });
});

describe('the wait of a number', () => {
  it('is none where it was never texted, or only held texts whose time has passed', () => {
    const record = new NumberRecord('n');
    expect(record.waitMs(0)).toBe(0);
    record.hold(heldText(0));
    expect(record.waitMs(0)).toBe(30_000);
    expect(record.waitMs(30_000)).toBe(0);
    for (const heldAtMs of [30_000, 100_000]) record.hold(heldText(heldAtMs));
    expect(record.waitMs(119_999)).toBe(480_001);
    expect(record.waitMs(120_000)).toBe(40_000);
  });
});
