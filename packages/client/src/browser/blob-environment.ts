import type { Environment } from './environment.js';
import { moduleParts } from './module-parts.js';
import { scriptAddress } from './script-address.js';

/** The address of the worker's script, made once a page: each worker of each client is created from it. */
let address: string | undefined;

/** Workers come from a `blob:` that is made of the script's text, which is loaded with the engine. */
export const blobEnvironment: Environment = {
  ...moduleParts,
  async loadEngine() {
    const [createEngine, { workerText }] = await Promise.all([moduleParts.loadEngine(), import('./worker-text.js')]);
    address ??= URL.createObjectURL(new Blob([workerText], { type: 'text/javascript' }));
    return createEngine;
  },
  // Created after the engine was loaded, which wants it.
  createWorker: () => new Worker(scriptAddress(address!)),
};
