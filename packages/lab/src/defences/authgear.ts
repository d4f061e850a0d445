import { authgearThresholds, networkThresholds } from './baseline-authgear-thresholds.js';
import { NO_DEMAND } from './baseline-demands.js';
import { DAY_MS, HOUR_MS } from '../world/durations.js';
import { networkOf } from '@tollgate/server/lab';
import { SlidingSet } from './baseline-sliding-set.js';
import { type TextOwner, UnverifiedTexts } from './baseline-unverified-texts.js';
import { VerifiedHistory } from './baseline-verified-history.js';
import type { Answer, Ask, DefenceRow, Setting } from './defence.js';
import { SlidingCount } from './sliding-count.js';

/** Countries that one IP may text within 24 h, those aside in which it has a verified text. */
const COUNTRIES_PER_NETWORK = 3;

/**
 * Authgear's published rules as we read them, told to refuse (their default only records): a text is refused that would
 * take its country's or its IP's unverified texts beyond their formulas, or its IP to a fourth country in 24 h in which
 * it has no verified text. A text is unverified from when it is sent until its code is entered.
 *
 * Simpler than theirs: their server counts in leaking buckets, attempts that it refuses among them. We share an IPv6 /64.
 */
export const AUTHGEAR: DefenceRow = {
  name: 'authgear',
  title: "Authgear's published rules, as we read them: unverified texts by country and by IP",
  create(setting) {
    const texts = new AuthgearTexts(setting);
    return {
      demand: NO_DEMAND,
      ask: async (ask) => texts.ask(ask),
      // Trusted or verified: either says that the code was entered.
      report: async (id) => texts.verify(id),
    };
  },
};

class AuthgearTexts {
  readonly #unverified: UnverifiedTexts;
  readonly #verified: VerifiedHistory;
  readonly #verifiedByNetwork: SlidingCount;
  readonly #countries: SlidingSet;
  readonly #verifiedCountries: SlidingSet;
  #texts = 0;

  constructor({ clock }: Pick<Setting, 'clock'>) {
    this.#unverified = new UnverifiedTexts(clock);
    this.#verified = new VerifiedHistory(clock);
    this.#verifiedByNetwork = new SlidingCount(clock, DAY_MS);
    this.#countries = new SlidingSet(clock, DAY_MS);
    this.#verifiedCountries = new SlidingSet(clock, DAY_MS);
  }

  ask({ country, ip }: Ask): Answer {
    const owner = { country, network: networkOf(ip) };
    if (!this.#mayText(owner)) return { kind: 'refused' };
    const id = `authgear-${++this.#texts}`;
    this.#unverified.add(id, owner);
    this.#countries.add(owner.network, country);
    return { kind: 'sent', id };
  }

  verify(id: string): void {
    const owner = this.#unverified.verify(id);
    if (owner === undefined) return;
    const { country, network } = owner;
    this.#verified.add(country);
    this.#verifiedByNetwork.add(network);
    this.#verifiedCountries.add(network, country);
  }

  #mayText({ country, network }: TextOwner): boolean {
    const { byCountry, byNetwork } = this.#unverified;
    return (
      this.#newCountries(network, country) <= COUNTRIES_PER_NETWORK &&
      hasRoom(byNetwork, network, networkThresholds(this.#verifiedByNetwork.count(network, DAY_MS))) &&
      hasRoom(byCountry, country, authgearThresholds(this.#verified.countsOf(country)))
    );
  }

  /** Countries in which an IP has no verified text yet, with this one. */
  #newCountries(network: string, country: string): number {
    const verified = this.#verifiedCountries.valuesOf(network);
    const asked = new Set([...this.#countries.valuesOf(network), country]);
    return [...asked].filter((one) => !verified.has(one)).length;
  }
}

/** Whether one more stays at or under both. */
function hasRoom(texts: SlidingCount, key: string, most: { readonly day: number; readonly hour: number }): boolean {
  return texts.count(key, DAY_MS) + 1 <= most.day && texts.count(key, HOUR_MS) + 1 <= most.hour;
}
