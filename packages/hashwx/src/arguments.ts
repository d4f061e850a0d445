/** The hash function of one seed. */
export interface Hashwx {
  /** The 64-bit hash of a nonce, 0 to 2^64 − 1. Throws `RangeError` for another nonce. */
  hash(nonce: bigint): bigint;
}

/** The search of one seed. */
export interface Search {
  /**
   * The first of `count` nonces from `firstNonce` on whose hash is at most `target`, or −1n. Counts go from 1 to
   * `SEARCH_MAX`, targets from 1 to 2^64 − 1, and no nonce may be above 2^64 − 1. Throws `RangeError` naming the argument
   * that is wrong.
   */
  search(firstNonce: bigint, count: number, target: bigint): bigint;
}

export const SEED_BYTES = 32;
/** The most nonces that one search tries. */
export const SEARCH_MAX = 0x7fff_ffff;
const WORD_MAX = 0xffff_ffff_ffff_ffffn;

/** A copy of a seed. Throws `RangeError` for anything but 32 bytes. */
export function checkSeed(seed: Uint8Array): Uint8Array {
  if (!(seed instanceof Uint8Array) || seed.length !== SEED_BYTES) {
    throw new RangeError(`seed must be a Uint8Array of ${SEED_BYTES} bytes`);
  }
  return seed.slice();
}

export function checkNonce(name: string, nonce: bigint): void {
  if (typeof nonce !== 'bigint' || nonce < 0n || nonce > WORD_MAX) {
    throw new RangeError(`${name} must be a bigint from 0 to 2^64 - 1`);
  }
}

export interface SearchArguments {
  readonly firstNonce: bigint;
  readonly count: number;
  readonly target: bigint;
}

export function checkSearch({ firstNonce, count, target }: SearchArguments): void {
  checkNonce('firstNonce', firstNonce);
  if (!Number.isInteger(count) || count < 1 || count > SEARCH_MAX) {
    throw new RangeError(`count must be an integer from 1 to ${SEARCH_MAX}`);
  }
  if (firstNonce + BigInt(count) - 1n > WORD_MAX) {
    throw new RangeError('count must not go beyond the nonce 2^64 - 1');
  }
  if (typeof target !== 'bigint' || target < 1n || target > WORD_MAX) {
    throw new RangeError('target must be a bigint from 1 to 2^64 - 1');
  }
}
