import type { Target } from '../score/targets.js';
import { NOTHING, percentText } from './figures.js';

/** What stands above the columns of targets. */
export const TARGET_COLUMNS = ['against', 'loss, in parts of theirs', 'turned away', 'reached'] as const;

/** The targets in a sentence. */
export const TARGETS_IN_WORDS =
  'On attacks: at most a third of the loss, no more honest people turned away, nobody left without a way. On honest tapes: 99.5 % get their code on the page.';

/** The cells of a target, in the order of the columns. */
export function targetCells({ against, lossRatio, turnedAway, isReached }: Target): readonly string[] {
  return [
    against ?? NOTHING,
    lossRatio === undefined ? NOTHING : ratioText(lossRatio),
    against === undefined ? percentText(turnedAway) : pointsText(turnedAway),
    isReached ? 'yes' : 'no',
  ];
}

/** How many of the targets are reached, in a sentence. */
export function reachedText(targets: readonly Target[]): string {
  return `Reached: ${targets.filter(({ isReached }) => isReached).length} of ${targets.length}.`;
}

function ratioText(ratio: number): string {
  if (ratio === Infinity) return 'they lost nothing';
  return ratio > 0 && ratio < 0.005 ? '<0.01' : ratio.toFixed(2);
}

/** Points of a hundred, more or fewer. */
function pointsText(points: number): string {
  return `${points > 0 ? '+' : points < 0 ? '−' : ''}${Math.abs(points).toFixed(1)}`;
}
