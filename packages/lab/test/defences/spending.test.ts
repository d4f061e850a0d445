import type { GateLimits } from '@tollgate/server';
import { ROOM_RULES } from '@tollgate/server/lab';
import { describe, expect, it } from 'vitest';
import { Spending } from '../../src/defences/spending.js';

const HOUR_MS = 3_600_000;

/** $4 an hour, $10 a day and $1.50 out in Germany, $20 and $30 for the site; a text costs $0.10. */
const LIMITS = {
  cap: { hourMicroUsd: 20_000_000, dayMicroUsd: 30_000_000, monthMicroUsd: 900_000_000 },
  pools: [
    { name: 'pool:DE', hourMicroUsd: 4_000_000, dayMicroUsd: 10_000_000, exposureFloorMicroUsd: 1_500_000 },
    { name: 'pool:known', hourMicroUsd: 20_000_000, dayMicroUsd: 40_000_000, exposureFloorMicroUsd: 4_000_000 },
  ],
} as unknown as GateLimits;

function setUp() {
  let nowMs = 0;
  let count = 0;
  const spending = new Spending(
    () => nowMs,
    () => LIMITS,
    ROOM_RULES,
  );
  /** Texts to numbers, each in a block of its own and its code entered unless told otherwise. */
  const text = (
    texts: number,
    { block = undefined as number | undefined, line = 0, isKnown = false, isOpen = false } = {},
  ) => {
    const ids: string[] = [];
    for (let at = 0; at < texts; at++) {
      count++;
      const id = String(count);
      const phone = `+49${1_000 + (block ?? count)}${String(line).padStart(2, '0')}${String(count).padStart(4, '0')}`;
      spending.add({ id, phone, microUsd: 100_000, isCall: false, isKnown, pool: isKnown ? 'pool:known' : 'pool:DE' });
      ids.push(id);
      if (!isOpen) spending.report(id, 'verified');
    }
    return ids;
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { spending, text, pass };
}

describe('spending from outside', () => {
  it('sees a pool’s hour and day exceeded by one text', () => {
    const { spending, text, pass } = setUp();
    text(40);
    expect(spending.isWithinBound()).toBe(true);
    pass(HOUR_MS);
    text(40);
    pass(HOUR_MS);
    text(20);
    expect(spending.isWithinBound()).toBe(true);
    text(1);
    expect(spending.isWithinBound()).toBe(false);
  });

  it('sees an interval exceeded that spans two hours of the clock', () => {
    const { spending, text, pass } = setUp();
    pass(HOUR_MS - 1);
    text(20);
    pass(2);
    text(20);
    expect(spending.isWithinBound()).toBe(true);
    text(1);
    expect(spending.isWithinBound()).toBe(false);
  });

  it('lets trusted money leave its pool, and not the cap', () => {
    const { spending, text } = setUp();
    for (let turn = 0; turn < 5; turn++) for (const id of text(40)) spending.report(id, 'trusted');
    expect(spending.isWithinBound()).toBe(true);
    text(1);
    expect(spending.isWithinBound()).toBe(false);
  });

  it('does not take a code for trust', () => {
    const { spending, text } = setUp();
    text(41);
    expect(spending.isWithinBound()).toBe(false);
  });

  it('sees more out than may be before codes are entered, in a day and not only in an hour', () => {
    const { spending, text, pass } = setUp();
    text(10, { isOpen: true });
    pass(2 * HOUR_MS);
    const later = text(5, { isOpen: true });
    expect(spending.isWithinBound()).toBe(true);
    text(1, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
    // A code afterwards does not undo it.
    pass(1);
    for (const id of later) spending.report(id, 'verified');
    expect(spending.isWithinBound()).toBe(false);
  });

  it('lets a quarter of what was verified today or yesterday be out, and of no day before', () => {
    for (const [days, mayBeOut] of [
      [0, 20],
      [1, 20],
      [2, 15],
    ] as const) {
      const { spending, text, pass } = setUp();
      for (let hour = 0; hour < 2; hour++) {
        for (const id of text(40)) spending.report(id, 'trusted');
        pass(HOUR_MS);
      }
      pass(days * 24 * HOUR_MS - (days === 0 ? 0 : 4 * HOUR_MS));
      pass(days === 2 ? 6 * HOUR_MS + 180_001 : 0);
      text(mayBeOut, { isOpen: true });
      expect(spending.isWithinBound()).toBe(true);
      text(1, { isOpen: true });
      expect(spending.isWithinBound()).toBe(false);
    }
  });

  it('leaves out what was granted in the seconds that a store lost, and nothing before', () => {
    const { spending, text, pass } = setUp();
    text(15, { isOpen: true });
    pass(5_001);
    text(15, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
    spending.lose(5_000);
    expect(spending.isWithinBound()).toBe(true);
    text(1, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
  });

  it('sees a block and a range exceeded', () => {
    const block = setUp();
    // A quarter of the day is $2.50, and a quarter of that $0.62 an hour: but twenty texts have room.
    for (let line = 0; line < 4; line++) block.text(5, { block: 1, line });
    expect(block.spending.isWithinBound()).toBe(true);
    block.text(1, { block: 1, line: 5 });
    expect(block.spending.isWithinBound()).toBe(false);
    const range = setUp();
    // A sixteenth of the day is $0.62, the hour’s ten texts notwithstanding.
    range.text(6, { block: 1, line: 1 });
    expect(range.spending.isWithinBound()).toBe(true);
    range.text(1, { block: 1, line: 1 });
    expect(range.spending.isWithinBound()).toBe(false);
  });

  it('counts known numbers in their own pool alone', () => {
    const { spending, text } = setUp();
    text(40);
    text(160, { block: 1, line: 1, isKnown: true });
    expect(spending.isWithinBound()).toBe(true);
  });
});
