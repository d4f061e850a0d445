import { isSupportedCountry } from 'libphonenumber-js/max';
import { isAsn } from './asn.js';
import type { Whereabouts } from './evidence/sighting.js';
import { hasTimeZone } from './evidence/time-zones.js';
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
  const asn = given ?? place.asn;
  const isHosting = asn !== undefined && options.hostingAsns.has(asn);
  return { ipCountry: place.country, numberCountry: placeable(country), isHosting, asn };
}

/** `EU`, `ZZ` and the like are no places, and of a country that no time zone names nobody can say that one is elsewhere. */
function placeable(country: unknown): string | undefined {
  return typeof country === 'string' && isSupportedCountry(country) && hasTimeZone(country) ? country : undefined;
}

/** Whatever the operator's source throws, or answers in another shape, it knows nothing. */
function lookUp(source: GateContext['options']['ipData'], address: string | undefined): IpPlace {
  if (!source || address === undefined) return {};
  try {
    const { country, asn }: { readonly country?: unknown; readonly asn?: unknown } = source.lookUp(address) ?? {};
    return {
      country: placeable(country),
      asn: isAsn(asn) ? asn : undefined,
    };
  } catch {
    return {};
  }
}
