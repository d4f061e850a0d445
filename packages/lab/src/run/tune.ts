import { ROOM_RULES, type RoomRules } from '@tollgate/server/lab';
import { scoreOf } from '../score/aggregate.js';
import type { JobSummary } from '../score/summary.js';
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
  ...vary('callShare', [1 / 4, 1]),
  ...vary('expectedSpend', [1.5, 2.5]),
  ...vary('hourShare', [1 / 8, 1 / 2]),
  ...vary('knownShare', [0.15, 0.35]),
  ...vary('verifiedShare', [0.15, 0.35]),
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

/** A line a variation: what attacks cost in all, and how many honest people were sent another way, and when. */
export function tuningTable(tapes: readonly Tape[], summaries: readonly JobSummary[]): string {
  const lines = VARIATIONS.map(({ name }) => {
    const scores = tapes.map(({ name: tape, kind }) => ({
      kind,
      score: scoreOf(summaries.filter((one) => one.defence === name && one.tape === tape)),
    }));
    const attacks = scores.filter(({ kind }) => kind === 'attack');
    const days = scores.filter(({ kind }) => kind === 'honest');
    const turned = (of: typeof scores, during: 'honest' | 'duringAttack') =>
      mean(of.map(({ score }) => score[during].anotherWayPercent + score[during].refusedPercent));
    const loss = attacks.reduce((sum, { score }) => sum + score.lossUsd.median, 0);
    const figures = [loss, turned(attacks, 'duringAttack'), turned(days, 'honest')].map((one) => one.toFixed(2));
    return [name.padEnd(52), ...figures.map((one) => one.padStart(12))].join('');
  });
  const head = ['rule'.padEnd(52), 'loss, $', 'turned, %', 'calm days, %'].map((one, at) =>
    at === 0 ? one : one.padStart(12),
  );
  return [head.join(''), ...lines].join('\n');
}

function mean(figures: readonly number[]): number {
  return figures.length === 0 ? 0 : figures.reduce((sum, one) => sum + one, 0) / figures.length;
}
