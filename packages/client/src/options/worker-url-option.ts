import { parseHttp } from './parse-http.js';

/** The page that a worker is for. */
export interface WorkerPage {
  /** The document's base address. */
  readonly base: string;
  /** `location.origin`, which a `<base>` does not change. */
  readonly origin: string;
}

/**
 * Reads `workerUrl`, where a page keeps a copy of the worker's script, into an absolute address; a relative one is resolved
 * against the page. Throws `TypeError` for anything but an http(s) address without credentials, and `RangeError` for
 * another origin than the page's: browsers create no worker from there.
 */
export function readWorkerUrl(workerUrl: unknown, page: WorkerPage): string {
  if (typeof workerUrl !== 'string' && !(workerUrl instanceof URL)) {
    throw new TypeError('workerUrl: expected a text or a URL');
  }
  const url = parseHttp(workerUrl, page.base);
  if (!url) throw new TypeError('workerUrl: expected an http(s) address');
  if (url.username || url.password) throw new TypeError('workerUrl: expected an address without credentials');
  if (url.origin !== page.origin) throw new RangeError("workerUrl: expected an address of the page's own origin");
  return url.href;
}
