import type { CrewOptions } from '../solver/crew.js';
import type { Solver } from '../solver/solver.js';
import { TollgateError } from '../tollgate-error.js';
import type { Environment } from './environment.js';

export interface SolverOptions extends Pick<CrewOptions, 'onFallback'> {
  readonly environment: Environment;
  /** Aborted when the client is closed; so is the solver then. */
  readonly signal: AbortSignal;
}

/** Resolves to the pool of workers, which is no part of the first load. Rejects with `solver-failed`. */
export async function loadSolver({ environment, onFallback, signal }: SolverOptions): Promise<Solver> {
  const WorkerPool = await environment.loadPool().catch((cause: unknown) => {
    throw new TollgateError('solver-failed', 'the solver cannot be loaded', { cause });
  });
  const { createWorker, loadInlineSearcher } = environment;
  const pool = new WorkerPool({ createWorker, loadInlineSearcher, onFallback });
  if (signal.aborted) pool.close();
  else signal.addEventListener('abort', () => pool.close(), { once: true });
  return pool;
}
