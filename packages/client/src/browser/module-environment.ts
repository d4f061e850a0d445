import type { Environment } from './environment.js';
import { moduleParts } from './module-parts.js';

/** The worker lies beside this very file, also when it is built. Bundlers know this spelling and take the worker along. */
export const moduleEnvironment: Environment = {
  ...moduleParts,
  createWorker: () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }),
};
