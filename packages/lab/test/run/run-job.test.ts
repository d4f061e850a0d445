import { ROOM_RULES, type RoomRules } from '@tollgate/server/lab';
import { describe, expect, it } from 'vitest';
import { DEFENCES } from '../../src/defences/defence-table.js';
import { createTollgate, REAL_TOLLGATE, TOLLGATE } from '../../src/defences/tollgate.js';
import { runJob } from '../../src/run/run-job.js';
import { overNumbers, overRanges } from '../../src/tapes/targets.js';
import type { Tape } from '../../src/tapes/tape.js';

/** An hour of attack on the first day, so that a test ends soon. */
const SHORT: Tape = {
  name: 'short',
  title: 'An hour of attack',
  kind: 'attack',
  days: 0.5,
  stage(stage) {
    const next = overRanges(stage.random, { countries: ['UZ', 'DE'], ranges: 2 }, { devices: 20, addresses: 20 });
    const fromMs = stage.day(0.3);
    stage.attack({ fromMs, untilMs: fromMs + 3_600_000, everyMs: 10_000, next, conversion: 0.5 });
  },
};

const COLD_FILLS_ALL = { tierPercent: { ...ROOM_RULES.tierPercent, cold: 100 } };

/** Eight hours of texts to Germany, some of whose codes are typed back. */
function typedBack({
  conversion,
  ...ranges
}: {
  readonly conversion: number;
  readonly ranges: number;
  readonly blocks?: number;
}): Tape {
  return {
    ...SHORT,
    stage(stage) {
      const next = overRanges(stage.random, { countries: ['DE'], ...ranges });
      const fromMs = stage.day(0.1);
      stage.attack({ fromMs, untilMs: stage.day(0.45), everyMs: 60_000, next, conversion, isStubborn: true });
    },
  };
}

/** Calls to the United States, which nobody answers. */
const CALLS: Tape = {
  ...SHORT,
  stage(stage) {
    const next = overNumbers(stage.random, { country: 'US', numbers: 40 }, { channel: 'voice', action: 'signup' });
    const fromMs = stage.day(0.1);
    stage.attack({ fromMs, untilMs: stage.day(0.45), everyMs: 600_000, next, isStubborn: true });
  },
};

describe('a job', () => {
  it.each(DEFENCES)('gives the same result for the same seed, and another for another: $name', async (defence) => {
    const first = await runJob({ tape: SHORT, defence, seed: 1 });
    expect(await runJob({ tape: SHORT, defence, seed: 1 })).toEqual(first);
    expect(await runJob({ tape: SHORT, defence, seed: 2 })).not.toEqual(first);
    expect(first.visits.length).toBeGreaterThan(50);
    expect(first.attempts.length).toBeGreaterThan(20);
  });

  it('gives the same people to every defence', async () => {
    const calm: Tape = { name: 'calm', title: 'Half a day', kind: 'honest', days: 0.5 };
    const people = await Promise.all(
      DEFENCES.map(async (defence) => (await runJob({ tape: calm, defence, seed: 1 })).visits.length),
    );
    expect(Math.max(...people) - Math.min(...people)).toBeLessThan(5);
  });

  it('comes out the same with real proofs and signatures as with booked ones', async () => {
    const booked = await runJob({ tape: SHORT, defence: TOLLGATE, seed: 3 });
    const real = await runJob({ tape: SHORT, defence: REAL_TOLLGATE, seed: 3 });
    expect({ ...real, defence: 'tollgate' }).toEqual(booked);
    expect(booked.attempts.some(({ microUsd }) => microUsd > 0)).toBe(true);
  });

  it.each([TOLLGATE, REAL_TOLLGATE])('without work gets no text: $name', async (defence) => {
    const idle: Tape = {
      ...SHORT,
      stage(stage) {
        const next = overRanges(stage.random, { countries: ['UZ'], ranges: 1 });
        stage.attack({ fromMs: stage.day(0.3), untilMs: stage.day(0.31), everyMs: 30_000, next, makesEffort: false });
      },
    };
    const { attempts } = await runJob({ tape: idle, defence, seed: 1 });
    expect(attempts.length).toBeGreaterThan(5);
    expect(attempts.every(({ microUsd }) => microUsd === 0)).toBe(true);
  });

  it('stays within the bound while the store loses its last seconds', async () => {
    const tape: Tape = {
      ...SHORT,
      isForgetful: true,
      stage(stage) {
        const next = overRanges(stage.random, { countries: ['UZ', 'DE', 'GB', 'FR'], ranges: 8 });
        const fromMs = stage.day(0.3);
        stage.attack({ fromMs, untilMs: stage.day(0.35), everyMs: 1_000, next, isStubborn: true });
        stage.operate(fromMs + 15_000, { kind: 'lose-writes', lastMs: 12_000 });
      },
    };
    const { isWithinBound, attempts, startMs } = await runJob({ tape, defence: TOLLGATE, seed: 1 });
    expect(isWithinBound).toBe(true);
    const lossMs = startMs + 0.3 * 24 * 3_600_000 + 15_000;
    const lost = attempts.filter(({ atMs, microUsd }) => microUsd > 0 && atMs >= lossMs - 12_000 && atMs < lossMs);
    expect(lost.length).toBeGreaterThan(5);
    const after = attempts.filter(({ atMs }) => atMs >= lossMs && atMs < lossMs + 3_600_000);
    expect(after.length).toBeGreaterThan(100);
    expect(after.every(({ microUsd }) => microUsd === 0)).toBe(true);
  });

  it.each<[string, Partial<RoomRules>, Tape]>([
    ['a pool’s day', { expectedSpend: 8 }, typedBack({ conversion: 1, ranges: 40 })],
    ['an hour of what is out', { exposureHourShare: 1 }, typedBack({ conversion: 0, ranges: 40 })],
    ['what is out of a pool', { exposureShare: 1 }, typedBack({ conversion: 0, ranges: 40 })],
    ['what codes make grow', { verifiedShare: 5 }, typedBack({ conversion: 0.6, ranges: 40 })],
    ['a range', { range: { shareOfPool: 1, texts: 1_000 } }, typedBack({ conversion: 1, ranges: 1 })],
    ['a block', { block: { shareOfPool: 1, texts: 1_000 } }, typedBack({ conversion: 1, ranges: 40, blocks: 1 })],
    ['what cold devices leave to others', COLD_FILLS_ALL, typedBack({ conversion: 0, ranges: 40 })],
    ['calls', { callShare: 1 }, CALLS],
  ])('is seen to leave the bound where a gate is looser in %s', async (_, changes, tape) => {
    const rules = { ...ROOM_RULES, ...changes };
    const play = (audited: RoomRules) => runJob({ tape, defence: createTollgate(rules, { audited }), seed: 1 });
    expect((await play(ROOM_RULES)).isWithinBound).toBe(false);
    expect((await play(rules)).isWithinBound).toBe(true);
  });
});
