import { type Challenge, type ChallengeResponse, decodeChallenge, encodeBase64url } from '@tollgate/core';
import type { Purpose } from '../options/purpose-options.js';
import { SOLVABLE_PUZZLES } from '../solver/solvable-puzzles.js';
import { TollgateError } from '../tollgate-error.js';

/** A challenge in hand. Its MAC is the server's to check; the client trusts whom it fetched it from. */
export interface HeldChallenge {
  /** As it was handed out; this goes into the token. */
  readonly text: string;
  readonly challenge: Challenge;
  /** `jti` as base64url: the name it goes by. */
  readonly id: string;
  /** By the client's own monotonic clock, in milliseconds. */
  readonly expiresAtMs: number;
}

export interface ChallengeExpectation extends Purpose {
  /** The site seen first; later challenges name the same. */
  readonly site: string | undefined;
  readonly nowMs: number;
}

/**
 * Takes a challenge into the hand. Throws `challenge-refused` if it is malformed, for another site, action or channel,
 * of an unknown puzzle, or asks for more than 64 times base work.
 */
export function holdChallenge(response: ChallengeResponse, expected: ChallengeExpectation): HeldChallenge {
  const decoded = decodeChallenge(response.challenge);
  if (!decoded.ok) throw new TollgateError('challenge-refused', `the challenge is malformed: ${decoded.code}`);
  const { challenge } = decoded.value;
  const fault = findFault(challenge, expected);
  if (fault) throw new TollgateError('challenge-refused', fault);
  return {
    text: response.challenge,
    challenge,
    id: encodeBase64url(challenge.jti),
    expiresAtMs: expected.nowMs + 1_000 * response.expiresInSec,
  };
}

function findFault(challenge: Challenge, expected: ChallengeExpectation): string | undefined {
  const { alg, p, k } = challenge.puzzle;
  const solvable = SOLVABLE_PUZZLES.find((puzzle) => puzzle.alg === alg);
  if (challenge.site !== (expected.site ?? challenge.site)) return 'the challenge has another site';
  if (challenge.action !== expected.action) return 'the challenge has another action';
  if (challenge.channel !== expected.channel) return 'the challenge has another channel';
  if (!solvable) return 'the challenge has another puzzle';
  if (k * p > solvable.maxHashes) return 'the challenge asks for too much work';
  return undefined;
}

/**
 * True if `next` is the same challenge priced or raised, so that pieces found for `held` count. The same name with
 * other terms is another challenge: its pieces would be wrong.
 */
export function continuesChallenge(held: Challenge, next: Challenge): boolean {
  return JSON.stringify(lastingTerms(held)) === JSON.stringify(lastingTerms(next));
}

function lastingTerms(challenge: Challenge): readonly unknown[] {
  const { jti, iatSec, expSec, site, action, channel, origin, puzzle } = challenge;
  return [encodeBase64url(jti), iatSec, expSec, site, action, channel, origin, puzzle.alg, puzzle.p];
}
