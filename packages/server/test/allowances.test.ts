import { describe, expect, it } from 'vitest';
import { Allowances } from '../src/allowances.js';
import { ROOM_RULES } from '../src/room-rules.js';
import type { RowUse } from '../src/store.js';
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

/** What was verified today, yesterday, the day before, and so on. */
function past(...verified: readonly number[]) {
  return { days: verified.map((microUsd, ago) => ({ day: TODAY - ago, verified: microUsd })), nowMs: START_MS };
}

describe('a pool of which no codes were entered', () => {
  it('may have its floor out, its hour and its day untrusted', () => {
    expect(allowances.ofPool(POOL, TEXT, NO_PAST)).toEqual({
      exposure: 6_000_000,
      exposureHour: 2_000_000,
      hour: 10_000_000,
      day: 40_000_000,
    });
  });

  it('may add a third of that in an hour, and five texts at least', () => {
    expect(allowances.ofPool(POOL, CALL, NO_PAST).exposureHour).toBe(5_000_000);
    expect(allowances.ofPool({ ...POOL, exposureFloorMicroUsd: 1_200_000 }, TEXT, NO_PAST)).toMatchObject({
      exposure: 1_200_000,
      exposureHour: 500_000,
    });
    // It grows with the rest as codes are entered.
    expect(allowances.ofPool(POOL, TEXT, past(105_000_000))).toMatchObject({
      exposure: 21_000_000,
      exposureHour: 7_000_000,
    });
  });

  it('may have eight of what is asked out, up to its day', () => {
    expect(allowances.ofPool(POOL, CALL, NO_PAST).exposure).toBe(8_000_000);
    expect(allowances.ofPool(POOL, 10 * CALL, NO_PAST).exposure).toBe(40_000_000);
  });
});

describe('a block and a range', () => {
  const whole = allowances.ofPool(POOL, TEXT, NO_PAST);
  const ofPool = (microUsd: number) => ({ pool: { ...whole, exposure: microUsd }, textMicroUsd: TEXT, past: NO_PAST });

  it('may have 20 and 10 texts out; they have ¼ and 1/16 of the day, at once where need be', () => {
    expect(allowances.ofPart('block', ofPool(16_000_000))).toEqual({
      exposure: 2_000_000,
      exposureHour: 2_000_000,
      hour: 10_000_000,
      day: 10_000_000,
    });
    expect(allowances.ofPart('range', ofPool(16_000_000))).toEqual({
      exposure: 1_000_000,
      exposureHour: 1_000_000,
      hour: 2_500_000,
      day: 2_500_000,
    });
  });

  it('may have at most ¼ and 1/16 of the pool’s exposure limit out', () => {
    expect(allowances.ofPart('block', ofPool(7_200_000)).exposure).toBe(1_800_000);
    expect(allowances.ofPart('range', ofPool(7_200_000)).exposure).toBe(450_000);
  });

  it('may have at least four texts out, and four in a day', () => {
    expect(allowances.ofPart('block', ofPool(300_000)).exposure).toBe(400_000);
    expect(allowances.ofPart('range', ofPool(300_000)).exposure).toBe(400_000);
    const pool = allowances.ofPool({ ...POOL, hourMicroUsd: 1_000_000, dayMicroUsd: 4_000_000 }, TEXT, NO_PAST);
    // 1/16 of the day is $0.25, and of calls ¼ of it is one.
    expect(allowances.ofPart('range', { pool, textMicroUsd: TEXT, past: NO_PAST }).day).toBe(400_000);
    expect(allowances.ofPart('block', { pool, textMicroUsd: CALL, past: NO_PAST }).day).toBe(4_000_000);
  });
});

