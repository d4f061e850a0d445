import type { Environment } from './environment.js';

/** Parts beside the package's own module. Bundlers know these two spellings and take the parts along. */
export const moduleEnvironment: Environment = {
  loadPool: async () => (await import('../solver/worker-pool.js')).WorkerPool,
  createWorker: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
  loadInlineSearcher: async () => (await import('../inline-searcher.js')).openInlineSearcher,
  loadVendorSignals: async () => (await import('../vendor-signals.js')).createVendorSignals(),
};
