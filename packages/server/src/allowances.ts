import type { Pool } from './pools.js';
import type { RoomRules } from './room-rules.js';
import type { HistoryDay, Limit, RowUse, Tier } from './store.js';
import { DAY_MS } from './text-rules.js';

/** How full the fullest of a text's exposure limits is, in per cent: below half, from 50, from 80. */
export type Heat = 0 | 50 | 80;

/** What a meter allows: money out and not verified, and money not trusted. Whole micro-dollars. */
export interface Allowance {
  readonly exposure: number;
  /** Of that, what was sent within an hour. */
  readonly exposureHour: number;
  readonly hour: number;
  readonly day: number;
}

/** A meter's days as they enter its limits, and when it is. */
export interface Past {
  readonly days: readonly HistoryDay[];
  readonly nowMs: number;
}

/** What a part of a pool is asked for. */
export interface PartAsked {
  readonly pool: Allowance;
  readonly textMicroUsd: number;
  readonly past: Past;
}

/** Limits by the rules of room. */
export class Allowances {
  constructor(readonly rules: RoomRules) {}

  /** What a pool allows where a text costs so much: `n texts` are so many of those. */
  ofPool(pool: Pool, textMicroUsd: number, past: Past): Allowance {
    const floor = Math.max(pool.exposureFloorMicroUsd, this.rules.poolTexts * textMicroUsd);
    const earned = this.rules.verifiedShare * verifiedOf(past);
    const exposure = exposureLimit({ floor, earned, spendLimit: pool.dayMicroUsd });
    const { exposureHourShare, exposureHourTexts } = this.rules;
    const exposureHour = Math.max(Math.floor(exposure * exposureHourShare), exposureHourTexts * textMicroUsd);
    return { exposure, exposureHour, hour: pool.hourMicroUsd, day: pool.dayMicroUsd };
  }

  /** What a block or range of a pool allows where a text costs so much. */
  ofPart(part: 'block' | 'range', { pool, textMicroUsd, past }: PartAsked): Allowance {
    const { shareOfPool, texts } = this.rules[part];
    const least = this.rules.partTextsMin * textMicroUsd;
    const day = Math.max(least, Math.floor(pool.day * shareOfPool));
    const floor = Math.min(texts * textMicroUsd, Math.max(least, Math.floor(pool.exposure * shareOfPool)));
    const earned = this.rules.partVerifiedShare * verifiedOf(past);
    const exposure = exposureLimit({ floor, earned, spendLimit: day });
    return { exposure, exposureHour: exposure, hour: day, day };
  }

  /** What is left of a pool's allowance for calls: those that nobody answers must not close it to texts for a day. */
  poolForCalls(allowance: Allowance): Allowance {
    const exposure = Math.floor(allowance.exposure * this.rules.callShare);
    // One call costs more than what an hour of texts may add in most pools.
    return { ...allowance, exposure, exposureHour: exposure };
  }

  /** A part's allowance with room for one call of this price, for a cold device too. */
  partForCall(allowance: Allowance, callMicroUsd: number): Allowance {
    const one = Math.ceil((callMicroUsd * 100) / this.rules.tierPercent.cold);
    const { exposure, exposureHour, hour, day } = allowance;
    return {
      exposure: Math.max(exposure, one),
      exposureHour: Math.max(exposureHour, one),
      hour: Math.max(hour, one),
      day: Math.max(day, one),
    };
  }

  /** The limits of an allowance for a tier, as a store compares them. */
  limits({ exposure, exposureHour, hour, day }: Allowance, tier: Tier): readonly Limit[] {
    const percent = this.rules.tierPercent[tier];
    const part = (microUsd: number) => Math.floor((microUsd * percent) / 100);
    return [
      { sum: 'exposed', window: 'hour', limit: part(Math.min(exposure, exposureHour, hour)) },
      { sum: 'exposed', window: 'day', limit: part(exposure) },
      { sum: 'untrusted', window: 'hour', limit: part(hour) },
      { sum: 'untrusted', window: 'day', limit: part(day) },
    ];
  }

  /** The heat that a text of this tier met. The site's own meter has no exposure limit, and texts are not money. */
  heat(rows: readonly RowUse[], tier: Tier): Heat {
    const percent = this.rules.tierPercent[tier];
    let fullest = 0;
    for (const { sum, used, limit } of rows) {
      if (sum === 'exposed') fullest = Math.max(fullest, (used * percent) / Math.max(limit, 1));
    }
    return fullest >= 80 ? 80 : fullest >= 50 ? 50 : 0;
  }
}

/**
 * What may be out unverified. It grows as codes are entered, on the same day, so that a crowd is let in on the day that it
 * comes: nearly all of its texts come back as codes. Codes that are typed back to gain room each cost a text and open a
 * part of one, and never more than may be spent: only the operator raises that.
 */
function exposureLimit({
  floor,
  earned,
  spendLimit,
}: Readonly<Record<'floor' | 'earned' | 'spendLimit', number>>): number {
  return Math.min(spendLimit, Math.max(floor, Math.floor(earned)));
}

/** The money of texts whose codes were entered, today's and yesterday's: what is out is of both days as well. */
function verifiedOf({ days, nowMs }: Past): number {
  const today = Math.floor(nowMs / DAY_MS);
  return days.reduce((sum, { day, verified }) => (day === today || day === today - 1 ? sum + verified : sum), 0);
}
