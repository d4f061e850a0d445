import { type FindRow, SearchLoop } from './search-loop.js';
import type { ToPage, ToWorker } from './worker-protocol.js';

/** The two members of a worker's global scope used here; the DOM library types `self` as a window. */
interface WorkerScope {
  postMessage(message: ToPage): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

/** Short enough to hear at once that a search is to stop, and long against what looking for a message takes. */
const SLICE_MS = 4;

/** Makes the scope that it is called in a worker of the pool, which solves what `findRow` knows. */
export function startWorker(findRow: FindRow): void {
  const scope = globalThis as unknown as WorkerScope;
  const loop = new SearchLoop({ findRow, post: (message) => scope.postMessage(message), sliceMs: SLICE_MS });
  scope.addEventListener('message', (event) => loop.receive(event.data));
  scope.postMessage({ type: 'ready' });
}
