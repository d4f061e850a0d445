import { PUZZLES } from '@tollgate/core';

/** The puzzle that a gate asks unless its operator chooses another. */
export const DEFAULT_PUZZLE = PUZZLES[0]!;

/** Expected hashes of a proof at base work. */
export const BASE_HASHES = DEFAULT_PUZZLE.baseP * DEFAULT_PUZZLE.baseK;
