import type { HistoryDay } from '../store.js';
import { DAY_MS, TEXT_RULES } from '../text-rules.js';
import type { ClaimedText } from './text.js';

interface Day {
  readonly day: number;
  verified: number;
}

/** The money of a meter's texts whose codes were entered, by the day they were claimed: today's and yesterday's. */
export class History {
  #days: Day[] = [];

  /** Notes a text, at the price it was booked with. */
  note({ permit, claimedAtMs }: ClaimedText, nowMs: number): void {
    this.#days = this.#days.filter(({ day }) => day >= oldestDay(nowMs));
    const index = Math.floor(claimedAtMs / DAY_MS);
    if (index < oldestDay(nowMs)) return;
    let day = this.#days.find((one) => one.day === index);
    if (!day) this.#days.push((day = { day: index, verified: 0 }));
    day.verified += permit.microUsd;
  }

  daysAt(nowMs: number): readonly HistoryDay[] {
    return this.#days.filter(({ day }) => day >= oldestDay(nowMs)).map((day) => ({ ...day }));
  }
}

function oldestDay(nowMs: number): number {
  return Math.floor(nowMs / DAY_MS) - TEXT_RULES.historyDays + 1;
}
