import { checkOptions } from '../options/check-options.js';
import { TOLLGATE_OPTION_NAMES } from '../options/tollgate-options.js';
import { readWorkerUrl } from '../options/worker-url-option.js';
import { BrowserClient } from './browser-client.js';
import type { Environment } from './environment.js';
import { moduleEnvironment } from './module-environment.js';
import { moduleParts } from './module-parts.js';
import { scriptAddress } from './script-address.js';

/**
 * Creates the client of a page that has a bundler. Its workers come from the package's own file, or from where the site says.
 * Throws as `readTollgateOptions` and `readWorkerUrl` do.
 */
export function createModuleClient(options: unknown): BrowserClient {
  const { workerUrl, ...rest } = checkOptions(options, [...TOLLGATE_OPTION_NAMES, 'workerUrl']);
  if (workerUrl === undefined) return new BrowserClient(moduleEnvironment, rest);
  const page = { base: document.baseURI, origin: location.origin };
  return new BrowserClient(withWorkersFrom(readWorkerUrl(workerUrl, page)), rest);
}

/** As a module: a script without imports is one too. */
function withWorkersFrom(url: string): Environment {
  return {
    ...moduleParts,
    createWorker: () => new Worker(scriptAddress(url), { type: 'module' }),
  };
}
