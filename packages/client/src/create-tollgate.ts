import { BrowserClient } from './browser/browser-client.js';
import { moduleEnvironment } from './browser/module-environment.js';
import type { Tollgate } from './browser/tollgate.js';
import type { TollgateOptions } from './options/tollgate-options.js';

/**
 * Creates a client for one form's purpose. Nothing is fetched yet; with `signals`, the slow sources are read when the
 * page is idle. Throws `TypeError` or `RangeError` that names the option, also for an unknown one.
 */
export function createTollgate(options: TollgateOptions): Tollgate {
  return new BrowserClient(moduleEnvironment, options);
}
