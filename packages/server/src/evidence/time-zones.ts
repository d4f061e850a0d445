import { getCountry, getTimezone } from 'countries-and-timezones';

/**
 * What browsers say that is no statement about a place. Firefox says Reykjavik to every page where it resists fingerprinting
 * (privacy.resistFingerprinting, since version 128), Chromium `Etc/Unknown` where it does not know the system's zone, and some
 * give an offset.
 */
const NO_PLACE = /^(?:Atlantic\/Reykjavik|Etc\/Unknown|[+-]\d\d:?\d\d)$/;

/**
 * Alpha-2 countries that use a time zone of the IANA database, under any of its names; empty for those of no country, such
 * as `UTC`; `undefined` for what is no time zone that is known here.
 */
export function countriesOfTimeZone(name: string): readonly string[] | undefined {
  if (NO_PLACE.test(name)) return [];
  const zone: { readonly countries: readonly string[] } | null = getTimezone(name);
  return zone?.countries;
}

/** True for a country that some time zone names: of others nobody can say that a time zone is elsewhere. */
export function hasTimeZone(country: string): boolean {
  return getCountry(country) !== null;
}
