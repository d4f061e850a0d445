import { COUNTRIES, type Country } from './number-plan.js';
import type { Random } from './random.js';

/** Where a request comes from. */
export interface Origin {
  readonly ip: string;
  /** The autonomous system that the address belongs to; of those for private use. */
  readonly asn: number;
}

/** Addresses of a carrier's gateway in one country, behind each of which are many people. An assumption. */
const CARRIER_ADDRESSES = 40;
const OFFICE_ADDRESSES = 200;

/** Networks of a country: its carriers' and three for homes and offices. An assumption. */
const NETWORKS = 4;
const CARRIER = 0;
const FIRST_ASN = 64_512;

/** Where somebody honest comes from: at home alone, behind a carrier's gateway, in an office. Shares are assumptions. */
export function honestOrigin(country: Country, random: Random): Origin {
  const place = random.weighted([
    { kind: 'home', weight: 45 },
    { kind: 'carrier', weight: 45 },
    { kind: 'office', weight: 10 },
  ]);
  // Few gateways carry most of a country's people.
  if (place.kind === 'carrier') return carrierOrigin(country, Math.floor(random.unit() ** 2 * CARRIER_ADDRESSES));
  const asn = asnOf(country, random.int(CARRIER + 1, NETWORKS - 1));
  if (place.kind === 'office') return { ip: `172.16.${random.int(0, OFFICE_ADDRESSES - 1)}.1`, asn };
  return { ip: anyAddress(random), asn };
}

/** One gateway of a country's carriers. */
export function carrierOrigin(country: Country, gateway: number): Origin {
  const ip = `100.64.${country.charCodeAt(0)}.${(country.charCodeAt(1) * 7 + gateway) % 256}`;
  return { ip, asn: asnOf(country, CARRIER) };
}

/** One machine of a botnet's, in somebody's home anywhere. */
export function botOrigin(random: Random): Origin {
  return { ip: anyAddress(random), asn: asnOf(random.pick(COUNTRIES), random.int(0, NETWORKS - 1)) };
}

/** Any address of one hosting provider. */
export function hostedOrigin(random: Random): Origin {
  return { ip: anyAddress(random), asn: FIRST_ASN + NETWORKS * COUNTRIES.length };
}

function anyAddress(random: Random): string {
  return `${random.int(11, 99)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}

function asnOf(country: Country, network: number): number {
  return FIRST_ASN + NETWORKS * COUNTRIES.indexOf(country) + network;
}
