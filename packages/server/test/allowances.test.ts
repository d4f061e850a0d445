import { describe, expect, it } from 'vitest';
import { Allowances } from '../src/allowances.js';
import { ROOM_RULES } from '../src/room-rules.js';
import type { HistoryDay, RowUse } from '../src/store.js';
import { START_MS } from './support/test-gate.js';

const allowances = new Allowances(ROOM_RULES);
const DAY_MS = 86_400_000;
const TODAY = START_MS / DAY_MS;
/** $40 a day, $10 an hour, $6 out unverified: a text costs $0.10. */
const POOL = {
  name: 'pool:DE',
  hourMicroUsd: 10_000_000,
  dayMicroUsd: 40_000_000,
  exposureFloorMicroUsd: 6_000_000,
} as const;
const TEXT = 100_000;
const CALL = 1_000_000;
const NO_PAST = { days: [], nowMs: START_MS };

/** The same money on each of the days before today, the first of which is `from` days ago. */
function past(count: number, money: Partial<HistoryDay>, from = 1) {
  const days = Array.from({ length: count }, (_, at) => ({
    day: TODAY - from - at,
    trusted: 0,
    verified: 0,
    ...money,
  }));
  return { days, nowMs: START_MS };
}

describe('a pool without a history', () => {
  it('may have its floor out, its hour and its day untrusted', () => {
    expect(allowances.ofPool(POOL, TEXT, NO_PAST)).toEqual({ exposure: 6_000_000, hour: 10_000_000, day: 40_000_000 });
  });

  it('may have ten of what is asked out, up to its day', () => {
    expect(allowances.ofPool(POOL, CALL, NO_PAST).exposure).toBe(10_000_000);
    expect(allowances.ofPool(POOL, 10 * CALL, NO_PAST).exposure).toBe(40_000_000);
  });
});

describe('a block and a range', () => {
  const whole = allowances.ofPool(POOL, TEXT, NO_PAST);
  const ofPool = (microUsd: number) => ({ pool: { ...whole, exposure: microUsd }, microUsd: TEXT, past: NO_PAST });

  it('may have 20 and 10 texts out; they have a half and a quarter of the day, and at least a quarter of that an hour', () => {
    expect(allowances.ofPart('block', ofPool(6_000_000))).toEqual({
      exposure: 2_000_000,
      hour: 5_000_000,
      day: 20_000_000,
    });
    expect(allowances.ofPart('range', ofPool(6_000_000))).toEqual({
      exposure: 1_000_000,
      hour: 2_500_000,
      day: 10_000_000,
    });
  });

  it('may have at most a half and a quarter of the pool’s exposure limit out', () => {
    expect(allowances.ofPart('block', ofPool(1_000_000)).exposure).toBe(500_000);
    expect(allowances.ofPart('range', ofPool(1_000_000)).exposure).toBe(250_000);
  });

  it('may have at least two texts out', () => {
    expect(allowances.ofPart('block', ofPool(300_000)).exposure).toBe(200_000);
    expect(allowances.ofPart('range', ofPool(300_000)).exposure).toBe(200_000);
  });

  it('have room in an hour for their texts, and no more than their day', () => {
    const small = allowances.ofPool({ ...POOL, hourMicroUsd: 1_000_000, dayMicroUsd: 4_000_000 }, TEXT, NO_PAST);
    const asked = { pool: small, microUsd: TEXT, past: NO_PAST };
    // 20 texts of $0.10 and 10 of them, where a quarter of the day is $0.50 and $0.25.
    expect(allowances.ofPart('block', asked)).toMatchObject({ hour: 2_000_000, day: 2_000_000 });
    expect(allowances.ofPart('range', asked)).toMatchObject({ hour: 1_000_000, day: 1_000_000 });
    // Ten texts of $0.20 would be more than the day of $1.
    expect(allowances.ofPart('range', { ...asked, microUsd: 2 * TEXT })).toMatchObject({
      hour: 1_000_000,
      day: 1_000_000,
    });
  });
});

