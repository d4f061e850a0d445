import type { ToPage, ToWorker } from './worker-protocol.js';

/** What searches for the pool: a worker, or the calling thread where no worker does. */
export interface Searcher {
  postMessage(message: ToWorker): void;
  /** Stops it for good, at once. */
  terminate(): void;
}

export interface SearcherEvents {
  readonly message: (message: ToPage) => void;
  /** It does not live any more, or never did. */
  readonly lost: () => void;
}

/** Starts a searcher. Throws where there cannot be one. */
export type OpenSearcher = (events: SearcherEvents) => Searcher;

/** The searcher that is a worker. */
export function inWorker(createWorker: () => Worker): OpenSearcher {
  return ({ message, lost }) => {
    const worker = createWorker();
    const onError = (event: Event) => {
      // Handled here; the page's own error reporting has nothing to do with it.
      event.preventDefault();
      lost();
    };
    worker.addEventListener('message', (event: MessageEvent<ToPage>) => message(event.data));
    worker.addEventListener('error', onError);
    worker.addEventListener('messageerror', onError);
    return worker;
  };
}
