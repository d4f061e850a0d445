import type { GateLimits } from '@tollgate/server';
import type { RoomRules } from '@tollgate/server/lab';
import type { Span } from '../world/world.js';
import type { Report } from './defence.js';
import { VerifiedDays } from './verified-days.js';

/** A text that went out. */
export interface SentText {
  readonly id: string;
  readonly phone: string;
  readonly microUsd: number;
  readonly isCall: boolean;
  readonly tier: keyof RoomRules['tierPercent'];
  /** Of its number's country; known numbers have a pool of their own. */
  readonly pool: string;
}

interface Counted extends SentText {
  readonly atMs: number;
  /** True once the store has lost it. */
  isLost: boolean;
  verifiedAtMs: number;
  trustedAtMs: number;
}

type Kind = 'pool' | 'block' | 'range';

/** What is counted together: everything of a pool, of one block in it, of one range. */
interface Place {
  readonly kind: Kind;
  readonly pool: string;
  readonly texts: Counted[];
  readonly verified: VerifiedDays;
}

/** What a place may have out at the end of some interval. */
interface Bound {
  readonly exposed: Limits;
  readonly spent: Limits;
}

/** Of the dearest text and call that a place sent; 0 where it sent none. */
interface Prices {
  readonly text: number;
  readonly call: number;
}

interface Limits {
  readonly hour: number;
  readonly day: number;
}

const WINDOWS = { hour: 3_600_000, day: 86_400_000, month: 30 * 86_400_000 } as const;
type Window = keyof typeof WINDOWS;

/** A limit of an interval is one that some process used in it, or in so long before it. */
const LAG_MS = 180_000;

/**
 * Everything that went out, counted again from outside the gate, by the rules and what the operator set alone: in every interval as long as a window, money whose code
 * was not entered and money that nobody trusted stay under the limits of their pool, block and range, and all money
 * under the cap. What was granted in seconds that a store lost is the excess that is promised, and is left out.
 */
export class Spending {
  readonly #clock: () => number;
  readonly #limits: () => GateLimits;
  readonly #rules: RoomRules;
  readonly #texts = new Map<string, Counted>();
  readonly #places = new Map<string, Place>();
  /** The highest limits that were ever in force. */
  readonly #most = new Map<string, Limits & { readonly exposureFloor: number }>();

  constructor(clock: () => number, limits: () => GateLimits, rules: RoomRules) {
    this.#clock = clock;
    this.#limits = limits;
    this.#rules = rules;
    this.note();
  }

