import { createReference } from './reference.js';
import { noncesFrom, numberedSeed } from './seeds.js';

/** How many nonces a window has. */
export const WINDOW = 8;

/** Eight consecutive nonces of a seed and their hashes, by the reference. */
export interface Window {
  readonly seed: Uint8Array;
  readonly first: bigint;
  readonly hashes: readonly bigint[];
  readonly lowest: bigint;
}

export const lowestOf = (hashes: readonly bigint[]): bigint => hashes.reduce((low, hash) => (hash < low ? hash : low));

export function windowOf(seed: Uint8Array, first: bigint): Window {
  const hashes = noncesFrom(first, WINDOW).map(createReference(seed).hash);
  return { seed, first, hashes, lowest: lowestOf(hashes) };
}

/** The first numbered seed whose window answers the condition: the same one in every run. */
export function windowWhere(first: bigint, condition: (window: Window) => boolean): Window {
  for (let number = 0; number < 1_000; number++) {
    const window = windowOf(numberedSeed(number), first);
    if (condition(window)) return window;
  }
  throw new Error('no seed of a thousand has such a window');
}

/** A window whose lowest hash, the only winner when it is the target, stands at this place. */
export const windowWithWinnerAt = (place: number, first: bigint): Window =>
  windowWhere(first, ({ hashes, lowest }) => hashes.indexOf(lowest) === place);

/** The first nonce of a part of the window whose hash is at most the target, or -1n. */
export function winnerOfPart(window: Window, part: { from: number; count: number }, target: bigint): bigint {
  const { from, count } = part;
  const place = window.hashes.slice(from, from + count).findIndex((hash) => hash <= target);
  return place < 0 ? -1n : window.first + BigInt(from + place);
}
