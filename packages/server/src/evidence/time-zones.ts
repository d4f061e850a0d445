import { getTimezone } from 'countries-and-timezones';

/**
 * Firefox says this to every page where it resists fingerprinting (privacy.resistFingerprinting, since version 128), as it
 * said `UTC` before: no statement about a place.
 */
const SAID_BY_EVERYBODY = 'Atlantic/Reykjavik';

/**
 * Alpha-2 countries that use a time zone of the IANA database, under any of its names; empty for those of no country, such
 * as `UTC`; `undefined` for what is no time zone.
 */
export function countriesOfTimeZone(name: string): readonly string[] | undefined {
  const zone: { readonly countries: readonly string[] } | null = getTimezone(name);
  if (!zone) return undefined;
  return name === SAID_BY_EVERYBODY ? [] : zone.countries;
}
