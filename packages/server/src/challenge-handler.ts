import {
  accept,
  type Challenge,
  decodeChallengeRequest,
  type DecodedChallengeRequest,
  isChannel,
  refuse,
  type Result,
} from '@tollgate/core';
import { checkChallenge } from './check-challenge.js';
import type { GateContext } from './gate-context.js';
import { type DoorReply, refusalOf } from './door-reply.js';
import {
  type ChallengePurpose,
  createChallenge,
  issueChallenge,
  priceChallenge,
  readOwnChallenge,
} from './issue-challenge.js';
import { placeOf, readPhone } from './phone-number.js';

/** Answers the body of `POST {base}/challenge`. */
export async function answerChallenge(context: GateContext, body: Uint8Array, origin: string): Promise<DoorReply> {
  const decoded = decodeChallengeRequest(body);
  if (!decoded.ok) return refusalOf(decoded.code);
  const purpose = purposeOf(context, decoded.value, origin);
  if (!purpose.ok) return refusalOf(purpose.code);
  const challenge = await challengeFor(context, decoded.value, purpose.value);
  if (!challenge.ok) return refusalOf(challenge.code);
  return { status: 200, body: await issueChallenge(context, challenge.value) };
}

function purposeOf(
  { options }: GateContext,
  { action, channel, algs }: DecodedChallengeRequest,
  origin: string,
): Result<ChallengePurpose> {
  if (!options.actions.includes(action)) return refuse('action-unknown');
  if (!isChannel(channel)) return refuse('channel-unknown');
  if (!algs.includes(options.work.alg)) return refuse('puzzle-unsupported');
  return accept({ action, channel, origin });
}

/** A new challenge, or the caller's own again; priced where a number is given. */
async function challengeFor(
  context: GateContext,
  asked: DecodedChallengeRequest,
  purpose: ChallengePurpose,
): Promise<Result<Challenge>> {
  let challenge = createChallenge(context, purpose);
  if (asked.challenge !== undefined) {
    const own = await readOwnChallenge(context, asked.challenge);
    if (!own.ok) return own;
    const fault = checkChallenge(context, own.value.challenge, purpose);
    if (fault) return refuse(fault);
    challenge = own.value.challenge;
  }
  if (asked.phone === undefined) return accept(challenge);
  const number = readPhone(asked.phone, asked.country);
  if (!number.ok) return number;
  return accept(await priceChallenge(context, challenge, placeOf(number.value)));
}
