import { type Challenge, type Code, LIMITS } from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import { WORK_FACTORS } from './heat.js';
import type { ChallengePurpose } from './issue-challenge.js';

/**
 * Whether a challenge of ours is valid now and for this purpose, in the order of checks: expiry, site, action,
 * channel, origin, then the work it asks. Answers the code of the first fault or `undefined`.
 */
export function checkChallenge(
  context: GateContext,
  challenge: Challenge,
  purpose: ChallengePurpose,
): Code | undefined {
  const now = context.nowSec();
  if (challenge.iatSec > now + LIMITS.clockSkewSec) return 'challenge-early';
  if (challenge.expSec <= now) return 'challenge-expired';
  if (challenge.site !== context.options.site) return 'site-mismatch';
  if (challenge.action !== purpose.action) return 'action-mismatch';
  if (challenge.channel !== purpose.channel) return 'channel-mismatch';
  if (challenge.origin !== purpose.origin) return 'origin-mismatch';
  return checkWork(context, challenge);
}

/** The gate's own bounds, also for a challenge that an older key signed with laxer ones. */
function checkWork(context: GateContext, { puzzle }: Challenge): Code | undefined {
  const { work } = context.options;
  if (!context.findPuzzle(puzzle.alg)) return 'puzzle-unknown';
  if (puzzle.alg !== work.alg) return 'puzzle-refused';
  const within = puzzle.k >= work.k && puzzle.k <= work.k * WORK_FACTORS[80];
  return puzzle.p === work.p && within ? undefined : 'work-out-of-bounds';
}
