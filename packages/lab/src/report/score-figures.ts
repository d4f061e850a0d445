import type { DefenceScore, HonestRow, TapeScore } from '../score/scoreboard.js';
import { minutesText, NOTHING } from './figures.js';

/** When an attack was contained; `–` on a tape without one. */
export function containedText(tape: TapeScore, score: DefenceScore): string {
  if (tape.kind === 'honest') return NOTHING;
  return score.containedAfterMin === undefined ? 'not contained' : minutesText(score.containedAfterMin);
}

/** A figure of honest people; `–` where there were none to count. */
export function honestText(row: HonestRow | undefined, format: (row: HonestRow) => string): string {
  return row === undefined || row.people === 0 ? NOTHING : format(row);
}
