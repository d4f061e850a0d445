import { findPuzzle, searchPiece } from '@tollgate/core';
import { sha256 } from './solver/sha256.js';
import type { ToPage, ToWorker } from './solver/worker-protocol.js';

/** The two members of a worker's global scope used here; the DOM library types `self` as a window. */
interface WorkerScope {
  postMessage(message: ToPage): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

const scope = globalThis as unknown as WorkerScope;

async function solve({ id, alg, input, p }: ToWorker): Promise<ToPage> {
  try {
    const row = findPuzzle(alg);
    if (!row) throw new RangeError(`unknown puzzle "${alg}"`);
    return { type: 'found', id, nonce: await searchPiece({ row, input, p, sha256 }) };
  } catch (error) {
    return { type: 'failed', id, message: String(error) };
  }
}

scope.addEventListener('message', (event) => {
  void solve(event.data).then((answer) => scope.postMessage(answer));
});

scope.postMessage({ type: 'ready' });
