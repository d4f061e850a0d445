import type { HistoryDay } from '../store.js';
import { DAY_MS, TEXT_RULES } from '../text-rules.js';
import type { ClaimedText } from './text.js';

interface Day {
  readonly day: number;
  trusted: number;
  verified: number;
}

/** What a meter's texts came to, by the day they were claimed: the last 15 days. */
export class History {
  #days: Day[] = [];

  /** Notes an outcome of a text, at the price it was booked with; one verified before it was trusted moves. */
  note(next: 'verified' | 'trusted', { permit, claimedAtMs, outcome }: ClaimedText, nowMs: number): void {
    this.#days = this.#days.filter(({ day }) => day >= oldestDay(nowMs));
    const index = Math.floor(claimedAtMs / DAY_MS);
    if (index < oldestDay(nowMs)) return;
    let day = this.#days.find((one) => one.day === index);
    if (!day) this.#days.push((day = { day: index, trusted: 0, verified: 0 }));
    day[next] += permit.microUsd;
    // What was verified while there was no room to note it is not there to move.
    if (outcome === 'verified') day.verified = Math.max(0, day.verified - permit.microUsd);
  }

  daysAt(nowMs: number): readonly HistoryDay[] {
    return this.#days.filter(({ day }) => day >= oldestDay(nowMs)).map((day) => ({ ...day }));
  }
}

function oldestDay(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS) - TEXT_RULES.historyDays + 1;
}
