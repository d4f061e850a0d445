import type { VendorSignals } from '../signals/signal-source.js';
import type { Solver } from '../solver/solver.js';

/** Where the parts that are not in the first load come from; the module and the script tag find them differently. */
export interface Environment {
  /** May throw; then the main thread solves. */
  readonly createWorker: () => Worker;
  readonly loadInlineSolver: () => Promise<Solver>;
  readonly loadVendorSignals: () => Promise<VendorSignals>;
}
