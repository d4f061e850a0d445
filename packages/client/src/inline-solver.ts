import { openInlineSearcher } from './inline-searcher.js';
import type { Solver } from './solver/solver.js';
import { WorkerPool } from './solver/worker-pool.js';

/** Creates a solver that works on the calling thread alone, one piece after the other. */
export function createInlineSolver(): Solver {
  return new WorkerPool({ loadInlineSearcher: async () => openInlineSearcher, onFallback: () => undefined });
}
