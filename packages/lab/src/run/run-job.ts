import type { DefenceRow } from '../defences/defence.js';
import type { JobResult } from '../score/job-result.js';
import { Stage, type Tape } from '../tapes/tape.js';
import { Arrivals, ordinary } from '../world/arrivals.js';
import { DAY_MS } from '../world/durations.js';
import { Random } from '../world/random.js';
import type { Bots } from '../world/signals.js';
import { Site } from '../world/site.js';
import { Timeline } from '../world/timeline.js';
import { World } from '../world/world.js';

/** Every tape begins on this Monday, at midnight (UTC). */
const START_MS = Date.UTC(2026, 5, 1);

export interface Job {
  readonly tape: Tape;
  readonly defence: DefenceRow;
  readonly seed: number;
  /** How programs look. Default `forged`: like people. */
  readonly bots?: Bots | undefined;
}

/** Plays one tape against one defence. The same job gives the same result. */
export async function runJob({ tape, defence: row, seed, bots }: Job): Promise<JobResult> {
  const timeline = new Timeline(START_MS);
  const endMs = START_MS + tape.days * DAY_MS;
  const random = new Random(seed, tape.name);
  const site = new Site(tape.site);
  const gateRandom = random.branch('gate');
  const defence = row.create({
    clock: () => timeline.nowMs,
    random: (length) => gateRandom.bytes(length),
    isForgetful: tape.isForgetful ?? false,
    site,
  });
  const world = new World(timeline, defence, site);
  if (bots) world.bots = bots;
  const crowd = tape.crowd?.(site, START_MS) ?? ordinary(site);
  const arrivals = new Arrivals(world, crowd, random.branch('people'));
  tape.stage?.(new Stage(world, random.branch('tape'), arrivals));
  arrivals.start();
  await timeline.run(endMs);
  const { visits, attempts, attackCostUsd } = world;
  const isWithinBound = defence.isWithinBound?.();
  return {
    tape: tape.name,
    defence: row.name,
    seed,
    startMs: START_MS,
    endMs,
    visits,
    attempts,
    attackCostUsd,
    ...(isWithinBound !== undefined && { isWithinBound }),
  };
}
