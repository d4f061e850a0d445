import { decodeChallenge, encodeBase64url, encodeToken, type PuzzleRow } from '@tollgate/core';
import { DEFAULT_PUZZLE } from '../world/default-puzzle.js';
import type { Ask } from './defence.js';

/** Signs what its device signed, and anything else not: booked, not computed. */
const SIGNATURE = new Uint8Array(64).fill(1);
const WORK_DONE = 1;
const WORK_NOT_DONE = 0;
const LOSING_HASH = 0xffff_ffff_ffff_ffffn;

/** The gate's default puzzle, whose nonce says whether the work was done: nobody burns it in a simulation. */
export const BOOKED_PUZZLE: PuzzleRow = {
  ...DEFAULT_PUZZLE,
  createHash: () => (nonce) => (nonce === WORK_DONE ? 0n : LOSING_HASH),
};

/** True for the signature of a booked token. */
export function verifyBooked(_jwk: unknown, _data: Uint8Array, signature: Uint8Array): boolean {
  return signature[0] === SIGNATURE[0];
}

/** A token of a device over a challenge, with its work done or not. */
export function bookedToken(
  challenge: string,
  { device, signals }: Pick<Ask, 'device' | 'signals'>,
  effort: 'made' | undefined,
): Promise<string> {
  const decoded = decodeChallenge(challenge);
  if (!decoded.ok) throw new TypeError(`not a challenge: ${decoded.code}`);
  const { k } = decoded.value.challenge.puzzle;
  const nonces = new Array<number>(k).fill(effort === 'made' ? WORK_DONE : WORK_NOT_DONE);
  const x = encodeBase64url(device);
  const deviceKey = { kty: 'EC', crv: 'P-256', x, y: x } as const;
  return encodeToken({ deviceKey, challenge, nonces, signals }, async () => SIGNATURE);
}
