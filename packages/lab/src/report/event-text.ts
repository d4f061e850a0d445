import type { TapeScore } from '../score/scoreboard.js';

/** When the people of a tape's event came. */
export function eventText({ kind }: Pick<TapeScore, 'kind'>): string {
  return kind === 'attack' ? 'during the attack and 25 hours after it' : 'while it lasts';
}
