import type { Price } from './price.js';
import { lastDayMs } from './price-date.js';

/** Days after which a price is no longer taken at its word. */
const STALE_DAYS = 180;
const DAY_MS = 86_400_000;

/**
 * One sentence for the operator where prices are older than 180 days: how many of those given, the oldest date, and
 * what to do; `undefined` where none is. A month counts as its last day; a date to come is not old. `nowMs` is
 * milliseconds since 1970.
 */
export function stalePrices(prices: readonly Price[], nowMs: number): string | undefined {
  const staleBeforeMs = Math.floor(nowMs / DAY_MS) * DAY_MS - STALE_DAYS * DAY_MS;
  const stale = prices.filter(({ asOf }) => dayMs(asOf) < staleBeforeMs);
  if (stale.length === 0) return undefined;
  const oldest = stale.reduce((first, next) => (dayMs(next.asOf) < dayMs(first.asOf) ? next : first));
  return (
    `Prices older than ${STALE_DAYS} days: ${stale.length} of ${prices.length}, the oldest of ${oldest.asOf}` +
    ' – give your own with the option "prices".'
  );
}

/** A price without a date that can be read is the oldest of all. */
function dayMs(asOf: string): number {
  return lastDayMs(asOf) ?? -Infinity;
}
