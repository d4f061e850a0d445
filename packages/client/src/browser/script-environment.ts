import type { OpenSearcher } from '../solver/searcher.js';
import type { WorkerPool } from '../solver/worker-pool.js';
import type { createVendorSignals } from '../vendor-signals.js';
import type { Environment } from './environment.js';

/** Parts beside the script at `scriptUrl`, under their published names: host the folder as a whole. */
export function createScriptEnvironment(scriptUrl: string): Environment {
  const urlOf = (file: string) => new URL(file, scriptUrl).href;
  return {
    async loadPool() {
      return ((await import(urlOf('tollgate-pool.js'))) as { WorkerPool: typeof WorkerPool }).WorkerPool;
    },
    createWorker: () => new Worker(urlOf('tollgate-worker.js')),
    async loadInlineSearcher() {
      const part = (await import(urlOf('tollgate-solver.js'))) as { openInlineSearcher: OpenSearcher };
      return part.openInlineSearcher;
    },
    async loadVendorSignals() {
      const part = (await import(urlOf('tollgate-signals.js'))) as { createVendorSignals: typeof createVendorSignals };
      return part.createVendorSignals();
    },
  };
}
