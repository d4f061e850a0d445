import { type Channel, isBounded, isKid } from './fields.js';
import { hasExactMembers, parseJsonObject } from './json.js';
import { LIMITS, WIRE_VERSION } from './limits.js';
import { accept, refuse, type Result } from './result.js';

/** The body of `POST {base}/challenge`. With `challenge` it asks to price or raise that one. */
export interface ChallengeRequest {
  /** Wire versions the caller speaks. */
  readonly v: readonly number[];
  /** Puzzle rows the caller can solve. */
  readonly algs: readonly string[];
  readonly action: string;
  /** Default `sms`. */
  readonly channel?: Channel;
  /** What was typed, at most 40 characters; only the server normalises it. */
  readonly phone?: string;
  /** The country shown beside the field, ISO 3166-1 alpha-2 in upper case: how a national number is read. */
  readonly country?: string;
  /** The challenge to price or raise. */
  readonly challenge?: string;
}

/** A request whose members have their types and bounds; whether the gate knows the action is the gate's question. */
export interface DecodedChallengeRequest {
  readonly algs: readonly string[];
  readonly action: string;
  readonly channel: string;
  readonly phone?: string | undefined;
  readonly country?: string | undefined;
  readonly challenge?: string | undefined;
}

/** The answer to it, and the body of a 402 together with `reasons`. */
export interface ChallengeResponse {
  readonly challenge: string;
  /** How long the challenge lives from now: a client never compares the server's times with its own clock. */
  readonly expiresInSec: number;
}

type RequestCode = 'body-too-large' | 'body-malformed' | 'version-unsupported';

/** Reads a request's exact shape. Codes: `body-too-large`, `body-malformed`, `version-unsupported`. */
export function decodeChallengeRequest(body: Uint8Array): Result<DecodedChallengeRequest, RequestCode> {
  if (body.length > LIMITS.challengeBodyMaxBytes) return refuse('body-too-large');
  const request = parseJsonObject(body);
  const optional = ['channel', 'phone', 'country', 'challenge'];
  if (!hasExactMembers(request, ['v', 'algs', 'action'], optional)) return refuse('body-malformed');
  const { v, algs, action, channel = 'sms', phone, country, challenge } = request;
  if (!isShortList(v) || !v.every(Number.isInteger)) return refuse('body-malformed');
  if (!v.includes(WIRE_VERSION)) return refuse('version-unsupported');
  const typed =
    isShortList(algs) &&
    algs.every(isKid) &&
    isBounded(action, LIMITS.actionMaxChars) &&
    isBounded(channel, LIMITS.actionMaxChars) &&
    isAbsentOr(phone, LIMITS.phoneMaxChars) &&
    isAbsentOr(country, 2) &&
    isAbsentOr(challenge, LIMITS.challengeMaxChars);
  if (!typed) return refuse('body-malformed');
  return accept({ algs, action, channel, phone, country, challenge } as DecodedChallengeRequest);
}

/** Reads the answer of a challenge endpoint, or answers `undefined`; a 402 may carry further members. */
export function readChallengeResponse(value: unknown): ChallengeResponse | undefined {
  if (!hasExactMembers(value, ['challenge', 'expiresInSec'], ['reasons', 'code'])) return undefined;
  const { challenge, expiresInSec } = value;
  if (!isBounded(challenge, LIMITS.challengeMaxChars)) return undefined;
  // One server's clock may run ahead of the one that made the challenge.
  const mostSec = LIMITS.challengeTtlSec + LIMITS.clockSkewSec;
  const lives = typeof expiresInSec === 'number' && expiresInSec > 0 && expiresInSec <= mostSec;
  return lives ? { challenge, expiresInSec } : undefined;
}

function isShortList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0 && value.length <= 16;
}

function isAbsentOr(value: unknown, maxChars: number): boolean {
  return value === undefined || isBounded(value, maxChars);
}
