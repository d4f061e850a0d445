import type { HonestOutcome, Visit } from './job-result.js';
import type { HonestRow } from './scoreboard.js';

/** Delays are told apart by so much. */
const DELAY_STEP_MS = 50;
/** A shorter wait is not noticed: the client's line shows itself after as long. */
const NOTICED_MS = 400;

/** Tallies of everybody, and by what they hold and where they are. */
export interface Tallies {
  readonly all: Tally;
  readonly byDevice: Readonly<Record<string, Tally>>;
  readonly byPool: Readonly<Record<string, Tally>>;
}

/** Counts of what became of people, and how long those waited who got their code: milliseconds → how many. */
export interface Tally {
  readonly outcomes: Record<HonestOutcome, number>;
  /** Those of `on-page` who were held up for long enough to notice. */
  heldUp: number;
  readonly delays: Map<number, number>;
}

export function talliesOf(visits: readonly Visit[]): Tallies {
  return {
    all: tallyOf(visits),
    byDevice: talliesBy(visits, ({ device }) => device),
    byPool: talliesBy(visits, ({ pool }) => pool),
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

export function tallyOf(visits: readonly Visit[]): Tally {
  const tally = emptyTally();
  for (const { outcome, delayMs, heldUpMs } of visits) {
    tally.outcomes[outcome]++;
    if (outcome !== 'on-page') continue;
    count(tally.delays, Math.ceil(delayMs / DELAY_STEP_MS) * DELAY_STEP_MS, 1);
    if (heldUpMs >= NOTICED_MS) tally.heldUp++;
  }
  return tally;
}

export function mergeTallies(tallies: readonly Tally[]): Tally {
  const merged = emptyTally();
  for (const { outcomes, heldUp, delays } of tallies) {
    merged.heldUp += heldUp;
    for (const outcome of Object.keys(outcomes) as HonestOutcome[]) merged.outcomes[outcome] += outcomes[outcome];
    for (const [delayMs, people] of delays) count(merged.delays, delayMs, people);
  }
  return merged;
}

/** Shares and quantiles of a tally. */
export function rowOf({ outcomes, heldUp, delays }: Tally): HonestRow {
  const people = Object.values(outcomes).reduce((sum, one) => sum + one, 0);
  const percentOf = (count: number) => (people === 0 ? 0 : (100 * count) / people);
  const percent = (outcome: HonestOutcome) => percentOf(outcomes[outcome]);
  const sorted = [...delays].sort(([a], [b]) => a - b);
  const quantile = (share: number) => {
    let left = Math.ceil(outcomes['on-page'] * share);
    return sorted.find(([, count]) => (left -= count) <= 0)?.[0] ?? 0;
  };
  return {
    people,
    onPagePercent: percent('on-page'),
    heldUpPercent: percentOf(heldUp),
    anotherWayPercent: percent('another-way'),
    refusedPercent: percent('refused'),
    gaveUpPercent: percent('gave-up'),
    delayMs: { p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
  };
}

function emptyTally(): Tally {
  return { outcomes: { 'on-page': 0, 'another-way': 0, refused: 0, 'gave-up': 0 }, heldUp: 0, delays: new Map() };
}

function count(counts: Map<number, number>, key: number, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}
