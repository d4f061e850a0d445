import { ROOM_RULES, type RoomRules } from '@tollgate/server/lab';
import { scoreOf } from '../score/aggregate.js';
import type { JobSummary } from '../score/summary.js';
import { turnedAwayPercent } from '../score/targets.js';
import type { Tape } from '../tapes/tape.js';
import type { NamedJob } from './named-job.js';

/** A rule of room with another value. */
interface Variation {
  readonly name: string;
  readonly rules: RoomRules;
}

const vary = <Rule extends keyof RoomRules>(rule: Rule, values: readonly RoomRules[Rule][]): readonly Variation[] =>
  values.map((value) => ({
    name: `${rule} = ${JSON.stringify(value)}`,
    rules: { ...ROOM_RULES, [rule]: value },
  }));

const varyPart = (
  part: 'block' | 'range',
  { shares, texts }: { readonly shares: readonly number[]; readonly texts: readonly number[] },
): readonly Variation[] =>
  vary(part, [
    ...shares.map((shareOfPool) => ({ ...ROOM_RULES[part], shareOfPool })),
    ...texts.map((count) => ({ ...ROOM_RULES[part], texts: count })),
  ]);

/** Each rule lower and higher, one at a time, and the rules as they are. */
export const VARIATIONS: readonly Variation[] = [
  { name: 'as they are', rules: ROOM_RULES },
  ...varyPart('block', { shares: [1 / 8, 1 / 2], texts: [10, 40] }),
  ...varyPart('range', { shares: [1 / 32, 1 / 8], texts: [5, 20] }),
  ...vary('partTextsMin', [3, 6]),
  ...vary('poolTexts', [5, 12]),
  ...vary('exposureShare', [0.1, 0.2]),
  ...vary('exposureHourShare', [1 / 6, 1 / 2, 1]),
  ...vary('exposureHourTexts', [3, 8]),
  ...vary('callShare', [1 / 4, 1]),
  ...vary('expectedSpend', [1.5, 2.5]),
  ...vary('hourShare', [1 / 8, 1 / 2]),
  ...vary('knownShare', [0.15, 0.35]),
  ...vary('verifiedShare', [0.15, 0.3]),
  ...vary('partVerifiedShare', [0.2, 0.6]),
  ...vary(
    'tierPercent',
    [70, 80, 100].map((cold) => ({ ...ROOM_RULES.tierPercent, cold })),
  ),
  ...vary('networkTexts', [5, 100]),
];

/** Every tape by every variation with every seed. */
export function tuningJobs(tapes: readonly Tape[], seeds: readonly number[]): readonly NamedJob[] {
  return VARIATIONS.flatMap(({ name: defence, rules }) =>
    tapes.flatMap(({ name: tape }) => seeds.map((seed): NamedJob => ({ tape, defence, seed, rules }))),
  );
}

/** What one variation did on one tape. */
interface Outcome {
  readonly kind: Tape['kind'];
  readonly lossUsd: number;
  /** Honest people of the tape's event who were turned away, in per cent. */
  readonly turnedAway: number;
}

const HEAD = ['rule', 'loss, $', 'loss, ratio', 'attacks, %', 'calm days, %'];

/**
 * A line a variation: what attacks cost in all; the same as a ratio to the rules as they are, each tape counted alike;
 * how many honest people were turned away during attacks, and on days without one.
 */
export function tuningTable(tapes: readonly Tape[], summaries: readonly JobSummary[]): string {
  const outcomesOf = (name: string) => tapes.map((tape) => outcomeOf(tape, summaries, name));
  const before = outcomesOf(VARIATIONS[0]!.name);
  const lines = VARIATIONS.map(({ name }) => {
    const outcomes = outcomesOf(name);
    const attacks = outcomes.filter(({ kind }) => kind === 'attack');
    const days = outcomes.filter(({ kind }) => kind === 'honest');
    const figures = [
      attacks.reduce((sum, { lossUsd }) => sum + lossUsd, 0),
      meanRatio(outcomes, before),
      mean(attacks.map(({ turnedAway }) => turnedAway)),
      mean(days.map(({ turnedAway }) => turnedAway)),
    ];
    return tuningLine(
      name,
      figures.map((one) => one.toFixed(2)),
    );
  });
  return [tuningLine(HEAD[0]!, HEAD.slice(1)), ...lines].join('\n');
}

function outcomeOf({ name: tape, kind }: Tape, summaries: readonly JobSummary[], defence: string): Outcome {
  const score = scoreOf(summaries.filter((one) => one.defence === defence && one.tape === tape));
  return { kind, lossUsd: score.lossUsd.median, turnedAway: turnedAwayPercent(score.during.all) };
}

/** The geometric mean of the losses' ratios, on tapes where both lost something. */
function meanRatio(after: readonly Outcome[], before: readonly Outcome[]): number {
  const logs = after.flatMap(({ lossUsd }, at) => {
    const was = before[at]!.lossUsd;
    return lossUsd > 0 && was > 0 ? [Math.log(lossUsd / was)] : [];
  });
  return Math.exp(mean(logs));
}

function tuningLine(name: string, figures: readonly string[]): string {
  return [name.padEnd(52), ...figures.map((one) => one.padStart(14))].join('');
}

function mean(figures: readonly number[]): number {
  return figures.length === 0 ? 0 : figures.reduce((sum, one) => sum + one, 0) / figures.length;
}