describe('the history', () => {
  const exposureAfter = (days: ReturnType<typeof past>, microUsd = TEXT) =>
    allowances.ofPool(POOL, microUsd, days).exposure;

  it('lets out half of what was trusted on the median day of fourteen', () => {
    expect(exposureAfter(past(8, { trusted: 20_000_000 }))).toBe(10_000_000);
    expect(exposureAfter(past(14, { trusted: 20_000_000 }))).toBe(10_000_000);
    // Seven days of $20 and seven of nothing: $10.
    expect(exposureAfter(past(7, { trusted: 26_000_000 }))).toBe(6_500_000);
    expect(exposureAfter(past(6, { trusted: 1e12 }))).toBe(6_000_000);
  });

  it('does not count today, nor what is older than fourteen days', () => {
    expect(exposureAfter(past(8, { trusted: 20_000_000 }, 0))).toBe(6_000_000);
    expect(exposureAfter(past(8, { trusted: 20_000_000 }, 8))).toBe(6_000_000);
    expect(exposureAfter(past(8, { trusted: 20_000_000 }, 7))).toBe(10_000_000);
  });

  it('counts verified money up to three times the floor, and only beside what was trusted', () => {
    expect(exposureAfter(past(8, { verified: 16_000_000 }))).toBe(8_000_000);
    expect(exposureAfter(past(8, { verified: 1e12 }))).toBe(9_000_000);
    expect(exposureAfter(past(8, { trusted: 10_000_000, verified: 1e12 }))).toBe(14_000_000);
  });

  it('never lets out more than the spend limit', () => {
    expect(exposureAfter(past(14, { trusted: 1e12 }))).toBe(40_000_000);
    const asked = { pool: allowances.ofPool(POOL, TEXT, NO_PAST), microUsd: TEXT, past: past(14, { trusted: 1e12 }) };
    expect(allowances.ofPart('block', asked).exposure).toBe(20_000_000);
    expect(allowances.ofPart('range', asked).exposure).toBe(10_000_000);
  });

  it('of a range lets out half of that range’s own, more than its share of the pool’s floor', () => {
    const asked = {
      pool: allowances.ofPool(POOL, TEXT, NO_PAST),
      microUsd: TEXT,
      past: past(8, { trusted: 8_000_000 }),
    };
    expect(allowances.ofPart('range', asked).exposure).toBe(4_000_000);
  });
});

describe('a tier', () => {
  const allowance = { exposure: 6_000_000, hour: 10_000_000, day: 40_000_000 };

  it('may fill all of the limits if it is warm or known, and 70 % of both kinds if it is cold', () => {
    const limits = [6_000_000, 6_000_000, 10_000_000, 40_000_000];
    expect(allowances.limits(allowance, 'warm').map(({ limit }) => limit)).toEqual(limits);
    expect(allowances.limits(allowance, 'known').map(({ limit }) => limit)).toEqual(limits);
    expect(allowances.limits(allowance, 'cold')).toEqual([
      { sum: 'exposed', window: 'hour', limit: 4_200_000 },
      { sum: 'exposed', window: 'day', limit: 4_200_000 },
      { sum: 'untrusted', window: 'hour', limit: 7_000_000 },
      { sum: 'untrusted', window: 'day', limit: 28_000_000 },
    ]);
  });

  it('may have no more out in an hour than that hour’s spend limit', () => {
    expect(allowances.limits({ ...allowance, exposure: 12_000_000 }, 'warm')[0]?.limit).toBe(10_000_000);
  });

  it('that is cold has seven of ten texts, whatever a text costs', () => {
    for (let microUsd = 1_000; microUsd <= 300_000; microUsd += 500) {
      const [limit] = allowances.limits({ exposure: 10 * microUsd, hour: 10 * microUsd, day: 40 * microUsd }, 'cold');
      expect(limit?.limit).toBe(7 * microUsd);
    }
  });
});

describe('heat', () => {
  const row = (used: number, limit: number, sum: RowUse['sum'] = 'exposed'): RowUse => ({
    meter: 'pool:DE',
    unit: 'micro-usd',
    sum,
    window: 'hour',
    limit,
    used,
  });

  it.each([
    [0, 0],
    [499, 0],
    [500, 50],
    [799, 50],
    [800, 80],
    [1_000, 80],
  ] as const)('of %i used of 1,000 is %i', (used, heat) => {
    expect(allowances.heat([row(used, 1_000)], 'warm')).toBe(heat);
  });

  it('is that of the fullest, of the whole limit whoever asks, and of exposure alone', () => {
    expect(allowances.heat([row(100, 1_000), row(850, 1_000), row(600, 1_000)], 'warm')).toBe(80);
    // 600 of the 700 that cold devices have is 60 % of 1,000.
    expect(allowances.heat([row(600, 700)], 'cold')).toBe(50);
    expect(allowances.heat([row(349, 700)], 'cold')).toBe(0);
    expect(allowances.heat([row(1_000, 1_000, 'untrusted'), row(1_000, 1_000, 'all')], 'warm')).toBe(0);
    expect(allowances.heat([], 'known')).toBe(0);
  });
});
