/** One piece of a puzzle, ready to be solved anywhere. */
export interface PieceToSolve {
  readonly alg: string;
  /** `Uint8Array(32)` from `puzzleInput`. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Expected hashes. */
  readonly p: number;
}

/** Finds winning nonces. Pieces are begun in the order they were given; those of one proof share a signal. */
export interface Solver {
  /** Resolves to the nonce. Rejects with the signal's reason once that is aborted, or with whatever went wrong. */
  solve(piece: PieceToSolve, signal: AbortSignal): Promise<number>;
  /** How many workers may search at once from now on; at first one. */
  setParallel(count: number): void;
  /** Stops for good. Pieces under way are forgotten: abort their signals first. */
  close(): void;
}
