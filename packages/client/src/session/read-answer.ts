import { TollgateError } from '../tollgate-error.js';
import type { ChallengeEndpoint } from './challenge-endpoint.js';
import type { HeldChallenge } from './held-challenge.js';
import { isResponse } from './read-bounded-body.js';
import { readJson } from './read-json.js';

/**
 * Reads the priced challenge of a 402, from the `Response` (which stays readable) or from its parsed body. Rejects with
 * `answer-unusable` for anything else.
 */
export async function readAnswer(answer: unknown, endpoint: ChallengeEndpoint): Promise<HeldChallenge> {
  try {
    const held = endpoint.hold(isResponse(answer) ? await readJson(answer.clone()) : answer);
    if (held.challenge.dst) return held;
  } catch (cause) {
    throw new TollgateError('answer-unusable', 'the answer carries no challenge', { cause });
  }
  throw new TollgateError('answer-unusable', 'the challenge is not priced');
}
