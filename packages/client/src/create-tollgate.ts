import { createModuleClient } from './browser/module-client.js';
import type { Tollgate } from './browser/tollgate.js';
import type { TollgateOptions } from './options/tollgate-options.js';

/**
 * Creates a client for one form's purpose. No challenge is fetched yet; what does the work is loaded when the page is idle, and
 * with `signals` the slow sources are read then. Throws `TypeError` or `RangeError` that names the option, also for an unknown one.
 */
export function createTollgate(options: TollgateOptions): Tollgate {
  return createModuleClient(options);
}
