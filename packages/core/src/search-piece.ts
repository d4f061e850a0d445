import { nonceLimit, type PuzzleRow, winningTarget } from './puzzle.js';

export interface PieceTask {
  readonly row: PuzzleRow;
  /** `Uint8Array(32)` from `puzzleInput`. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Expected hashes. */
  readonly p: number;
}

export interface SearchOptions {
  /** Stops the search between two slices. */
  readonly signal?: AbortSignal;
  /** Called between two slices with the hashes done so far; awaited, so that a page may breathe. */
  readonly onSlice?: (hashes: number) => void | Promise<void>;
}

/**
 * Finds the first winning nonce of one piece by trying 0, 1, 2, …
 *
 * Throws the signal's reason when stopped, and a `RangeError` when no nonce below 64·p wins, which happens to an
 * honest searcher once in e^64.
 */
export async function searchPiece(task: PieceTask, options: SearchOptions = {}): Promise<number> {
  const { row, input, p } = task;
  const hash = await row.createHash(input);
  const target = winningTarget(p);
  const end = nonceLimit(p);
  for (let nonce = 0; nonce < end; nonce++) {
    if (nonce % row.sliceHashes === 0) {
      options.signal?.throwIfAborted();
      await options.onSlice?.(nonce);
    }
    if ((await hash(nonce)) <= target) return nonce;
  }
  throw new RangeError(`no nonce below ${end} wins`);
}

/** True if the nonce wins its piece: one hash. */
export async function checkPiece(task: PieceTask, nonce: number): Promise<boolean> {
  const hash = await task.row.createHash(task.input);
  return (await hash(nonce)) <= winningTarget(task.p);
}
