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
    { name: 'pool:known', hourMicroUsd: 20_000_000, dayMicroUsd: 40_000_000, exposureFloorMicroUsd: 6_000_000 },
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
      spending.add({ id, phone, microUsd: 100_000, isCall: false, tier: isKnown ? 'known' : 'warm', pool: 'pool:DE' });
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
    for (let hour = 0; hour < 2; hour++) {
      text(5, { isOpen: true });
      pass(HOUR_MS);
    }
    const later = text(5, { isOpen: true });
    pass(HOUR_MS);
    expect(spending.isWithinBound()).toBe(true);
    text(1, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
    // A code afterwards does not undo it.
    pass(1);
    for (const id of later) spending.report(id, 'verified');
    expect(spending.isWithinBound()).toBe(false);
  });

  it('sees more added in an hour than a third of what may be out', () => {
    const { spending, text, pass } = setUp();
    text(5, { isOpen: true });
    expect(spending.isWithinBound()).toBe(true);
    pass(HOUR_MS - 1);
    text(1, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
  });

  it.each([
    ['today', 0, 20],
    ['yesterday', 24, 20],
    ['three days ago', 72, 15],
  ] as const)('lets a fifth of what was verified be out, or else the floor: %s', (_, hours, mayBeOut) => {
    const { spending, text, pass } = setUp();
    for (let half = 0; half < 5; half++) {
      for (const id of text(20)) spending.report(id, 'trusted');
      pass(HOUR_MS / 2);
    }
    pass(hours * HOUR_MS);
    for (let left = mayBeOut; left > 0; left -= 5) {
      text(Math.min(5, left), { isOpen: true });
      pass(HOUR_MS);
    }
    expect(spending.isWithinBound()).toBe(true);
    text(1, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
  });

  it('leaves out what was granted in the seconds that a store lost, and nothing before', () => {
    const { spending, text, pass } = setUp();
    text(5, { isOpen: true });
    pass(5_001);
    text(5, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
    spending.lose(5_000);
    expect(spending.isWithinBound()).toBe(true);
    text(1, { isOpen: true });
    expect(spending.isWithinBound()).toBe(false);
  });

  it('sees a block and a range exceeded', () => {
    const block = setUp();
    // A quarter of the day is $2.50, all of it in an hour if need be.
    for (let line = 0; line < 5; line++) block.text(5, { block: 1, line });
    expect(block.spending.isWithinBound()).toBe(true);
    block.text(1, { block: 1, line: 5 });
    expect(block.spending.isWithinBound()).toBe(false);
    const range = setUp();
    // A sixteenth of the day is $0.62.
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
