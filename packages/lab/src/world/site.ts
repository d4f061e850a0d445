import type { GateOptions } from '@tollgate/server';
import type { Country } from './number-plan.js';

/** The site that is simulated: the README's worked example, open to other countries as well. */
export const COUNTRY_POOLS = {
  US: { expectPerDay: 150 },
  GB: { expectPerDay: 60 },
  DE: { expectPerDay: 40 },
  FR: { expectPerDay: 30 },
  PL: { expectPerDay: 20 },
} as const satisfies GateOptions['countries'];

/** People from countries that the site does not list, a day. An assumption. */
const ELSEWHERE_A_DAY = 4;

/** Roomy: rules that tuning tries may need larger pools than the gate's own do. */
const CAP = { hourUsd: 40, dayUsd: 160, monthUsd: 4_800 } as const;

/** Where honest people come from, by how many of a day's. */
export const VISITORS: readonly { readonly country: Country; readonly weight: number }[] = [
  ...Object.entries(COUNTRY_POOLS).map(([country, { expectPerDay }]) => ({
    country: country as Country,
    weight: expectPerDay,
  })),
  ...(['ES', 'IN'] as const).map((country) => ({ country, weight: ELSEWHERE_A_DAY / 2 })),
];

/** Honest people a day, on the average over the week. */
export const PEOPLE_A_DAY = VISITORS.reduce((sum, { weight }) => sum + weight, 0);

export const ORIGIN = 'https://shop.example';
const ACTIONS = ['signup', 'login', 'resend'] as const;

/** The configuration of the gate of a site so many times the ordinary one: defaults wherever there is one. */
export function gateOptions(size = 1): Omit<GateOptions, 'store' | 'clock' | 'random'> {
  const countries = Object.entries(COUNTRY_POOLS).map(
    ([country, { expectPerDay }]) => [country, { expectPerDay: expectPerDay * size }] as const,
  );
  return {
    site: 'lab',
    secrets: [{ kid: 'lab', secret: 'a secret of the lab, for nobody else to use' }],
    hashSecret: 'another secret of the lab, for its hashes',
    origins: [ORIGIN],
    actions: ACTIONS,
    countries: Object.fromEntries(countries),
    elsewhere: { perDayUsd: 20 * size },
    cap: { hourUsd: CAP.hourUsd * size, dayUsd: CAP.dayUsd * size, monthUsd: CAP.monthUsd * size },
    stepUp: ['email', 'passkey'],
    log: () => undefined,
  };
}

/** The pool that a number of a country draws on, as the scoreboard names it. */
export function poolOf(country: string): string {
  return country in COUNTRY_POOLS ? country : 'elsewhere';
}
