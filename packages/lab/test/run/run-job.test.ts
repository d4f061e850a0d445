import { ROOM_RULES, type RoomRules } from '@tollgate/server/lab';
import { describe, expect, it } from 'vitest';
import { DEFENCES } from '../../src/defences/defence-table.js';
import { createTollgate, REAL_TOLLGATE, TOLLGATE } from '../../src/defences/tollgate.js';
import { findTape } from '../../src/run/named-job.js';
import { runJob } from '../../src/run/run-job.js';
import { overRanges } from '../../src/tapes/targets.js';
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

  it('without work gets no text, booked or real', async () => {
    const idle: Tape = {
      ...SHORT,
      stage(stage) {
        const next = overRanges(stage.random, { countries: ['UZ'], ranges: 1 });
        stage.attack({ fromMs: stage.day(0.3), untilMs: stage.day(0.31), everyMs: 30_000, next, makesEffort: false });
      },
    };
    const { attempts } = await runJob({ tape: idle, defence: TOLLGATE, seed: 1 });
    expect(attempts.length).toBeGreaterThan(5);
    expect(attempts.every(({ microUsd }) => microUsd === 0)).toBe(true);
  });

  it('stays within the bound while the store loses its last seconds', async () => {
    const tape = findTape('lost-seconds');
    const short: Tape = { ...tape, days: 8.45 };
    const { isWithinBound, attempts, startMs } = await runJob({ tape: short, defence: TOLLGATE, seed: 1 });
    expect(isWithinBound).toBe(true);
    const lossMs = startMs + (8 * 24 + 9) * 3_600_000 + 30_000;
    const lost = attempts.filter(({ atMs, microUsd }) => microUsd > 0 && atMs >= lossMs - 20_000 && atMs < lossMs);
    expect(lost.length).toBeGreaterThan(5);
    const after = attempts.filter(({ atMs }) => atMs >= lossMs && atMs < lossMs + 3_600_000);
    expect(after.length).toBeGreaterThan(100);
    expect(after.every(({ microUsd }) => microUsd === 0)).toBe(true);
  });

  it('is seen to leave the bound where a gate lets more out than its rules say', async () => {
    const loose: readonly Partial<RoomRules>[] = [
      { exposureShare: 1, exposureHourShare: 1, range: { shareOfPool: 1, texts: 1_000 } },
      { exposureHourShare: 1, exposureHourTexts: 100, range: { shareOfPool: 1, texts: 1_000 } },
      { range: { shareOfPool: 1, texts: 1_000 } },
    ];
    for (const changes of loose) {
      const rules = { ...ROOM_RULES, ...changes };
      const row = createTollgate(rules, { audited: ROOM_RULES });
      expect((await runJob({ tape: SHORT, defence: row, seed: 1 })).isWithinBound).toBe(false);
      expect((await runJob({ tape: SHORT, defence: createTollgate(rules), seed: 1 })).isWithinBound).toBe(true);
    }
  });
});
