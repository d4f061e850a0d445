import { decodeBase64urlOf, encodeBase64url } from './base64url.js';
import { decodeCompactJws, encodeCompactJws, type Sign } from './compact-jws.js';
import { type Channel, isAction, isChannel, isIntegerBetween, isKid, isOrigin, isSite, isWireTime } from './fields.js';
import { hasExactMembers, type JsonObject } from './json.js';
import { LIMITS, WIRE_VERSION } from './limits.js';
import { readMacHeader } from './mac-header.js';
import { accept, refuse, type Refusal, type Result } from './result.js';

export const CHALLENGE_TYPE = 'tollgate-challenge+jwt';

/** The work asked: `k` pieces of `p` expected hashes each, of the puzzle row `alg`. */
export interface PuzzleSpec {
  readonly alg: string;
  readonly p: number;
  readonly k: number;
}

/**
 * What the server signs and hands out. Priced once `dst` binds it to a number.
 *
 *     header   { alg: "HS256", kid, typ: "tollgate-challenge+jwt" }
 *     payload  { v: 1, site, act, chn, org, iat, exp = iat + 900, jti, puz: { alg, p, k }, dst? }
 */
export interface Challenge {
  readonly site: string;
  readonly action: string;
  readonly channel: Channel;
  readonly origin: string;
  /** Seconds since 1970, by the server's clock. */
  readonly iatSec: number;
  readonly expSec: number;
  /** `Uint8Array(16)`, random. */
  readonly jti: Uint8Array<ArrayBuffer>;
  readonly puzzle: PuzzleSpec;
  /** `Uint8Array(24)`: salt (8 bytes) and the bound number (16 bytes); absent while no number is known. */
  readonly dst?: Uint8Array<ArrayBuffer> | undefined;
}

/** A challenge read but not verified: its MAC still has to be checked over `signingInput` with the key `kid`. */
export interface DecodedChallenge {
  readonly kid: string;
  readonly challenge: Challenge;
  readonly mac: Uint8Array<ArrayBuffer>;
  readonly signingInput: Uint8Array<ArrayBuffer>;
}

type ChallengeCode =
  | 'challenge-encoding-invalid'
  | 'challenge-header-invalid'
  | 'challenge-payload-invalid'
  | 'challenge-version-unsupported';

/** Serialises and signs a challenge with the key named `kid`. */
export function encodeChallenge(challenge: Challenge, kid: string, sign: Sign): Promise<string> {
  const { puzzle, dst } = challenge;
  const payload = {
    v: WIRE_VERSION,
    site: challenge.site,
    act: challenge.action,
    chn: challenge.channel,
    org: challenge.origin,
    iat: challenge.iatSec,
    exp: challenge.expSec,
    jti: encodeBase64url(challenge.jti),
    puz: { alg: puzzle.alg, p: puzzle.p, k: puzzle.k },
    ...(dst && { dst: encodeBase64url(dst) }),
  };
  return encodeCompactJws({ alg: 'HS256', kid, typ: CHALLENGE_TYPE }, payload, sign);
}

/**
 * Reads a challenge's exact shape without verifying it. The client stops here; the server goes on to the MAC.
 *
 * Codes: `challenge-encoding-invalid` (length, alphabet, respelled base64url), `challenge-header-invalid`,
 * `challenge-version-unsupported`, `challenge-payload-invalid`.
 */
export function decodeChallenge(text: unknown): Result<DecodedChallenge, ChallengeCode> {
  if (typeof text !== 'string' || text.length > LIMITS.challengeMaxChars) return refuse('challenge-encoding-invalid');
  const jws = decodeCompactJws(text, 32);
  if (!jws) return refuse('challenge-encoding-invalid');
  const kid = readMacHeader(jws.header, CHALLENGE_TYPE);
  if (kid === undefined) return refuse('challenge-header-invalid');
  const challenge = readPayload(jws.payload);
  if ('ok' in challenge) return challenge;
  return accept({ kid, challenge, mac: jws.signature, signingInput: jws.signingInput });
}

function readPayload(payload: JsonObject | undefined): Challenge | Refusal<ChallengeCode> {
  const members = ['v', 'site', 'act', 'chn', 'org', 'iat', 'exp', 'jti', 'puz'];
  if (!hasExactMembers(payload, members, ['dst'])) return refuse('challenge-payload-invalid');
  const { v, site, act, chn, org, iat, exp } = payload;
  if (v !== WIRE_VERSION) return refuse('challenge-version-unsupported');
  const jti = decodeBase64urlOf(LIMITS.idBytes, payload['jti']);
  const puzzle = readPuzzleSpec(payload['puz']);
  const dst = payload['dst'] === undefined ? undefined : decodeBase64urlOf(LIMITS.dstBytes, payload['dst']);
  const named = isSite(site) && isAction(act) && isChannel(chn) && isOrigin(org);
  const timed = isWireTime(iat) && isWireTime(exp) && exp === iat + LIMITS.challengeTtlSec;
  const bound = Object.hasOwn(payload, 'dst') === (dst !== undefined);
  if (!named || !timed || !bound || !jti || !puzzle) return refuse('challenge-payload-invalid');
  return { site, action: act, channel: chn, origin: org, iatSec: iat, expSec: exp, jti, puzzle, dst };
}

function readPuzzleSpec(value: unknown): PuzzleSpec | undefined {
  if (!hasExactMembers(value, ['alg', 'p', 'k'])) return undefined;
  const { alg, p, k } = value;
  const bounded = isIntegerBetween(p, 1, LIMITS.pMax) && isIntegerBetween(k, 1, LIMITS.piecesMax);
  return bounded && isKid(alg) ? { alg, p, k } : undefined;
}
