import type { Challenge } from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import { WORK_FACTORS } from './heat.js';

/** A challenge as `test-work` asks it where it asks for more: twice the base work, as from half heat. As it is anywhere else. */
export function raisedForTest({ options }: GateContext, challenge: Challenge): Challenge {
  if (options.testSite !== 'test-work') return challenge;
  const k = Math.max(challenge.puzzle.k, options.work.k * WORK_FACTORS[50]);
  return { ...challenge, puzzle: { ...challenge.puzzle, k } };
}
