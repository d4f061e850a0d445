import { nonceLimit, type PuzzleRow, type Sha256, winningTarget } from './puzzle.js';

export interface PieceTask {
  readonly row: PuzzleRow;
  /** `Uint8Array(32)` from `puzzleInput`. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Expected hashes. */
  readonly p: number;
  readonly sha256: Sha256;
}

export interface SearchOptions {
  /** Stops the search between two slices. */
  readonly signal?: AbortSignal;
  /** Called before every slice with its first nonce; awaited, so that a page may breathe. */
  readonly onSlice?: (nonce: number) => void | Promise<void>;
}

/**
 * Finds the first winning nonce of one piece by trying 0, 1, 2, …
 *
 * Throws the signal's reason when stopped, and a `RangeError` when no nonce below 64·p wins, which happens to an
 * honest searcher once in e^64.
 */
export async function searchPiece(task: PieceTask, options: SearchOptions = {}): Promise<number> {
  const end = nonceLimit(task.p);
  for (let block = 0; block * task.row.blockNonces < end; block++) {
    const winner = await searchBlock(task, block, options);
    if (winner >= 0) return winner;
  }
  throw new RangeError(`no nonce below ${end} wins`);
}

/**
 * Finds the first winning nonce of one block of a piece, in slices, or answers −1. Blocks are counted from 0; of the
 * last one only the nonces below 64·p are tried. Any winner of a piece is as good as its first: several searchers may
 * take different blocks. Throws the signal's reason when stopped.
 */
export async function searchBlock(task: PieceTask, block: number, options: SearchOptions = {}): Promise<number> {
  const { row, input, p, sha256 } = task;
  const { signal, onSlice } = options;
  const target = winningTarget(p);
  const end = Math.min((block + 1) * row.blockNonces, nonceLimit(p));
  signal?.throwIfAborted();
  const search = await row.createSearch({ input, block, sha256 });
  for (let first = block * row.blockNonces; first < end; first += row.sliceHashes) {
    signal?.throwIfAborted();
    await onSlice?.(first);
    const winner = await search(first, Math.min(row.sliceHashes, end - first), target);
    if (winner >= 0) return winner;
  }
  return -1;
}

/** True if the nonce wins its piece: one hash. */
export async function checkPiece({ row, input, p, sha256 }: PieceTask, nonce: number): Promise<boolean> {
  const hash = await row.createHash(input, sha256);
  return (await hash(nonce)) <= winningTarget(p);
}
