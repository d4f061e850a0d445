import type { PuzzleRow } from './puzzle.js';
import { argon2id1 } from './puzzles/argon2id-1.js';
import { hashwx1 } from './puzzles/hashwx-1.js';

const ROWS = [hashwx1, argon2id1] as const;

export type PuzzleName = (typeof ROWS)[number]['alg'];

/** The closed table of puzzles, the preferred one first. */
export const PUZZLES: readonly PuzzleRow[] = Object.freeze(ROWS);

/** The row named `alg`, or `undefined`. */
export function findPuzzle(alg: string): PuzzleRow | undefined {
  return PUZZLES.find((row) => row.alg === alg);
}
