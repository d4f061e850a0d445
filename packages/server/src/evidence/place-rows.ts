import type { EvidenceRow } from './evidence-row.js';

const timeZoneUnknown: EvidenceRow = {
  name: 'time-zone-unknown',
  // Also one that is newer than the list of zones here.
  weight: 'doubt',
  cause: 'browser',
  sentence: 'The browser names a time zone that is not known.',
  notice: ({ signals: { timeZone }, timeZoneCountries }) =>
    timeZone !== undefined && !timeZoneCountries ? [timeZone] : undefined,
};

const timeZoneElsewhere: EvidenceRow = {
  name: 'time-zone-elsewhere',
  weight: 'doubt',
  cause: 'network',
  sentence: 'The address is in a country that does not use the browser’s time zone.',
  notice: ({ signals: { timeZone }, timeZoneCountries = [], ipCountry }) =>
    timeZoneCountries.length > 0 && ipCountry !== undefined && !timeZoneCountries.includes(ipCountry)
      ? [timeZone, ipCountry]
      : undefined,
};

const networkHosting: EvidenceRow = {
  name: 'network-hosting',
  weight: 'doubt',
  cause: 'network',
  sentence: 'The address belongs to a hosting provider.',
  notice: ({ isHosting }) => (isHosting ? [true] : undefined),
};

const numberElsewhere: EvidenceRow = {
  name: 'number-elsewhere',
  weight: 'doubt',
  cause: 'number',
  sentence: 'Neither the address nor the time zone is in the country of the number.',
  notice: ({ timeZoneCountries = [], ipCountry, numberCountry }) => {
    const places = ipCountry === undefined ? timeZoneCountries : [...timeZoneCountries, ipCountry];
    const isElsewhere = places.length > 0 && numberCountry !== undefined && !places.includes(numberCountry);
    return isElsewhere ? [numberCountry, ipCountry ?? null, timeZoneCountries] : undefined;
  },
};

/** Where a request comes from, and where its text would go. */
export const PLACE_ROWS: readonly EvidenceRow[] = [timeZoneUnknown, timeZoneElsewhere, networkHosting, numberElsewhere];
