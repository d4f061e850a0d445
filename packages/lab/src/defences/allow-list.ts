import type { DefenceRow } from './defence.js';
import { LIMITS } from './limits.js';

/** Texts to numbers of the site's countries alone, within the limits; everybody else is refused. */
export const ALLOW_LIST: DefenceRow = {
  name: 'allow-list',
  title: 'Numbers of the countries that the site lists alone, then the limits per IP and per number',
  create(setting) {
    const allowed = new Set<string>(setting.site.listed.map(({ country }) => country));
    const limits = LIMITS.create(setting);
    return {
      demand: limits.demand,
      ask: async (ask) => (allowed.has(ask.country) ? limits.ask(ask) : { kind: 'refused' }),
      report: (id, report) => limits.report(id, report),
    };
  },
};
