import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/attack/attacker.js';
import { NOTHING } from '../../src/defences/nothing.js';
import { TOLLGATE } from '../../src/defences/tollgate.js';
import { runJob } from '../../src/run/run-job.js';
import { TAPES } from '../../src/tapes/tape-table.js';
import { overNumbers, overRanges } from '../../src/tapes/targets.js';
import { Stage, type Tape } from '../../src/tapes/tape.js';
import { Arrivals, ordinary } from '../../src/world/arrivals.js';
import { DAY_MS, HOUR_MS } from '../../src/world/durations.js';
import { Random } from '../../src/world/random.js';
import { Site } from '../../src/world/site.js';
import { Timeline } from '../../src/world/timeline.js';
import { World } from '../../src/world/world.js';

const SIGN_UP = { channel: 'sms', action: 'signup' } as const;

/** A tape of one campaign that begins at once and lasts two hours, unless told otherwise. */
function tapeOf(
  campaign: (stage: Stage) => Partial<Campaign> & Pick<Campaign, 'next'>,
  rest: Partial<Tape> = {},
): Tape {
  return {
    name: 'campaign',
    title: 'A campaign',
    kind: 'attack',
    days: 2,
    stage(stage) {
      const fromMs = stage.day(0);
      stage.attack({ fromMs, untilMs: fromMs + 2 * HOUR_MS, everyMs: 30_000, ...campaign(stage) });
    },
    ...rest,
  };
}

describe('an attacker', () => {
  it('with a budget stops when it is gone', async () => {
    const next = (stage: Stage) => overRanges(stage.random, { countries: ['US'], ranges: 8 });
    const play = (budgetUsd: number) =>
      runJob({
        tape: tapeOf((stage) => ({ next: next(stage), budgetUsd, isStubborn: true })),
        defence: TOLLGATE,
        seed: 1,
      });
    const [poor, rich] = [await play(0.01), await play(1)];
    expect(poor.attempts.length).toBeLessThan(rich.attempts.length);
    const earnedUsd = poor.attempts.reduce((sum, { microUsd }) => sum + microUsd, 0) * 0.3e-6;
    expect(poor.attackCostUsd - earnedUsd).toBeGreaterThan(0.01);
    expect(poor.attackCostUsd - earnedUsd).toBeLessThan(0.012);
  });

  it('whose accounts do something real has their money out of the limits, and pays for each account', async () => {
    const campaign = (trust: number) => (stage: Stage) => ({
      next: overNumbers(stage.random, { country: 'UZ', numbers: 400 }, SIGN_UP),
      untilMs: stage.day(0) + DAY_MS,
      everyMs: 300_000,
      conversion: 1,
      trust,
    });
    const play = (trust: number) => runJob({ tape: tapeOf(campaign(trust)), defence: TOLLGATE, seed: 1 });
    const [never, always] = [await play(0), await play(1)];
    const sent = (result: typeof never) => result.attempts.filter(({ microUsd }) => microUsd > 0).length;
    expect(sent(always)).toBeGreaterThan(sent(never));
    expect(always.attackCostUsd - never.attackCostUsd).toBeGreaterThan(0.49 * sent(always));
  });

  it('whose texts the site withdraws costs no money, and fills the room for as long as a permit is held', async () => {
    const play = (isWithdrawn: boolean) => {
      const next = (stage: Stage) => {
        const ask = overRanges(stage.random, { countries: ['UZ'], ranges: 1 });
        return (turn: number) => ({ ...ask(turn), isWithdrawn });
      };
      const tape = tapeOf((stage) => ({ next: next(stage), everyMs: 5_000, isStubborn: true }));
      return runJob({ tape, defence: TOLLGATE, seed: 1 });
    };
    const [held, sent] = [await play(true), await play(false)];
    expect(held.attempts.every(({ microUsd }) => microUsd === 0)).toBe(true);
    expect(held.isWithinBound).toBe(true);
    expect(sent.attempts.some(({ microUsd }) => microUsd > 0)).toBe(true);
  });
});

describe('honest people', () => {
  const next = (stage: Stage) => overRanges(stage.random, { countries: ['US'], ranges: 1 });
  const count = async (tape: Tape) => {
    const { visits } = await runJob({ tape, defence: NOTHING, seed: 1 });
    return { all: visits.length, during: visits.filter(({ isDuringEvent }) => isDuringEvent).length };
  };

  it('are counted apart during an attack and the 25 hours after it', async () => {
    const { all, during } = await count(tapeOf((stage) => ({ next: next(stage) }), { days: 3 }));
    // 27 of 72 hours; the days are not equally busy.
    expect(during / all).toBeGreaterThan(0.3);
    expect(during / all).toBeLessThan(0.45);
  });

  it('are not, while somebody only prepares an attack', async () => {
    const stage = (scene: Stage) => {
      const attack = { next: next(scene), everyMs: HOUR_MS };
      const floodMs = scene.day(2);
      scene.attack({ ...attack, fromMs: scene.day(0), untilMs: floodMs, isPreparation: true });
      scene.attack({ ...attack, fromMs: floodMs, untilMs: floodMs + HOUR_MS });
    };
    const { all, during } = await count(tapeOf((scene) => ({ next: next(scene) }), { days: 4, stage }));
    expect(during / all).toBeLessThan(0.35);
  });

  it('are all counted where a tape has no event', async () => {
    const { all, during } = await count({ name: 'calm', title: 'A day', kind: 'honest', days: 1 });
    expect(all).toBeGreaterThan(200);
    expect(during).toBe(all);
  });
});

/** A stage whose scene is set and never played. */
function emptyStage(): { readonly stage: Stage; readonly world: World } {
  const site = new Site();
  const timeline = new Timeline(0);
  const defence = NOTHING.create({ clock: () => 0, random: (length) => new Uint8Array(length), site });
  const world = new World(timeline, defence, site);
  const random = new Random(1, 'stage');
  return { world, stage: new Stage(world, random, new Arrivals(world, ordinary(site), random)) };
}

describe('the tapes', () => {
  it('go on for a day after each attack, so that everything it does is seen', () => {
    for (const tape of TAPES.filter(({ kind }) => kind === 'attack')) {
      const { stage, world } = emptyStage();
      tape.stage?.(stage);
      const hours = Array.from({ length: 40 * 24 }, (_, hour) => world.isDuringEvent(hour * HOUR_MS));
      expect([tape.name, hours.includes(true)]).toEqual([tape.name, true]);
      expect([tape.name, hours.lastIndexOf(true) < tape.days * 24]).toEqual([tape.name, true]);
    }
  });

  it('have names and titles of their own', () => {
    for (const key of ['name', 'title'] as const)
      expect(new Set(TAPES.map((tape) => tape[key])).size).toBe(TAPES.length);
  });
});
