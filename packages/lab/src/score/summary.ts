import { HOUR_MS } from '../world/durations.js';
import { containedAfterMs } from './containment.js';
import type { JobResult } from './job-result.js';
import { type Tallies, talliesOf } from './tally.js';

/** A job's result in short, as workers send it. */
export interface JobSummary extends Pick<JobResult, 'tape' | 'defence' | 'seed' | 'isWithinBound'> {
  readonly asked: number;
  readonly sent: number;
  readonly lossUsd: number;
  readonly attackCostUsd: number;
  readonly containedAfterMs: number | undefined;
  readonly honest: Tallies;
  readonly during: Tallies;
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
    honest: talliesOf(visits),
    during: talliesOf(visits.filter(({ isDuringEvent }) => isDuringEvent)),
    lossByHourUsd: lossByHour(result),
  };
}

function lossByHour({ startMs, endMs, attempts }: JobResult): readonly number[] {
  const hours = new Array<number>(Math.ceil((endMs - startMs) / HOUR_MS)).fill(0);
  for (const { atMs, microUsd } of attempts) hours[Math.floor((atMs - startMs) / HOUR_MS)]! += microUsd;
  let lost = 0;
  return hours.map((microUsd) => (lost += microUsd) / 1e6);
}
