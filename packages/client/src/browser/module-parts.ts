import type { Environment } from './environment.js';

/** Parts of the package that every page with a bundler loads alike, when they are needed. */
export const moduleParts: Omit<Environment, 'createWorker'> = {
  loadEngine: async () => (await import('../engine/create-engine.js')).createEngine,
  loadInlineSearcher: async () => (await import('../inline-searcher.js')).openInlineSearcher,
  loadVendorSignals: async () => (await import('../vendor-signals.js')).createVendorSignals(),
};
