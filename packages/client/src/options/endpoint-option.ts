import { parseHttp } from './parse-http.js';

/**
 * Reads `endpoint`, the base address of the gate's handler, into the address of its challenge route. Relative addresses
 * need a `base`. Throws `TypeError` for anything but an http(s) address without query and fragment.
 */
export function readEndpoint(endpoint: unknown, base?: string): string {
  const url = typeof endpoint === 'string' ? parseHttp(endpoint, base) : undefined;
  if (!url) throw new TypeError('endpoint: expected an http(s) address');
  if (url.search || url.hash) throw new TypeError('endpoint: expected an address without query or fragment');
  if (url.username || url.password) throw new TypeError('endpoint: expected an address without credentials');
  return `${url.href.replace(/\/+$/, '')}/challenge`;
}
