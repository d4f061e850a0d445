import type { Whereabouts } from './evidence/sighting.js';
import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import type { IpPlace } from './ip-data.js';
import { addressOf } from './ip-network.js';
import type { Destination } from './phone-number.js';

/** Where a request came from and where its text would go, as far as the site and its data know. */
export function whereaboutsOf(
  { options }: GateContext,
  { ip, asn: given }: Pick<CheckedFacts, 'ip' | 'asn'>,
  { country }: Pick<Destination, 'country'>,
): Whereabouts & { readonly asn: number | undefined } {
  const place = lookUp(options.ipData, addressOf(ip));
  // The site's CDN sees the connection itself.
  const asn = given ?? place?.asn;
  const isHosting = asn !== undefined && options.hostingAsns.has(asn);
  return { ipCountry: place?.country, numberCountry: country, isHosting, asn };
}

/** Whatever the operator's source throws, it knows nothing. */
function lookUp(source: GateContext['options']['ipData'], address: string | undefined): IpPlace | undefined {
  if (!source || address === undefined) return undefined;
  try {
    return source.lookUp(address);
  } catch {
    return undefined;
  }
}
