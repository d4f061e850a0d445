import type { VerifiedCounts } from './baseline-authgear-thresholds.js';
import { DAY_MS, HOUR_MS } from '../world/durations.js';
import type { Setting } from './defence.js';
import { SlidingCount } from './sliding-count.js';

const HISTORY_DAYS = 14;

/** How many codes of each country were entered: in the last hour and day, and by whole UTC days. */
export class VerifiedHistory {
  readonly #recent: SlidingCount;
  /** Counts by UTC day index, by country: at most 15 days of each. */
  readonly #daysOf = new Map<string, Map<number, number>>();

  constructor(private readonly clock: Setting['clock']) {
    this.#recent = new SlidingCount(clock, DAY_MS);
  }

  add(country: string): void {
    this.#recent.add(country);
    const days = this.#daysOf.get(country) ?? new Map<number, number>();
    const today = this.#today();
    for (const day of days.keys()) if (day < today - HISTORY_DAYS) days.delete(day);
    this.#daysOf.set(country, days.set(today, (days.get(today) ?? 0) + 1));
  }

  countsOf(country: string): VerifiedCounts {
    return {
      bestDay: this.#bestDay(country),
      lastDay: this.#recent.count(country, DAY_MS),
      lastHour: this.#recent.count(country, HOUR_MS),
    };
  }

  /** Today is not over: it counts from tomorrow on. */
  #bestDay(country: string): number {
    const today = this.#today();
    const whole = [...(this.#daysOf.get(country) ?? [])].filter(([day]) => day < today && day >= today - HISTORY_DAYS);
    return Math.max(0, ...whole.map(([, count]) => count));
  }

  #today(): number {
    return Math.floor(this.clock() / DAY_MS);
  }
}
