import { getExampleNumber, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { deepFreeze } from './deep-freeze.js';
import type { Destination } from './phone-number.js';
import { microUsdOf } from './prices/micro-usd.js';
import type { TextPrice } from './prices/price.js';
import type { PriceTable } from './prices/price-table.js';
import { ROOM_RULES, type RoomRules } from './room-rules.js';
import type { Window } from './store.js';
import { TEXT_RULES } from './text-rules.js';

/** The most that may be spent, in dollars, on everything the gate admits. */
export interface Cap {
  readonly hourUsd: number;
  readonly dayUsd: number;
  /** In any 30 days. */
  readonly monthUsd: number;
}

/** A pool's day: in dollars, or by how many texts are expected (twice their price is its limit). */
export type PoolOption = { readonly perDayUsd: number } | { readonly expectPerDay: number };

/** The pool that all unlisted countries share, or no texts to strangers there. */
export type ElsewhereOption = 'refuse' | { readonly perDayUsd: number };

export interface PoolOptions {
  /** ISO 3166-1 alpha-2 → the country's own pool. */
  readonly countries: Readonly<Record<string, PoolOption>>;
  readonly elsewhere: ElsewhereOption;
  readonly cap: Cap;
}

/** The money of one listed country, of all others, or of known numbers. Whole micro-dollars. */
export interface Pool {
  /** `pool:DE`, `pool:elsewhere`, `pool:known`. */
  readonly name: string;
  /** The most that may be out and not trusted: in any hour, in any day. */
  readonly hourMicroUsd: number;
  readonly dayMicroUsd: number;
  /** The most that may be out and not verified while too few codes were entered for more. */
  readonly exposureFloorMicroUsd: number;
}

/** The cap in whole micro-dollars, as it is compared and shown. */
export interface CapMicroUsd {
  readonly hourMicroUsd: number;
  readonly dayMicroUsd: number;
  readonly monthMicroUsd: number;
}

/** A pool's limits before they were lowered, and until when they count in the sum of all pools. */
export interface FormerLimits {
  readonly name: string;
  readonly hourMicroUsd: number;
  readonly dayMicroUsd: number;
  readonly replacedAtSec: number;
}

export interface Pools {
  readonly cap: CapMicroUsd;
  readonly known: Pool;
  /** Of the cap. */
  readonly knownShare: number;
  readonly all: readonly Pool[];
  /** All pools and known numbers together: never more than the cap. */
  readonly sum: CapMicroUsd;
  /** What one text to each pool costs, as its limits were computed. */
  readonly prices: readonly TextPrice[];
  /** What one call costs: by the names of the strangers' pools. */
  readonly callPrices: ReadonlyMap<string, TextPrice>;
  /** The pool that a stranger's text draws on; `undefined` where strangers are refused. */
  poolOf(destination: Destination): Pool | undefined;
}

/** A pool's day holds at least this many of its texts. */
const DAY_TEXTS = 40;
/** No prefix at all: the table's floor. */
const UNKNOWN_NUMBER = '+';
const ONE_TEXT = { channel: 'sms', segments: 1 } as const;
const ONE_CALL = { channel: 'voice', segments: 1 } as const;

/**
 * How long money that was granted under a limit may count in a window: its N + 1 buckets, and the hold before its claim.
 */
export const COUNTED_SEC = Object.freeze({
  hour: countedSec('hour'),
  day: countedSec('day'),
  month: countedSec('month'),
});

function countedSec(window: Window): number {
  const { bucketMs, buckets } = TEXT_RULES.windows[window];
  return (bucketMs * buckets + TEXT_RULES.holdMs) / 1_000;
}

/** By which rules pools are built, and what was lowered before. */
export interface PoolTerms {
  readonly former?: readonly FormerLimits[];
  readonly nowSec?: number;
  readonly rules?: RoomRules;
}

/**
 * Builds the pools. A pool that was lowered counts in their sum with its former limits until their window has passed.
 * Throws `RangeError` naming the option and the figure that would do.
 */
export function createPools(
  options: PoolOptions,
  prices: PriceTable,
  { former = [], nowSec = 0, rules = ROOM_RULES }: PoolTerms = {},
): Pools {
  const { countries, elsewhere } = options;
  const cap = capMicroUsd(options.cap);
  const numbers = Object.keys(countries).map(exampleOf);
  const priced = numbers.map((number) => prices.priceText(number, ONE_TEXT));
  const listed = Object.entries(countries).map(([country, option], at) => {
    return createPool(`pool:${country}`, option, { option: `countries.${country}`, price: priced[at]!, rules });
  });
  const unknown = prices.priceText(UNKNOWN_NUMBER, ONE_TEXT);
  const others =
    elsewhere === 'refuse'
      ? undefined
      : createPool('pool:elsewhere', elsewhere, { option: 'elsewhere', price: unknown, rules });
  const strangers = others ? [...listed, others] : listed;
  const callPrices = [...numbers, UNKNOWN_NUMBER].map((number) => prices.priceText(number, ONE_CALL));
  const known = knownPool(cap, rules);
  const sum = sumOf(strangers, former, nowSec);
  const byName = new Map(listed.map((pool) => [pool.name, pool]));
  return {
    cap,
    known,
    knownShare: rules.knownShare,
    all: deepFreeze([...strangers, known]),
    sum: deepFreeze({
      hourMicroUsd: sum.hourMicroUsd + known.hourMicroUsd,
      dayMicroUsd: sum.dayMicroUsd + known.dayMicroUsd,
      monthMicroUsd: sum.monthMicroUsd + 30 * known.dayMicroUsd,
    }),
    prices: others ? [...priced, unknown] : priced,
    callPrices: new Map(strangers.map(({ name }, at) => [name, callPrices[at]!])),
    poolOf: ({ country = '' }) => byName.get(`pool:${country}`) ?? others,
  };
}

function capMicroUsd({ hourUsd, dayUsd, monthUsd }: Cap): CapMicroUsd {
  return Object.freeze({
    hourMicroUsd: microUsdOf(hourUsd),
    dayMicroUsd: microUsdOf(dayUsd),
    monthMicroUsd: microUsdOf(monthUsd),
  });
}

/** Known numbers spend by the site's own hand alone; what they may have out unverified is bounded as a country's is. */
function knownPool({ hourMicroUsd, dayMicroUsd }: CapMicroUsd, { knownShare, exposureShare }: RoomRules): Pool {
  const day = Math.floor(dayMicroUsd * knownShare);
  return {
    name: 'pool:known',
    hourMicroUsd: Math.floor(hourMicroUsd * knownShare),
    dayMicroUsd: day,
    exposureFloorMicroUsd: Math.floor(day * exposureShare),
  };
}

/** A mobile number by which a country is priced, so that area codes count. */
function exampleOf(country: string): string {
  return getExampleNumber(country as CountryCode, examples)?.number ?? UNKNOWN_NUMBER;
}

function createPool(
  name: string,
  given: PoolOption,
  {
    option,
    price,
    rules,
  }: { readonly option: string; readonly price: { readonly totalMicroUsd: number }; readonly rules: RoomRules },
): Pool {
  const text = price.totalMicroUsd;
  const expected = 'expectPerDay' in given ? given.expectPerDay * text : undefined;
  const day =
    expected === undefined ? microUsdOf((given as { perDayUsd: number }).perDayUsd) : expected * rules.expectedSpend;
  const least = DAY_TEXTS * text;
  if (day < least) {
    throw new RangeError(`option "${option}" must be worth at least ${usd(least)} a day, ${DAY_TEXTS} of its texts`);
  }
  return {
    name,
    hourMicroUsd: hourOf(day, rules.poolTexts * text, rules),
    dayMicroUsd: day,
    exposureFloorMicroUsd: Math.max(Math.floor(day * rules.exposureShare), rules.poolTexts * text),
  };
}

/** An hour of a limit that is given for the day: its share, but room for the texts named. */
function hourOf(dayMicroUsd: number, textsMicroUsd: number, { hourShare }: RoomRules): number {
  return Math.min(dayMicroUsd, Math.max(Math.floor(dayMicroUsd * hourShare), textsMicroUsd));
}

/** What all pools of strangers may spend together. */
function sumOf(pools: readonly Pool[], former: readonly FormerLimits[], nowSec: number): CapMicroUsd {
  const inForce = (withinSec: number, member: 'hourMicroUsd' | 'dayMicroUsd') => {
    const most = new Map(pools.map((pool) => [pool.name, pool[member]]));
    for (const limits of former) {
      if (nowSec - limits.replacedAtSec > withinSec) continue;
      most.set(limits.name, Math.max(most.get(limits.name) ?? 0, limits[member]));
    }
    return [...most.values()].reduce((sum, limit) => sum + limit, 0);
  };
  return {
    hourMicroUsd: inForce(COUNTED_SEC.hour, 'hourMicroUsd'),
    dayMicroUsd: inForce(COUNTED_SEC.day, 'dayMicroUsd'),
    monthMicroUsd: 30 * inForce(COUNTED_SEC.month, 'dayMicroUsd'),
  };
}

/**
 * Checks that no pool can close another: Σ pools + known ≤ cap for the hour, the day and 30 days. Known numbers' share
 * grows with the cap, so the pools themselves must fit into the rest of it. Throws `RangeError` naming the option and
 * the figure that would do.
 */
export function demandRoomUnderCap({ cap, sum, known, knownShare }: Pools): void {
  const strangers = {
    hour: sum.hourMicroUsd - known.hourMicroUsd,
    day: sum.dayMicroUsd - known.dayMicroUsd,
    month: sum.monthMicroUsd - 30 * known.dayMicroUsd,
  };
  const least = [
    ['cap.hourUsd', cap.hourMicroUsd, strangers.hour / (1 - knownShare)],
    ['cap.dayUsd', cap.dayMicroUsd, strangers.day / (1 - knownShare)],
    ['cap.monthUsd', cap.monthMicroUsd, strangers.month + 30 * knownShare * cap.dayMicroUsd],
  ] as const;
  for (const [option, givenMicroUsd, leastMicroUsd] of least) {
    if (givenMicroUsd >= leastMicroUsd) continue;
    throw new RangeError(
      `option "${option}" must be at least ${usd(leastMicroUsd)}, what all pools and known numbers need`,
    );
  }
}

/** Dollars for people, rounded up to cents. */
export function usd(microUsd: number): string {
  return `$${(Math.ceil(microUsd / 1e4) / 100).toFixed(2)}`;
}