describe('what may be out unverified', () => {
  const exposureAfter = (days: ReturnType<typeof past>, microUsd = TEXT) =>
    allowances.ofPool(POOL, microUsd, days).exposure;

  it('is a fifth of what was verified today, where that is more than the floor', () => {
    expect(exposureAfter(past(30_000_000))).toBe(6_000_000);
    expect(exposureAfter(past(30_500_000))).toBe(6_100_000);
    expect(exposureAfter(past(45_000_000))).toBe(9_000_000);
  });

  it('counts what was verified yesterday as well', () => {
    expect(exposureAfter(past(0, 40_000_000))).toBe(8_000_000);
    expect(exposureAfter(past(35_000_000, 40_000_000))).toBe(15_000_000);
  });

  it('does not count the day before, nor a day that is still to come', () => {
    expect(exposureAfter(past(0, 0, 1e12))).toBe(6_000_000);
    expect(exposureAfter(past(35_000_000, 0, 1e12))).toBe(7_000_000);
    expect(exposureAfter({ ...past(1e12), nowMs: START_MS - 1 })).toBe(6_000_000);
  });

  it('counts days from midnight to midnight, UTC', () => {
    const { days } = past(40_000_000);
    expect(exposureAfter({ days, nowMs: START_MS + 2 * DAY_MS - 1 })).toBe(8_000_000);
    expect(exposureAfter({ days, nowMs: START_MS + 2 * DAY_MS })).toBe(6_000_000);
  });

  it('is whole micro-dollars, rounded down', () => {
    expect(exposureAfter(past(40_000_004))).toBe(8_000_000);
  });

  it('is never more than may be spent', () => {
    expect(exposureAfter(past(1e12))).toBe(40_000_000);
    const asked = { pool: allowances.ofPool(POOL, TEXT, NO_PAST), textMicroUsd: TEXT, past: past(1e12) };
    expect(allowances.ofPart('block', asked).exposure).toBe(10_000_000);
    expect(allowances.ofPart('range', asked).exposure).toBe(2_500_000);
  });

  it('of a range is two fifths of that range’s own, more than its share of the pool’s floor', () => {
    const asked = { pool: allowances.ofPool(POOL, TEXT, NO_PAST), textMicroUsd: TEXT };
    expect(allowances.ofPart('range', { ...asked, past: NO_PAST }).exposure).toBe(400_000);
    expect(allowances.ofPart('range', { ...asked, past: past(1_000_000) }).exposure).toBe(400_000);
    expect(allowances.ofPart('range', { ...asked, past: past(3_750_000) }).exposure).toBe(1_500_000);
    expect(allowances.ofPart('range', { ...asked, past: past(1_250_000, 3_750_000) }).exposure).toBe(2_000_000);
  });

  it('of a range grows with its pool as well, up to ten texts', () => {
    const inRange = (verified: number) =>
      allowances.ofPart('range', {
        pool: allowances.ofPool(POOL, TEXT, past(verified)),
        textMicroUsd: TEXT,
        past: NO_PAST,
      }).exposure;
    expect(inRange(40_000_000)).toBe(500_000);
    expect(inRange(1e12)).toBe(1_000_000);
  });
});

describe('calls', () => {
  it('may fill half of what may be out of a pool, all of it in one hour, and spend what texts may', () => {
    const whole = { exposure: 6_000_001, exposureHour: 2_000_000, hour: 10_000_000, day: 40_000_000 };
    expect(allowances.poolForCalls(whole)).toEqual({ ...whole, exposure: 3_000_000, exposureHour: 3_000_000 });
  });

  it('have room for one in a part, for a cold device too, whatever the part allows', () => {
    const small = { exposure: 400_000, exposureHour: 300_000, hour: 500_000, day: 600_000 };
    const one = allowances.partForCall(small, CALL);
    expect(new Set(Object.values(one))).toEqual(new Set([1_111_112]));
    for (const { limit } of allowances.limits(one, 'cold')) expect(limit).toBe(CALL);
    const large = { exposure: 2_000_000, exposureHour: 3_000_000, hour: 4_000_000, day: 5_000_000 };
    expect(allowances.partForCall(large, CALL)).toEqual(large);
  });
});

describe('a tier', () => {
  const allowance = { exposure: 6_000_000, exposureHour: 2_000_000, hour: 10_000_000, day: 40_000_000 };

  it('may fill all of the limits if it is warm or known, and 90 % of both kinds if it is cold', () => {
    const limits = [2_000_000, 6_000_000, 10_000_000, 40_000_000];
    expect(allowances.limits(allowance, 'warm').map(({ limit }) => limit)).toEqual(limits);
    expect(allowances.limits(allowance, 'known').map(({ limit }) => limit)).toEqual(limits);
    expect(allowances.limits(allowance, 'cold')).toEqual([
      { sum: 'exposed', window: 'hour', limit: 1_800_000 },
      { sum: 'exposed', window: 'day', limit: 5_400_000 },
      { sum: 'untrusted', window: 'hour', limit: 9_000_000 },
      { sum: 'untrusted', window: 'day', limit: 36_000_000 },
    ]);
  });

  it('may have no more out in an hour than that hour’s spend limit', () => {
    const large = { ...allowance, exposure: 36_000_000, exposureHour: 12_000_000 };
    expect(allowances.limits(large, 'warm')[0]?.limit).toBe(10_000_000);
    // A pool so small that an hour’s texts are more than it may have out.
    expect(allowances.limits({ ...allowance, exposure: 1_000_000 }, 'warm')[0]?.limit).toBe(1_000_000);
  });

  it('that is cold has nine of ten texts, whatever a text costs', () => {
    for (let microUsd = 1_000; microUsd <= 300_000; microUsd += 500) {
      const ten = 10 * microUsd;
      const [limit] = allowances.limits({ exposure: ten, exposureHour: ten, hour: ten, day: 4 * ten }, 'cold');
      expect(limit?.limit).toBe(9 * microUsd);
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
    // 790 of the 900 that cold devices have is 79 % of 1,000.
    expect(allowances.heat([row(790, 900)], 'cold')).toBe(50);
    expect(allowances.heat([row(499, 900)], 'cold')).toBe(0);
    expect(allowances.heat([row(1_000, 1_000, 'untrusted'), row(1_000, 1_000, 'all')], 'warm')).toBe(0);
    expect(allowances.heat([], 'known')).toBe(0);
  });
});
