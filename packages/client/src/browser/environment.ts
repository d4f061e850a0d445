import type { VendorSignals } from '../signals/signal-source.js';
import type { OpenSearcher } from '../solver/searcher.js';
import type { WorkerPool } from '../solver/worker-pool.js';

/** Where the parts that are not in the first load come from; the module and the script tag find them differently. */
export interface Environment {
  readonly loadPool: () => Promise<typeof WorkerPool>;
  /** May throw; then the main thread solves. */
  readonly createWorker: () => Worker;
  readonly loadInlineSearcher: () => Promise<OpenSearcher>;
  readonly loadVendorSignals: () => Promise<VendorSignals>;
}
