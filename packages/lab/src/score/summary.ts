import { HOUR_MS } from '../world/durations.js';
import { containedAfterMs } from './containment.js';
import type { JobResult, Visit } from './job-result.js';
import { type Tally, tallyOf } from './tally.js';

/** A job's result in short, as workers send it. */
export interface JobSummary extends Pick<JobResult, 'tape' | 'defence' | 'seed' | 'isWithinBound'> {
  readonly asked: number;
  readonly sent: number;
  readonly lossUsd: number;
  readonly attackCostUsd: number;
  readonly containedAfterMs: number | undefined;
  readonly honest: Tally;
  readonly duringAttack: Tally;
  readonly byDevice: Readonly<Record<string, Tally>>;
  readonly byPool: Readonly<Record<string, Tally>>;
  /** Dollars lost by the end of each hour. */
  readonly lossByHourUsd: readonly number[];
}

export function summarise(result: JobResult): JobSummary {
  const { tape, defence, seed, visits, attempts, attackCostUsd, isWithinBound } = result;
  return {
    tape,
    defence,
    seed,
    ...(isWithinBound !== undefined && { isWithinBound }),
    asked: attempts.length,
    sent: attempts.filter(({ microUsd }) => microUsd > 0).length,
    lossUsd: attempts.reduce((sum, { microUsd }) => sum + microUsd, 0) / 1e6,
    attackCostUsd,
    containedAfterMs: containedAfterMs(attempts),
    honest: tallyOf(visits),
    duringAttack: tallyOf(visits.filter(({ isDuringAttack }) => isDuringAttack)),
    byDevice: talliesBy(visits, ({ device }) => device),
    byPool: talliesBy(visits, ({ pool }) => pool),
    lossByHourUsd: lossByHour(result),
  };
}

function talliesBy(visits: readonly Visit[], keyOf: (visit: Visit) => string): Readonly<Record<string, Tally>> {
  const groups = new Map<string, Visit[]>();
  for (const visit of visits) {
    const group = groups.get(keyOf(visit));
    if (group) group.push(visit);
    else groups.set(keyOf(visit), [visit]);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, group]) => [key, tallyOf(group)]));
}

function lossByHour({ startMs, endMs, attempts }: JobResult): readonly number[] {
  const hours = new Array<number>(Math.ceil((endMs - startMs) / HOUR_MS)).fill(0);
  for (const { atMs, microUsd } of attempts) hours[Math.floor((atMs - startMs) / HOUR_MS)]! += microUsd;
  let lost = 0;
  return hours.map((microUsd) => (lost += microUsd) / 1e6);
}
