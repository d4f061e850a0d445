import type { GateOptions } from '@tollgate/server';
import type { Country } from './number-plan.js';

/** The site that is simulated: the README's worked example, open to other countries as well. */
const COUNTRIES_LISTED = { US: 150, GB: 60, DE: 40, FR: 30, PL: 20 } as const satisfies Partial<PeopleADay>;

/** People from countries that the site does not list, a day. An assumption. */
const ELSEWHERE = { ES: 2, IN: 2 } as const satisfies Partial<PeopleADay>;

/** Roomy: rules that tuning tries may need larger pools than the gate's own do. */
const CAP = { hourUsd: 40, dayUsd: 160, monthUsd: 4_800 } as const;

export const ORIGIN = 'https://shop.example';
const ACTIONS = ['signup', 'login', 'resend'] as const;

/** Honest people a day by country, on the average over the week. */
type PeopleADay = Readonly<Record<Country, number>>;

/** People of one country: how many come on a day is their weight among all. */
export interface Visitors {
  readonly country: Country;
  readonly weight: number;
}

/** How a tape's site differs from the ordinary one. */
export interface SiteDifference {
  /** How many times the people and the pools. Default 1. */
  readonly size?: number;
  /** Countries that it lists as well, with their people a day. */
  readonly alsoListed?: Partial<PeopleADay>;
}

/** One simulated site: who comes to it on ordinary days, and how its gate is configured. */
export class Site {
  /** The countries that it lists, and how many people of each come on a day. */
  readonly listed: readonly Visitors[];
  /** The same, and those from elsewhere. */
  readonly visitors: readonly Visitors[];
  readonly #size: number;

  constructor({ size = 1, alsoListed = {} }: SiteDifference = {}) {
    this.#size = size;
    this.listed = visitorsOf({ ...COUNTRIES_LISTED, ...alsoListed }, size);
    this.visitors = [...this.listed, ...visitorsOf(ELSEWHERE, size)];
  }

  /** The configuration of its gate: defaults wherever there is one. */
  gateOptions(): Omit<GateOptions, 'store' | 'clock' | 'random'> {
    const size = this.#size;
    return {
      site: 'lab',
      secrets: [{ kid: 'lab', secret: 'a secret of the lab, for nobody else to use' }],
      hashSecret: 'another secret of the lab, for its hashes',
      origins: [ORIGIN],
      actions: ACTIONS,
      countries: Object.fromEntries(this.listed.map(({ country, weight }) => [country, { expectPerDay: weight }])),
      elsewhere: { perDayUsd: 20 * size },
      cap: { hourUsd: CAP.hourUsd * size, dayUsd: CAP.dayUsd * size, monthUsd: CAP.monthUsd * size },
      stepUp: ['email', 'passkey'],
      log: () => undefined,
    };
  }

  /** The pool that a number of a country draws on, as the scoreboard names it. */
  poolOf(country: string): string {
    return this.listed.some((one) => one.country === country) ? country : 'elsewhere';
  }
}

function visitorsOf(people: Partial<PeopleADay>, size: number): readonly Visitors[] {
  return Object.entries(people).map(([country, aDay]) => ({ country: country as Country, weight: aDay * size }));
}
