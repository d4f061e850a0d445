import { describe, expect, it } from 'vitest';
import { containedAfterMs } from '../../src/score/containment.js';

/** Requests a second apart, of which those named get a text. */
const attempts = (count: number, isSent: (turn: number) => boolean) =>
  Array.from({ length: count }, (_, turn) => ({ atMs: 5_000 + turn * 1_000, microUsd: isSent(turn) ? 1 : 0 }));

describe('an attack is contained', () => {
  it('at the last request of the last group of which one in ten got a text', () => {
    expect(containedAfterMs(attempts(1_000, (turn) => turn < 120))).toBe(149_000);
    // Five of fifty are one in ten, four are fewer.
    expect(containedAfterMs(attempts(1_000, (turn) => turn < 50 || (turn >= 500 && turn < 505)))).toBe(549_000);
    expect(containedAfterMs(attempts(1_000, (turn) => turn < 50 || (turn >= 500 && turn < 504)))).toBe(49_000);
  });

  it('at once where it never got anywhere', () => {
    expect(containedAfterMs(attempts(1_000, () => false))).toBe(0);
  });

  it('never where its last requests still got texts, and where there was none', () => {
    expect(containedAfterMs(attempts(1_000, () => true))).toBeUndefined();
    expect(containedAfterMs(attempts(1_000, (turn) => turn >= 990))).toBeUndefined();
    expect(containedAfterMs([])).toBeUndefined();
  });
});
