import type { BoundedMeter, Choice, Limit, MeterUse, Opening, Sum, Tier, Window } from '../../../src/store.js';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const WINDOW_MS: Readonly<Record<Window, number>> = { hour: HOUR_MS, day: DAY_MS, month: 30 * DAY_MS };
export const SUMS: readonly Sum[] = ['exposed', 'untrusted', 'all'];
export const WINDOWS: readonly Window[] = ['hour', 'day', 'month'];

export function limit(sum: Sum, window: Window, most: number): Limit {
  return { sum, window, limit: most };
}

/** A meter of money, of an hour and a day, with a history. */
export function meter(name: string, limits: readonly Limit[] = [], more: Partial<MeterUse> = {}): BoundedMeter {
  return { use: { meter: name, unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: true, ...more }, limits };
}

/** The site's meter, which counts a month as well. */
export function siteMeter(limits: readonly Limit[] = []): BoundedMeter {
  return meter('site', limits, { windows: WINDOWS, keepsHistory: false });
}

/** A meter of texts. */
export function textMeter(name: string, limits: readonly Limit[] = []): BoundedMeter {
  return meter(name, limits, { unit: 'texts', keepsHistory: false });
}

export function choice(meters: readonly BoundedMeter[], tier: Tier = 'cold', opening: Opening = 'anyone'): Choice {
  return { tier, opening, meters };
}

/** Room for whatever a test sends. */
export const ROOMY: readonly Choice[] = [choice([siteMeter(), meter('pool:DE'), textMeter('network:n')])];

/** One meter and one limit for anybody. */
export function only(most: Limit, more: Partial<MeterUse> = {}): readonly Choice[] {
  return [choice([meter('pool:DE', [most], more)])];
}
