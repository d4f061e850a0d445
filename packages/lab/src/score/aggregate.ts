import { MINUTE_MS } from '../world/durations.js';
import type { DefenceScore, FeeShare, HonestRow, HonestRows, Spread } from './scoreboard.js';
import type { JobSummary } from './summary.js';
import { mergeTallies, rowOf, type Tallies, type Tally } from './tally.js';

const SHARES: readonly FeeShare[] = ['10', '30', '50'];

/** One defence on one tape: the runs of all seeds, which are at least one. */
export function scoreOf(runs: readonly JobSummary[]): DefenceScore {
  const spread = (figureOf: (run: JobSummary) => number) => spreadOf(runs.map(figureOf));
  const bounded = runs.filter(({ isWithinBound }) => isWithinBound !== undefined);
  const profit = (share: FeeShare) =>
    spread(({ lossUsd, attackCostUsd }) => (lossUsd * Number(share)) / 100 - attackCostUsd);
  return {
    defence: runs[0]!.defence,
    asked: spread(({ asked }) => asked),
    sent: spread(({ sent }) => sent),
    lossUsd: spread(({ lossUsd }) => lossUsd),
    profitUsd: Object.fromEntries(SHARES.map((share) => [share, profit(share)])) as Record<FeeShare, Spread>,
    containedAfterMin: containment(runs),
    ...(bounded.length > 0 && {
      withinBound: { runs: bounded.filter(({ isWithinBound }) => isWithinBound).length, of: bounded.length },
    }),
    honest: rowsOf(runs.map(({ honest }) => honest)),
    during: rowsOf(runs.map(({ during }) => during)),
    lossByHourUsd: medianRun(runs).lossByHourUsd,
  };
}

/** The median; a run that was never contained counts as the longest. */
function containment(runs: readonly JobSummary[]): number | undefined {
  const { median } = spreadOf(runs.map(({ containedAfterMs = Infinity }) => containedAfterMs));
  return Number.isFinite(median) ? median / MINUTE_MS : undefined;
}

function rowsOf(tallies: readonly Tallies[]): HonestRows {
  return {
    all: rowOf(mergeTallies(tallies.map(({ all }) => all))),
    byDevice: rowsBy(tallies.map(({ byDevice }) => byDevice)),
    byPool: rowsBy(tallies.map(({ byPool }) => byPool)),
  };
}

function rowsBy(tallies: readonly Readonly<Record<string, Tally>>[]): Readonly<Record<string, HonestRow>> {
  const keys = [...new Set(tallies.flatMap((one) => Object.keys(one)))].sort();
  return Object.fromEntries(keys.map((key) => [key, rowOf(mergeTallies(tallies.flatMap((one) => one[key] ?? [])))]));
}

function medianRun(runs: readonly JobSummary[]): JobSummary {
  const sorted = [...runs].sort((a, b) => a.lossUsd - b.lossUsd || a.seed - b.seed);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}

export function spreadOf(figures: readonly number[]): Spread {
  const sorted = [...figures].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const median = Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}
