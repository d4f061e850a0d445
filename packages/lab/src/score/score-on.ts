import type { DefenceScore, TapeScore } from './scoreboard.js';

/** A defence's score on a tape; `undefined` where it was not played. */
export function scoreOn(tape: TapeScore, defence: string): DefenceScore | undefined {
  return tape.defences.find((score) => score.defence === defence);
}