  /** Notes the limits in force, after the operator changed them. */
  note(): void {
    for (const { name, hourMicroUsd, dayMicroUsd, exposureFloorMicroUsd } of this.#limits().pools) {
      const before = this.#most.get(name) ?? { hour: 0, day: 0, exposureFloor: 0 };
      this.#most.set(name, {
        hour: Math.max(before.hour, hourMicroUsd),
        day: Math.max(before.day, dayMicroUsd),
        exposureFloor: Math.max(before.exposureFloor, exposureFloorMicroUsd),
      });
    }
  }

  add(text: SentText): void {
    const counted = { ...text, atMs: this.#clock(), isLost: false, verifiedAtMs: Infinity, trustedAtMs: Infinity };
    this.#texts.set(text.id, counted);
    for (const place of this.#placesOf(text)) place.texts.push(counted);
  }

  /** The store lost its last seconds. */
  lose(lastMs: number): void {
    const sinceMs = this.#clock() - lastMs;
    for (const text of this.#texts.values()) if (text.atMs >= sinceMs) text.isLost = true;
  }

  report(id: string, report: Report): void {
    const text = this.#texts.get(id);
    if (!text) return;
    const nowMs = this.#clock();
    if (text.verifiedAtMs === Infinity) {
      text.verifiedAtMs = nowMs;
      for (const { verified } of this.#placesOf(text)) verified.add(text.atMs, nowMs, text.microUsd);
    }
    if (report === 'trusted') text.trustedAtMs = Math.min(text.trustedAtMs, nowMs);
  }

  isWithinBound(): boolean {
    const texts = [...this.#texts.values()];
    const { hourMicroUsd, dayMicroUsd, monthMicroUsd } = this.#limits().cap;
    const cap = { hour: hourMicroUsd, day: dayMicroUsd, month: monthMicroUsd };
    const never = () => Infinity;
    const isUnderCap = (['hour', 'day', 'month'] as const).every((window) =>
      isUnder(texts, { window, leaves: never, limit: () => cap[window] }),
    );
    return isUnderCap && [...this.#places.values()].every((place) => this.#isWithin(place));
  }

  /** Calls alone fill a part of what may be out of their pool. */
  #areCallsWithin({ kind }: Place, texts: readonly Counted[], exposed: (untilMs: number) => number): boolean {
    const calls = kind === 'pool' ? texts.filter(({ isCall }) => isCall) : [];
    const limit = (untilMs: number) => exposed(untilMs) * this.#rules.callShare;
    return isUnder(calls, { window: 'day', leaves: ({ verifiedAtMs }) => verifiedAtMs, limit, share: this.#share });
  }

  /** The part of every limit that a text's tier may fill. */
  readonly #share = ({ tier }: Counted): number => this.#rules.tierPercent[tier] / 100;

  #isWithin(place: Place): boolean {
    const texts = place.texts.filter(({ isLost }) => !isLost);
    const prices = { text: dearest(texts, false), call: dearest(texts, true) };
    return (['hour', 'day'] as const).every((window) => {
      const bound = (untilMs: number) => this.#boundOf(place, prices, { fromMs: untilMs - WINDOWS[window], untilMs });
      const share = this.#share;
      const exposed = (untilMs: number) => bound(untilMs).exposed[window];
      const spent = (untilMs: number) => bound(untilMs).spent[window];
      return (
        isUnder(texts, { window, leaves: ({ verifiedAtMs }) => verifiedAtMs, limit: exposed, share }) &&
        isUnder(texts, { window, leaves: ({ trustedAtMs }) => trustedAtMs, limit: spent, share }) &&
        (window === 'hour' || this.#areCallsWithin(place, texts, exposed))
      );
    });
  }

  /** The highest limits of a place in an interval, for the dearest text and call that it sent. */
  #boundOf(place: Place, prices: Prices, interval: Span): Bound {
    const pool = this.#most.get(place.pool)!;
    const whole = this.#places.get(`pool ${place.pool}`)!;
    const poolFloor = Math.max(pool.exposureFloor, this.#rules.poolTexts * prices.text);
    const exposed = this.#grown(whole, { floor: poolFloor, day: pool.day }, interval);
    if (place.kind === 'pool') return { exposed: this.#exposedOfPool(exposed, prices), spent: pool };
    const { [place.kind]: part, partTextsMin, tierPercent } = this.#rules;
    const least = partTextsMin * prices.text;
    const day = Math.max(least, pool.day * part.shareOfPool);
    const floor = Math.min(part.texts * prices.text, Math.max(least, exposed * part.shareOfPool));
    // One call has room everywhere, for a cold device too.
    const call = (prices.call * 100) / tierPercent.cold;
    const out = Math.max(call, this.#grown(place, { floor, day }, interval));
    const spent = Math.max(call, day);
    return { exposed: { hour: out, day: out }, spent: { hour: spent, day: spent } };
  }

  /** Calls may use in an hour what they may in a day. */
  #exposedOfPool(exposed: number, prices: Prices): Limits {
    const { exposureHourShare, exposureHourTexts, callShare } = this.#rules;
    const texts = Math.max(exposed * exposureHourShare, exposureHourTexts * prices.text);
    return { hour: prices.call > 0 ? Math.max(texts, exposed * callShare) : texts, day: exposed };
  }

  /** An exposure limit, as far as codes had made it grow. */
  #grown({ kind, verified }: Place, { floor, day }: { floor: number; day: number }, { fromMs, untilMs }: Span): number {
    const share = kind === 'pool' ? this.#rules.verifiedShare : this.#rules.partVerifiedShare;
    return Math.min(day, Math.max(floor, share * verified.most(fromMs - LAG_MS, untilMs)));
  }

  #placesOf({ pool, phone, tier }: SentText): readonly Place[] {
    if (tier === 'known') return [this.#place('pool', 'pool:known', 'pool pool:known')];
    const whole = this.#place('pool', pool, `pool ${pool}`);
    const block = this.#place('block', pool, `block ${pool} ${phone.slice(0, -6)}`);
    return [whole, block, this.#place('range', pool, `range ${pool} ${phone.slice(0, -4)}`)];
  }

  #place(kind: Kind, pool: string, name: string): Place {
    const place = this.#places.get(name) ?? { kind, pool, texts: [], verified: new VerifiedDays() };
    this.#places.set(name, place);
    return place;
  }
}

/** The price of the dearest text or call; 0 where there was none. */
function dearest(texts: readonly Counted[], isCall: boolean): number {
  return texts.reduce((most, text) => (text.isCall === isCall ? Math.max(most, text.microUsd) : most), 0);
}

interface Check {
  readonly window: Window;
  /** When a text is counted no longer, if that is before the window has passed. */
  readonly leaves: (text: Counted) => number;
  /** The limit of an interval that ends then. */
  readonly limit: (untilMs: number) => number;
  /** The part of the limit up to which a text may fill it. Default: all. */
  readonly share?: (text: Counted) => number;
}

/** Limits here are not whole micro-dollars. */
const ROUNDING = 1;

/** Whether no interval as long as the window held more than its limit. Texts are in the order of time. */
function isUnder(texts: readonly Counted[], { window, leaves, limit, share = () => 1 }: Check): boolean {
  const gone = texts
    .map((text) => ({ atMs: Math.min(text.atMs + WINDOWS[window], leaves(text)), microUsd: text.microUsd }))
    .sort((a, b) => a.atMs - b.atMs);
  let spent = 0;
  let next = 0;
  for (const text of texts) {
    for (; next < gone.length && gone[next]!.atMs <= text.atMs; next++) spent -= gone[next]!.microUsd;
    spent += text.microUsd;
    if (spent > limit(text.atMs) * share(text) + ROUNDING) return false;
  }
  return true;
}
