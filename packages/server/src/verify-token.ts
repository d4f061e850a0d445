import {
  accept,
  type Challenge,
  type Code,
  concatBytes,
  countRightPieces,
  type DecodedToken,
  decodeToken,
  deviceThumbprint,
  encodeBase64url,
  proofBoundsFault,
  refuse,
  type Result,
  type Token,
  utf8,
  type WorkCost,
  workCost,
} from '@tollgate/core';
import { checkChallenge } from './check-challenge.js';
import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import { type OwnChallenge, readOwnChallenge } from './issue-challenge.js';
import { bindsNumber } from './number-binding.js';
import { type Destination, destinationOf, readPhone } from './phone-number.js';

/** A token whose every part held, up to the one store call. */
export interface VerifiedToken {
  readonly token: Token;
  readonly challenge: Challenge;
  readonly destination: Destination;
  /** RFC 7638 thumbprint of the device key, 32 bytes: the device's name. */
  readonly thumbprint: Uint8Array;
  /** The work shown. */
  readonly work: WorkCost;
  /** Why the work does not do yet although all of it is right: a caller that never priced, or pieces missing. */
  readonly lacking?: 'number-unpriced' | 'proof-short' | undefined;
}

/**
 * Verifies a token in the order of checks: length and alphabet, shape, challenge MAC, expiry and
 * purpose, number, proof piece by piece, device signature. Nothing is stored here, and nothing is stored before it.
 */
export async function verifyToken(context: GateContext, facts: CheckedFacts): Promise<Result<VerifiedToken>> {
  const decoded = decodeToken(facts.token);
  if (!decoded.ok) return decoded;
  const { token } = decoded.value;
  const own = await readOwnChallenge(context, token.challenge);
  if (!own.ok) return own;
  const { challenge } = own.value;
  const { action, channel, origin } = facts;
  const fault = checkChallenge(context, challenge, { action, channel, origin: origin ?? '' });
  if (fault) return refuse(fault);
  const destination = await checkNumber(context, own.value, facts);
  if (!destination.ok) return destination;
  const thumbprint = await deviceThumbprint(token.deviceKey, context.primitives.sha256);
  const broken =
    (await checkTokenProof(context, token, { challenge, thumbprint })) ??
    (await checkSignature(context, decoded.value));
  if (broken) return refuse(broken);
  if (facts.cd !== undefined && facts.cd !== token.clientData) return refuse('client-data-mismatch');
  return accept({
    token,
    challenge,
    destination: destination.value,
    thumbprint,
    work: workCost({ ...challenge.puzzle, k: token.nonces.length }),
    lacking: lackOf(token, challenge),
  });
}

async function checkNumber(
  context: GateContext,
  { kid, challenge }: OwnChallenge,
  facts: CheckedFacts,
): Promise<Result<Destination>> {
  const number = readPhone(facts.phone, facts.country);
  if (!number.ok) return number;
  const destination = destinationOf(number.value, context.numberPolicy);
  if (!destination.ok || !challenge.dst) return destination;
  const key = await context.keyring.key(kid, 'dst')!;
  const binding = { key, id: challenge.jti, e164: destination.value.e164 };
  return (await bindsNumber(challenge.dst, binding, context.primitives)) ? destination : refuse('number-mismatch');
}

/** Each right piece costs the gate its puzzle once. */
async function checkTokenProof(
  context: GateContext,
  { nonces }: Token,
  { challenge, thumbprint }: Pick<VerifiedToken, 'challenge' | 'thumbprint'>,
): Promise<Code | undefined> {
  const { sha256 } = context.primitives;
  const { jti, puzzle } = challenge;
  const row = context.findPuzzle(puzzle.alg)!;
  const proof = { row, spec: puzzle, subject: { jti, thumbprint }, nonces, sha256 };
  const fault = proofBoundsFault(proof);
  if (fault) return fault;
  const subject = encodeBase64url(await sha256(concatBytes(jti, thumbprint, utf8(`${puzzle.alg} ${puzzle.p}`))));
  const right = await context.proofs.countRight(subject, nonces, (known) => countRightPieces(proof, known));
  return right < nonces.length ? 'proof-wrong' : undefined;
}

async function checkSignature({ primitives }: GateContext, decoded: DecodedToken): Promise<Code | undefined> {
  const { token, signature, signingInput } = decoded;
  const holds = await primitives.verifyEs256(token.deviceKey, signingInput, signature);
  return holds ? undefined : 'signature-wrong';
}

function lackOf(token: Token, challenge: Challenge): VerifiedToken['lacking'] {
  if (!challenge.dst) return 'number-unpriced';
  return token.nonces.length < challenge.puzzle.k ? 'proof-short' : undefined;
}
