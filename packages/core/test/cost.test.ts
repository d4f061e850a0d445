import { describe, expect, it } from 'vitest';
import { workCost } from '../src/cost.js';
import { PUZZLES } from '../src/puzzle-table.js';

describe('the cost of work', () => {
  it('is k × p hashes, their time on one core and their price by the hour', () => {
    const { hashes, coreSeconds, nativeMicroUsdPerMillion, gpuMicroUsdPerMillion } = workCost({
      alg: 'argon2id-1',
      p: 32,
      k: 8,
    });
    expect(hashes).toBe(256);
    // 256 hashes at 4,545 a second, on a core for a cent an hour.
    expect(coreSeconds).toBeCloseTo(0.05633, 5);
    expect(nativeMicroUsdPerMillion).toBe(156_460);
    // 256 hashes at 320,000 a second, on a card for 68 cents an hour.
    expect(gpuMicroUsdPerMillion).toBe(151_111);
  });

  it('of a row made for processors is lower on a rented core than on a rented GPU', () => {
    const { hashes, coreSeconds, nativeMicroUsdPerMillion, gpuMicroUsdPerMillion } = workCost({
      alg: 'hashwx-1',
      p: 2 ** 15,
      k: 8,
    });
    expect(hashes).toBe(262_144);
    // 262,144 hashes at 950,000 a second, on a core for a cent an hour.
    expect(coreSeconds).toBeCloseTo(0.27594, 5);
    expect(nativeMicroUsdPerMillion).toBe(766_503);
    // 262,144 hashes at 5,800,000 a second, on a card for 16 cents an hour.
    expect(gpuMicroUsdPerMillion).toBe(2_008_766);
  });

  it('is far below a text: a million proofs cost less than ten texts at ten cents, on the hardware that suits', () => {
    for (const { alg, baseP, baseK } of PUZZLES) {
      const { nativeMicroUsdPerMillion, gpuMicroUsdPerMillion } = workCost({ alg, p: baseP, k: baseK });
      expect(Math.min(nativeMicroUsdPerMillion, gpuMicroUsdPerMillion)).toBeLessThan(1_000_000);
    }
  });

  it.each([1, 2, 8, 16, 32, 64])('is whole micro-dollars with %i pieces, and grows with them', (k) => {
    for (const { alg, baseP } of PUZZLES) {
      const one = workCost({ alg, p: baseP, k: 1 });
      const cost = workCost({ alg, p: baseP, k });
      expect(cost.hashes).toBe(k * baseP);
      expect(cost.coreSeconds).toBeCloseTo(k * one.coreSeconds, 12);
      for (const figure of ['nativeMicroUsdPerMillion', 'gpuMicroUsdPerMillion'] as const) {
        expect(Number.isSafeInteger(cost[figure])).toBe(true);
        // One rounding each: half a micro-dollar here, half of one k times there.
        expect(Math.abs(cost[figure] - k * one[figure])).toBeLessThanOrEqual((k + 1) / 2);
      }
    }
  });

  it('stays whole micro-dollars at the most work that the wire can name', () => {
    const cost = workCost({ alg: 'argon2id-1', p: 2 ** 26 - 1, k: 64 });
    expect(Number.isSafeInteger(cost.nativeMicroUsdPerMillion)).toBe(true);
    expect(Number.isSafeInteger(cost.gpuMicroUsdPerMillion)).toBe(true);
  });

  it('names every figure it rests on, with unit, date and source', () => {
    for (const { alg, baseP, baseK } of PUZZLES) {
      const { assumptions } = workCost({ alg, p: baseP, k: baseK });
      expect(assumptions).toHaveLength(4);
      for (const { what, value, unit, date, source } of assumptions) {
        expect(value).toBeGreaterThan(0);
        expect(date).toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/);
        for (const text of [what, unit, source]) expect(text).not.toBe('');
      }
    }
  });

  it.each(['', 'sha256', 'toString'])('is not stated for the unknown puzzle "%s"', (alg) => {
    expect(() => workCost({ alg, p: 32, k: 8 })).toThrow(RangeError);
  });
});
