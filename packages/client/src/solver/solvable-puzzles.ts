/**
 * The puzzles this client solves, the preferred one first, and how much it lets a server ask: 64 times base work. A
 * server that asks more (k × p expected hashes) is refused, lest a form be used to burn its visitors' batteries.
 *
 * The names and bounds stand here, not taken from core's table, because the table brings its hashes along and the first
 * load must do without them; a test holds the two together.
 */
export const SOLVABLE_PUZZLES: readonly { readonly alg: string; readonly maxHashes: number }[] = Object.freeze([
  { alg: 'hashwx-1', maxHashes: 64 * 2 ** 18 },
  { alg: 'argon2id-1', maxHashes: 64 * 256 },
]);
