/** Where the request came from, as the adapter of a web framework reads it. */
export interface Hop {
  /** The address at the other end of the socket. */
  readonly remoteAddress: string | undefined;
  /** `X-Forwarded-For`: what each proxy says the one before it was, the nearest last. */
  readonly forwardedFor: string | undefined;
}

/**
 * The client's address behind `trustedHops` proxies of the operator's own. With 0 the header is not read at all; a
 * header shorter than the chain means that somebody came past the proxies, and the socket's address counts.
 */
export function clientIp({ remoteAddress, forwardedFor }: Hop, trustedHops: number): string | undefined {
  if (trustedHops === 0 || forwardedFor === undefined) return remoteAddress;
  const hops = forwardedFor.split(',').map((hop) => hop.trim());
  return hops.at(-trustedHops) || remoteAddress;
}
