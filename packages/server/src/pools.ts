import { getExampleNumber, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { deepFreeze } from './deep-freeze.js';
import type { Destination } from './phone-number.js';
import { microUsdOf, type PriceTable } from './prices/price-table.js';

/** The most that may be spent, in dollars, on everything the gate admits. */
export interface Cap {
  readonly hourUsd: number;
  readonly dayUsd: number;
  /** In any 30 days. */
  readonly monthUsd: number;
}

/** A pool's day: in dollars, or by how many texts are expected (twice their price is its limit). */
export type PoolOption = { readonly perDayUsd: number } | { readonly expectPerDay: number };

export interface PoolOptions {
  /** ISO 3166-1 alpha-2 → the country's own pool. */
  readonly countries: Readonly<Record<string, PoolOption>>;
  /** The pool that all other countries share, or no texts to strangers there. */
  readonly elsewhere: 'refuse' | { readonly perDayUsd: number };
  readonly cap: Cap;
}

/** The money of one listed country, of all others, or of known numbers. Whole micro-dollars. */
export interface Pool {
  /** `pool:DE`, `pool:elsewhere`, `pool:known`. */
  readonly name: string;
  readonly hourMicroUsd: number;
  readonly dayMicroUsd: number;
}

/** The cap in whole micro-dollars, as it is compared and shown. */
export interface CapMicroUsd {
  readonly hourMicroUsd: number;
  readonly dayMicroUsd: number;
  readonly monthMicroUsd: number;
}

export interface Pools {
  readonly cap: CapMicroUsd;
  readonly known: Pool;
  readonly all: readonly Pool[];
  /** The pool that a stranger's text draws on; `undefined` where strangers are refused. */
  poolOf(destination: Destination): Pool | undefined;
}

/** Texts that an hour of a small pool holds at least. */
const HOUR_TEXTS = 10;
/** A pool's day holds at least this many of its texts. */
const DAY_TEXTS = 40;
/** Known numbers' share of the cap. */
const KNOWN_SHARE = 0.25;
/** No prefix at all: the table's floor. */
const UNKNOWN_NUMBER = '+';
const ONE_TEXT = { channel: 'sms', segments: 1 } as const;

/**
 * Builds the pools and checks that none can close another: Σ pools + known ≤ cap for the hour, the day and 30 days.
 * Throws `RangeError` naming the option and the figure that would do.
 */
export function createPools(options: PoolOptions, prices: PriceTable): Pools {
  const { countries, elsewhere } = options;
  const cap = capMicroUsd(options.cap);
  const listed = Object.entries(countries).map(([country, option]) => {
    const textMicroUsd = textPrice(country, prices);
    const day = 'perDayUsd' in option ? microUsdOf(option.perDayUsd) : option.expectPerDay * textMicroUsd * 2;
    return createPool(`pool:${country}`, day, { option: `countries.${country}`, textMicroUsd });
  });
  const others = elsewhere === 'refuse' ? undefined : createElsewhere(elsewhere.perDayUsd, prices);
  const strangers = others ? [...listed, others] : listed;
  refuseAboveCap(strangers, cap);
  const known = {
    name: 'pool:known',
    hourMicroUsd: Math.floor(cap.hourMicroUsd * KNOWN_SHARE),
    dayMicroUsd: Math.floor(cap.dayMicroUsd * KNOWN_SHARE),
  };
  const byName = new Map(listed.map((pool) => [pool.name, pool]));
  return {
    cap,
    known,
    all: deepFreeze([...strangers, known]),
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

/** The price of one text to a country: its example mobile number's, so that area codes count. */
function textPrice(country: string, prices: PriceTable): number {
  const example = getExampleNumber(country as CountryCode, examples);
  return prices.priceText(example?.number ?? UNKNOWN_NUMBER, ONE_TEXT).totalMicroUsd;
}

function createElsewhere(perDayUsd: number, prices: PriceTable): Pool {
  const textMicroUsd = prices.priceText(UNKNOWN_NUMBER, ONE_TEXT).totalMicroUsd;
  return createPool('pool:elsewhere', microUsdOf(perDayUsd), { option: 'elsewhere', textMicroUsd });
}

function createPool(
  name: string,
  dayMicroUsd: number,
  { option, textMicroUsd }: { readonly option: string; readonly textMicroUsd: number },
): Pool {
  const least = DAY_TEXTS * textMicroUsd;
  if (dayMicroUsd < least) {
    throw new RangeError(`option "${option}" must be worth at least ${usd(least)} a day, ${DAY_TEXTS} of its texts`);
  }
  const hourMicroUsd = Math.min(dayMicroUsd, Math.max(Math.floor(dayMicroUsd / 4), HOUR_TEXTS * textMicroUsd));
  return { name, hourMicroUsd, dayMicroUsd };
}

/** Known numbers' share grows with the cap, so the pools themselves must fit into the rest of it. */
function refuseAboveCap(pools: readonly Pool[], { hourMicroUsd, dayMicroUsd, monthMicroUsd }: CapMicroUsd): void {
  const hour = pools.reduce((sum, pool) => sum + pool.hourMicroUsd, 0);
  const day = pools.reduce((sum, pool) => sum + pool.dayMicroUsd, 0);
  const least = [
    ['cap.hourUsd', hourMicroUsd, hour / (1 - KNOWN_SHARE)],
    ['cap.dayUsd', dayMicroUsd, day / (1 - KNOWN_SHARE)],
    ['cap.monthUsd', monthMicroUsd, 30 * (day + KNOWN_SHARE * dayMicroUsd)],
  ] as const;
  for (const [option, givenMicroUsd, leastMicroUsd] of least) {
    if (givenMicroUsd >= leastMicroUsd) continue;
    throw new RangeError(
      `option "${option}" must be at least ${usd(leastMicroUsd)}, what all pools and known numbers need`,
    );
  }
}

function usd(microUsd: number): string {
  return `$${(Math.ceil(microUsd / 1e4) / 100).toFixed(2)}`;
}
