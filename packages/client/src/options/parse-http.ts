/** An http(s) address, a relative one against `base`; `undefined` for anything else, an empty text too. */
export function parseHttp(address: string | URL, base?: string): URL | undefined {
  try {
    const url = address === '' ? undefined : new URL(address, base);
    return url && /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
