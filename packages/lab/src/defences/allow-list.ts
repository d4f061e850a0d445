import { COUNTRY_POOLS } from '../world/site.js';
import type { DefenceRow } from './defence.js';
import { LIMITS } from './limits.js';

/**
 * Texts to numbers of these countries alone (ISO 3166-1 alpha-2), within the limits; everybody else is refused.
 * @throws RangeError for what is no country code, or none at all: a list that refuses everybody is a mistake.
 */
export function createAllowList(countries: readonly string[]): DefenceRow {
  const allowed = new Set(countries);
  if (allowed.size === 0 || countries.some((country) => !/^[A-Z]{2}$/.test(country)))
    throw new RangeError(`not a list of countries: ${countries.join(', ')}`);
  return {
    name: 'allow-list',
    title: `Numbers of ${[...allowed].join(', ')} alone, then the limits per IP and per number`,
    create(setting) {
      const limits = LIMITS.create(setting);
      return {
        demand: limits.demand,
        ask: async (ask) => (allowed.has(ask.country) ? limits.ask(ask) : { kind: 'refused' }),
        report: (id, report) => limits.report(id, report),
      };
    },
  };
}

/** The countries that the simulated site names. */
export const ALLOW_LIST = createAllowList(Object.keys(COUNTRY_POOLS));
