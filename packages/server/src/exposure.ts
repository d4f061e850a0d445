import { hourOf, type Pool, POOL_TEXTS } from './pools.js';
import type { HistoryDay, Limit, RowUse, Tier } from './store.js';
import { DAY_MS } from './text-rules.js';

/** How full the fullest of a text's exposure limits is, in per cent: below half, from 50, from 80. */
export type Heat = 0 | 50 | 80;

/** How a part of a pool is bounded: its share of the pool, and the texts that it holds at least. */
export interface PartRule {
  readonly shareOfPool: number;
  readonly texts: number;
}

/** Blocks of a million numbers and ranges of ten thousand. Starting values, to be tuned by the lab. */
export const BLOCK: PartRule = Object.freeze({ shareOfPool: 1 / 2, texts: 20 });
export const RANGE: PartRule = Object.freeze({ shareOfPool: 1 / 4, texts: 10 });
const PART_TEXTS_MIN = 2;

/** How much of its history a meter may have out unverified. */
const HISTORY_SHARE = 0.5;
/** Verified money that nobody trusted counts in the history only up to so many times the floor. */
const VERIFIED_FLOORS = 3;
const HISTORY_DAYS = 14;

/** Which part of every limit a tier may fill: strangers without a history leave room for those with one. */
const TIER_PERCENT: Readonly<Record<Tier, number>> = { known: 100, warm: 100, cold: 70 };

/** What a tier may fill of every limit of a stranger's place, in per cent. */
export function percentOf(tier: Tier): number {
  return TIER_PERCENT[tier];
}

/** What a meter allows: money out and not verified, and money not trusted. Whole micro-dollars. */
export interface Allowance {
  readonly exposure: number;
  readonly hour: number;
  readonly day: number;
}

/** A meter's days as they enter its limits, and when it is. */
export interface Past {
  readonly days: readonly HistoryDay[];
  readonly nowMs: number;
}

/** What a pool allows for a text of this price: `n texts` are so many of what is asked. */
export function poolAllowance(pool: Pool, microUsd: number, past: Past): Allowance {
  const floor = Math.max(pool.exposureFloorMicroUsd, POOL_TEXTS * microUsd);
  return { exposure: exposureLimit(floor, pool.dayMicroUsd, past), hour: pool.hourMicroUsd, day: pool.dayMicroUsd };
}

/** What a block or range of a pool allows for a text of this price. */
export function partAllowance(
  { shareOfPool, texts }: PartRule,
  { pool, microUsd, past }: { readonly pool: Allowance; readonly microUsd: number; readonly past: Past },
): Allowance {
  const day = Math.floor(pool.day * shareOfPool);
  const most = Math.max(PART_TEXTS_MIN * microUsd, Math.floor(pool.exposure * shareOfPool));
  const floor = Math.min(texts * microUsd, most);
  return { exposure: exposureLimit(floor, day, past), hour: hourOf(day, texts * microUsd), day };
}

/** The limits of an allowance for a tier, as a store compares them. */
export function limitsOf({ exposure, hour, day }: Allowance, tier: Tier): readonly Limit[] {
  const part = (microUsd: number) => Math.floor((microUsd * TIER_PERCENT[tier]) / 100);
  return [
    { sum: 'exposed', window: 'hour', limit: part(Math.min(exposure, hour)) },
    { sum: 'exposed', window: 'day', limit: part(exposure) },
    { sum: 'untrusted', window: 'hour', limit: part(hour) },
    { sum: 'untrusted', window: 'day', limit: part(day) },
  ];
}

/** The heat that a text of this tier met. The site's own meter has no exposure limit, and texts are not money. */
export function heatOf(rows: readonly RowUse[], tier: Tier): Heat {
  let fullest = 0;
  for (const { sum, used, limit } of rows) {
    if (sum === 'exposed') fullest = Math.max(fullest, (used * TIER_PERCENT[tier]) / Math.max(limit, 1));
  }
  return fullest >= 80 ? 80 : fullest >= 50 ? 50 : 0;
}

/** Only the operator raises what may be spent; what may be out unverified grows with what was trusted. */
function exposureLimit(floor: number, spendLimit: number, past: Past): number {
  return Math.min(spendLimit, Math.max(floor, Math.floor(HISTORY_SHARE * historyOf(past, floor))));
}

/** The median of the last 14 whole days: trusted money, and verified money up to three times the floor. */
function historyOf({ days, nowMs }: Past, floor: number): number {
  if (days.length === 0) return 0;
  const today = Math.floor(nowMs / DAY_MS);
  const sums = Array.from({ length: HISTORY_DAYS }, (_, ago) => {
    const found = days.find(({ day }) => day === today - 1 - ago);
    return found ? found.trusted + Math.min(found.verified, VERIFIED_FLOORS * floor) : 0;
  }).sort((a, b) => a - b);
  return (sums[HISTORY_DAYS / 2 - 1]! + sums[HISTORY_DAYS / 2]!) / 2;
}
