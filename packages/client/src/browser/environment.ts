import type { VendorSignals } from '../signals/signal-source.js';
import type { OpenSearcher } from '../solver/searcher.js';

/** Where the parts that are not in the first load come from; the module and the script tag find them differently. */
export interface Environment {
  /** May throw; then the main thread solves. */
  readonly createWorker: () => Worker;
  readonly loadInlineSearcher: () => Promise<OpenSearcher>;
  readonly loadVendorSignals: () => Promise<VendorSignals>;
}
