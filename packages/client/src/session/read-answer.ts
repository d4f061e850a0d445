import { isJsonObject, parseJsonObject } from '@tollgate/core';
import { TollgateError } from '../tollgate-error.js';
import type { ChallengeEndpoint } from './challenge-endpoint.js';
import type { HeldChallenge } from './held-challenge.js';
import { ANSWER_MAX_BYTES } from './post-json.js';
import { readBoundedBody } from './read-bounded-body.js';

/**
 * Reads the priced challenge of a 402, from the `Response` (which stays readable) or from its parsed body. Rejects with
 * `answer-unusable` for anything else.
 */
export async function readAnswer(answer: unknown, endpoint: ChallengeEndpoint): Promise<HeldChallenge> {
  try {
    const held = endpoint.hold(isResponse(answer) ? await readBody(answer) : answer);
    if (held.challenge.dst) return held;
  } catch (cause) {
    throw new TollgateError('answer-unusable', 'the answer carries no challenge', { cause });
  }
  throw new TollgateError('answer-unusable', 'the challenge is not priced');
}

/** By its shape: another realm's or a library's response is no instance of this realm's class. */
function isResponse(answer: unknown): answer is Response {
  return isJsonObject(answer) && typeof answer['clone'] === 'function' && typeof answer['arrayBuffer'] === 'function';
}

async function readBody(response: Response): Promise<unknown> {
  const bytes = await readBoundedBody(response.clone(), ANSWER_MAX_BYTES);
  return bytes && parseJsonObject(bytes);
}
