import type { GateContext } from '../gate-context.js';
import { microUsdOf } from '../prices/micro-usd.js';
import type { PoolOption } from '../pools.js';
import { ROOM_RULES } from '../room-rules.js';
import type { Limit, Tier } from '../store.js';

/** What the documented rules allow a pool, by the operator's options. Whole micro-dollars. */
export interface ExpectedPool {
  readonly name: string;
  readonly hour: number;
  readonly day: number;
  /** What may be out unverified before codes are entered. */
  readonly floor: number;
}

/** What a place may hold of each sum and window: written down here a second time, so that a slip in the first shows. */
export interface ExpectedPlace {
  readonly exposure: number;
  readonly exposureHour: number;
  readonly hour: number;
  readonly day: number;
}

/** A pool's day holds so many texts at least; an option that is worth less is not taken over. */
const DAY_TEXTS = 40;

/**
 * The pools that the options and the operator's changes come to under `ROOM_RULES`, whatever rules the gate itself has. Texts
 * are priced as they were when the pools in force were built: a price that moved since moves no limit either.
 */
export function expectedPools({ options, book }: GateContext): readonly ExpectedPool[] {
  const { pools, controls } = book;
  const given: Readonly<Record<string, unknown>> = {
    ...options.countries,
    elsewhere: options.elsewhere,
    ...controls.pools,
  };
  const strangers = pools.all.filter((pool) => pool !== pools.known);
  const wanted = strangers.map(({ name }, at) => {
    const text = pools.prices[at]!.totalMicroUsd;
    return { name, text, day: dayOf(given[name.replace('pool:', '')] as PoolOption, text) };
  });
  // What was changed elsewhere and does not fit this process is not in force here.
  const isInForce = wanted.every(({ day, text }) => !(day < DAY_TEXTS * text));
  const listed = wanted.map(({ name, text, day }, at) =>
    poolOf(name, isInForce ? day : strangers[at]!.dayMicroUsd, text),
  );
  return [...listed, knownOf(options.cap)];
}

function dayOf(option: PoolOption, text: number): number {
  if ('perDayUsd' in option) return microUsdOf(option.perDayUsd);
  return option.expectPerDay * text * ROOM_RULES.expectedSpend;
}

function poolOf(name: string, day: number, text: number): ExpectedPool {
  const { hourShare, poolTexts, exposureShare } = ROOM_RULES;
  return {
    name,
    day,
    hour: Math.min(day, Math.max(Math.floor(day * hourShare), poolTexts * text)),
    floor: Math.max(Math.floor(day * exposureShare), poolTexts * text),
  };
}

/** The smallest pool that an option may name, where a text costs so much. */
export function leastPool(name: string, text: number): ExpectedPool {
  return poolOf(name, DAY_TEXTS * text, text);
}

function knownOf({ hourUsd, dayUsd }: GateContext['options']['cap']): ExpectedPool {
  const { knownShare, exposureShare } = ROOM_RULES;
  const day = Math.floor(microUsdOf(dayUsd) * knownShare);
  const hour = Math.floor(microUsdOf(hourUsd) * knownShare);
  return { name: 'pool:known', hour, day, floor: Math.floor(day * exposureShare) };
}

/** A pool where a text costs so much, and where codes were entered for so much money; none as a rule. */
export function expectedOfPool({ floor, hour, day }: ExpectedPool, text: number, verified = 0): ExpectedPlace {
  const { poolTexts, exposureHourShare, exposureHourTexts, verifiedShare } = ROOM_RULES;
  const exposure = Math.min(day, Math.max(floor, poolTexts * text, Math.floor(verifiedShare * verified)));
  return {
    exposure,
    exposureHour: Math.max(Math.floor(exposure * exposureHourShare), exposureHourTexts * text),
    hour,
    day,
  };
}

/** What a part of a pool is asked for. */
export interface ExpectedPart {
  readonly pool: ExpectedPlace;
  readonly text: number;
  /** Money of texts to the part itself whose codes were entered. Default 0. */
  readonly verified?: number;
}

/** A block or range of a pool. */
export function expectedOfPart(kind: 'block' | 'range', { pool, text, verified = 0 }: ExpectedPart): ExpectedPlace {
  const { shareOfPool, texts } = ROOM_RULES[kind];
  const { partTextsMin, partVerifiedShare } = ROOM_RULES;
  const least = partTextsMin * text;
  const day = Math.max(least, Math.floor(pool.day * shareOfPool));
  const floor = Math.min(texts * text, Math.max(least, Math.floor(pool.exposure * shareOfPool)));
  const exposure = Math.min(day, Math.max(floor, Math.floor(partVerifiedShare * verified)));
  return { exposure, exposureHour: exposure, hour: day, day };
}

/** What calls leave of a pool to texts. */
export function expectedForCalls(pool: ExpectedPlace): ExpectedPlace {
  const exposure = Math.floor(pool.exposure * ROOM_RULES.callShare);
  return { ...pool, exposure, exposureHour: exposure };
}

/** How far a tier may fill a place. */
export function expectedLimit(
  place: ExpectedPlace,
  tier: Tier,
  { sum, window }: Pick<Limit, 'sum' | 'window'>,
): number {
  const { exposure, exposureHour, hour, day } = place;
  const exposed = window === 'hour' ? Math.min(exposure, exposureHour, hour) : exposure;
  const untrusted = window === 'hour' ? hour : day;
  return Math.floor(((sum === 'exposed' ? exposed : untrusted) * ROOM_RULES.tierPercent[tier]) / 100);
}
