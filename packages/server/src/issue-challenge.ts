import {
  accept,
  type Challenge,
  type ChallengeResponse,
  type Channel,
  decodeChallenge,
  encodeChallenge,
  LIMITS,
  refuse,
  type Result,
} from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import { heatOf, WORK_FACTORS } from './heat.js';
import { macFault } from './mac-fault.js';
import { bindAnew } from './number-binding.js';
import type { Destination } from './phone-number.js';

/** What a challenge is for. */
export interface ChallengePurpose {
  readonly action: string;
  readonly channel: Channel;
  readonly origin: string;
}

/** Makes a new challenge, unpriced. */
export function createChallenge(context: GateContext, purpose: ChallengePurpose): Challenge {
  const { options } = context;
  const iatSec = context.nowSec();
  return {
    site: options.site,
    ...purpose,
    iatSec,
    expSec: iatSec + LIMITS.challengeTtlSec,
    jti: new Uint8Array(options.random(LIMITS.idBytes)),
    puzzle: options.work,
  };
}

/**
 * Prices a challenge for a number, or again for a corrected one: same `jti`, times, purpose, row and p, so that
 * finished pieces count. `dst` is set or replaced, and k grows with the heat of where the number leads, by nothing else:
 * whoever knows a number learns nothing of it here. Also for the number that it is bound to already, or the answer would
 * tell which that is.
 */
export async function priceChallenge(
  context: GateContext,
  challenge: Challenge,
  destination: Destination,
): Promise<Challenge> {
  const dst = await bindAnew(context, { id: challenge.jti, e164: destination.e164 });
  const heat = heatOf(context, { destination, channel: challenge.channel });
  const k = Math.max(challenge.puzzle.k, context.options.work.k * WORK_FACTORS[heat]);
  return { ...challenge, puzzle: { ...challenge.puzzle, k }, dst };
}

/** Signs a challenge, and says how long it lives from now. */
export async function issueChallenge(context: GateContext, challenge: Challenge): Promise<ChallengeResponse> {
  const { keyring } = context;
  const text = await encodeChallenge(challenge, keyring.signingKid, keyring.signer('challenge'));
  return { challenge: text, expiresInSec: Math.max(challenge.expSec - context.nowSec(), 0) };
}

/** A challenge of ours, with the kid that signed it. */
export interface OwnChallenge {
  readonly kid: string;
  readonly challenge: Challenge;
}

/**
 * Reads a challenge that comes back: shape, then MAC. Whether it is still valid, and for what, is asked next.
 *
 * Codes: those of `decodeChallenge`, `challenge-key-unknown`, `challenge-forged`.
 */
export async function readOwnChallenge(context: GateContext, text: string): Promise<Result<OwnChallenge>> {
  const decoded = decodeChallenge(text);
  if (!decoded.ok) return decoded;
  const fault = await macFault(context, 'challenge', decoded.value);
  const { kid, challenge } = decoded.value;
  return fault ? refuse(fault) : accept({ kid, challenge });
}
