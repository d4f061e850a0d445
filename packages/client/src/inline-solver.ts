import { findPuzzle, searchPiece } from '@tollgate/core';
import { sha256 } from './solver/sha256.js';
import type { PieceToSolve, Solver } from './solver/solver.js';

/** How long the thread is held before others get their turn; one hash may be added to it. */
const HOLD_MS = 4;

/**
 * Creates a solver that works on the calling thread, one piece after the other, in slices of a few milliseconds: for
 * pages whose workers are refused, and for machines without a page.
 */
export function createInlineSolver(): Solver {
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    solve(piece, signal) {
      const found = turn.then(() => searchGently(piece, signal, () => closed));
      turn = found.catch(() => undefined);
      return found;
    },
    setParallel: () => undefined,
    close: () => {
      closed = true;
    },
  };
}

async function searchGently(piece: PieceToSolve, signal: AbortSignal, isClosed: () => boolean): Promise<number> {
  const { alg, input, p } = piece;
  const row = findPuzzle(alg);
  if (!row) throw new RangeError(`unknown puzzle "${alg}"`);
  let heldSinceMs = performance.now();
  const breathe = async () => {
    if (performance.now() - heldSinceMs < HOLD_MS) return;
    await nextTask();
    if (isClosed()) throw new Error('solver closed');
    heldSinceMs = performance.now();
  };
  return searchPiece({ row, input, p, sha256 }, { signal, onSlice: breathe });
}

/** Waits for the next task. A message, since nested timers wait 4 ms each, and a second in a background tab. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // An open port would keep a Node process alive.
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
