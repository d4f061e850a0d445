/** What the page knows of a puzzle without having it. */
export interface SolvablePuzzle {
  readonly alg: string;
  /** The most expected hashes (k × p) that a challenge may ask: 64 times base work. */
  readonly maxHashes: number;
  /** Nonces that share one search function. */
  readonly blockNonces: number;
}

/**
 * The puzzles this client solves, the preferred one first, and how much it lets a server ask. A server that asks more is
 * refused, lest a form be used to burn its visitors' batteries.
 *
 * The names and figures stand here, not taken from core's table, because the table brings its hashes along and the first
 * load must do without them; a test holds the two together.
 */
export const SOLVABLE_PUZZLES: readonly SolvablePuzzle[] = Object.freeze([
  { alg: 'hashwx-1', maxHashes: 64 * 2 ** 18, blockNonces: 65_536 },
  { alg: 'argon2id-1', maxHashes: 64 * 256, blockNonces: 8 },
]);
