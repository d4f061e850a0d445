import type { Random } from './random.js';

/** Addresses of a carrier's gateway in one country, behind each of which are many people. An assumption. */
const CARRIER_ADDRESSES = 40;
const OFFICE_ADDRESSES = 200;

/** Where somebody comes from: at home alone, behind a carrier's gateway, in an office. Shares are assumptions. */
export function honestAddress(country: string, random: Random): string {
  const place = random.weighted([
    { kind: 'home', weight: 45 },
    { kind: 'carrier', weight: 45 },
    { kind: 'office', weight: 10 },
  ]);
  // Few gateways carry most of a country's people.
  if (place.kind === 'carrier') return carrierAddress(country, Math.floor(random.unit() ** 2 * CARRIER_ADDRESSES));
  if (place.kind === 'office') return `172.16.${random.int(0, OFFICE_ADDRESSES - 1)}.1`;
  return anyAddress(random);
}

/** One gateway of a country's carriers. */
export function carrierAddress(country: string, gateway: number): string {
  return `100.64.${country.charCodeAt(0)}.${(country.charCodeAt(1) * 7 + gateway) % 256}`;
}

/** Any address at all: a home, or one of a botnet's. */
export function anyAddress(random: Random): string {
  return `${random.int(11, 99)}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}
