import { type FindRow, SearchLoop } from './search-loop.js';
import type { OpenSearcher } from './searcher.js';

/**
 * With the call that may be added, of 2 ms or twice that, the thread is held for less than 12 ms, and a page can draw 60
 * frames a second. Making a program of HashWX's is a turn of its own: about 2 ms, on a device four times slower 8.
 */
const SLICE_MS = 6;

/** A searcher of what `findRow` knows, which works on the calling thread in slices of a few milliseconds. */
export function searcherInline(findRow: FindRow): OpenSearcher {
  return ({ message }) => {
    const loop = new SearchLoop({ findRow, post: message, sliceMs: SLICE_MS, sparesPage: true });
    // Like a worker's, its first word comes after it was opened.
    queueMicrotask(() => message({ type: 'ready' }));
    return { postMessage: (order) => loop.receive(order), terminate: () => loop.close() };
  };
}
