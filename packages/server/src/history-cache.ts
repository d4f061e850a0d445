import { RecentMap } from './recent-map.js';
import type { Histories, HistoryDay } from './store.js';

/** How long a history counts as known. */
const FRESH_MS = 60_000;
/** Most meters remembered; the one learnt longest ago is forgotten first. */
const METERS_MAX = 10_000;

interface Entry {
  readonly days: readonly HistoryDay[];
  readonly learntAtMs: number;
}

/**
 * What this process knows of meters' histories, at most a minute old. A meter it knows nothing of has none: its limits
 * are then at their floors, until a store that found them full says otherwise.
 */
export class HistoryCache {
  readonly #entries = new RecentMap<Entry>(METERS_MAX);

  daysOf(meter: string, nowMs: number): readonly HistoryDay[] {
    const entry = this.#entries.get(meter);
    return entry && isFresh(entry, nowMs) ? entry.days : [];
  }

  /**
   * Takes what the store said of meters, as of those that were full; true if that is news which may raise a limit. Meters
   * without a history are not in it: an attack over many ranges pushes nobody's history out.
   */
  learn(histories: Histories, nowMs: number): boolean {
    let isNews = false;
    for (const [meter, days] of Object.entries(histories)) {
      const known = this.#entries.get(meter);
      isNews ||= !(known && isFresh(known, nowMs) && isSame(known.days, days));
      this.#entries.set(meter, { days, learntAtMs: nowMs });
    }
    return isNews;
  }
}

/** Within a minute codes may have been entered as well. */
function isSame(known: readonly HistoryDay[], days: readonly HistoryDay[]): boolean {
  return (
    known.length === days.length &&
    days.every(({ day, verified }, at) => {
      const before = known[at]!;
      return before.day === day && before.verified === verified;
    })
  );
}

function isFresh({ learntAtMs }: Entry, nowMs: number): boolean {
  return Math.abs(nowMs - learntAtMs) < FRESH_MS;
}
