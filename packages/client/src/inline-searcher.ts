import type { OpenSearcher } from './solver/searcher.js';
import { SearchLoop } from './solver/search-loop.js';

/**
 * With the call that may be added, of 2 ms or twice that, the thread is held for less than 12 ms, and a page can draw 60
 * frames a second. Making a program of HashWX's is a turn of its own: about 2 ms, on a device four times slower 8.
 */
const SLICE_MS = 6;

/**
 * The searcher that works on the calling thread, in slices of a few milliseconds: for pages whose workers are refused, and
 * for machines without a page.
 */
export const openInlineSearcher: OpenSearcher = ({ message }) => {
  const loop = new SearchLoop({ post: message, sliceMs: SLICE_MS, sparesPage: true });
  // Like a worker's, its first word comes after it was opened.
  queueMicrotask(() => message({ type: 'ready' }));
  return { postMessage: (order) => loop.receive(order), terminate: () => loop.close() };
};
