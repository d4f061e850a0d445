import { type ChallengeRequest, readChallengeResponse, WIRE_VERSION } from '@tollgate/core';
import type { Purpose } from '../options/purpose-options.js';
import type { NumberTyped } from '../options/token-request.js';
import { SOLVABLE_PUZZLES } from '../solver/solvable-puzzles.js';
import { TollgateError } from '../tollgate-error.js';
import { type HeldChallenge, holdChallenge } from './held-challenge.js';
import { type PostOptions, postJson } from './post-json.js';
import { refusalError } from './refusal-error.js';

export interface ChallengeEndpointOptions extends Purpose, PostOptions {
  /** Absolute address of the challenge route. */
  readonly url: string;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** What is asked of the endpoint: a new challenge, priced or not, or a held one priced. */
export interface ChallengeAsk {
  readonly number?: NumberTyped | undefined;
  readonly held?: HeldChallenge | undefined;
}

/** Public codes that say: this challenge is of no use any more, ask for another one. */
const STALE = ['token-expired', 'token-invalid', 'token-used'];

/** Fetches challenges and takes them into the hand; remembers which site it talks to. */
export class ChallengeEndpoint {
  readonly #options: ChallengeEndpointOptions;
  #site: string | undefined;

  constructor(options: ChallengeEndpointOptions) {
    this.#options = options;
  }

  /**
   * Fetches a challenge; a held one that the server does not take any more is replaced by a new one. Rejects with
   * `network-failed`, `try-later`, `number-invalid`, `challenge-refused`, or the signal's reason.
   */
  async fetchChallenge(ask: ChallengeAsk): Promise<HeldChallenge> {
    const { url, action, channel } = this.#options;
    const { number, held } = ask;
    const request: ChallengeRequest = {
      v: [WIRE_VERSION],
      algs: SOLVABLE_PUZZLES.map(({ alg }) => alg),
      action,
      channel,
      ...(number && { phone: number.phone }),
      ...(number?.country !== undefined && { country: number.country }),
      ...(held && { challenge: held.text }),
    };
    const answer = await postJson(url, request, this.#options);
    if (answer.status === 200) return this.hold(answer.body);
    const error = refusalError(answer);
    if (held && STALE.includes(error.serverCode ?? '')) return this.fetchChallenge({ number });
    throw error;
  }

  /** Takes the body of an answer into the hand. Throws `challenge-refused`. */
  hold(body: unknown): HeldChallenge {
    const response = readChallengeResponse(body);
    if (!response) throw new TollgateError('challenge-refused', 'the answer carries no challenge');
    const { action, channel, now } = this.#options;
    const held = holdChallenge(response, { action, channel, site: this.#site, nowMs: now() });
    this.#site = held.challenge.site;
    return held;
  }
}
