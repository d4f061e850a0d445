import { DEFENCES } from '../defences/defence-table.js';
import { scoreOf } from '../score/aggregate.js';
import { ASSUMPTIONS } from '../score/assumptions.js';
import type { Scoreboard } from '../score/scoreboard.js';
import type { JobSummary } from '../score/summary.js';
import type { Tape } from '../tapes/tape.js';
import type { Bots } from '../world/signals.js';
import type { NamedJob } from './named-job.js';

/** What is to be played. */
export interface Plan {
  readonly seeds: readonly number[];
  readonly tapes: readonly Tape[];
  readonly defences: readonly { readonly name: string; readonly title: string }[];
  readonly bots?: Bots | undefined;
}

/** Every tape against every defence with every seed: the long ones first, so that no core is left with one at the end. */
export function jobsOf({ seeds, tapes, defences, bots }: Plan): readonly NamedJob[] {
  const jobs = tapes.flatMap(({ name: tape }) =>
    defences.flatMap(({ name: defence }) => seeds.map((seed): NamedJob => ({ tape, defence, seed, bots }))),
  );
  const slowest = DEFENCES.at(-1)!.name;
  return [...jobs.filter(({ defence }) => defence === slowest), ...jobs.filter(({ defence }) => defence !== slowest)];
}

export function scoreboardOf({ seeds, tapes, defences }: Plan, summaries: readonly JobSummary[]): Scoreboard {
  return {
    seeds,
    defences: defences.map(({ name, title }) => ({ name, title })),
    assumptions: ASSUMPTIONS,
    tapes: tapes.map(({ name, title, kind, days }) => ({
      tape: name,
      title,
      kind,
      days,
      defences: defences.map((defence) =>
        scoreOf(summaries.filter((one) => one.tape === name && one.defence === defence.name)),
      ),
    })),
  };
}
