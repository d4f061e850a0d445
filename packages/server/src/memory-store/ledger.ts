import { leftBy } from '../outcomes.js';
import type { Choice, Histories, HistoryDay, MeterReading, Outcome, RowUse, Sum, Window } from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { ALL_SUMS } from './bucket-list.js';
import { ExpiringMap } from './expiring-map.js';
import { History } from './history.js';
import { Meter } from './meter.js';
import { type ClaimedText, entryOf, type Text } from './text.js';

/** More meters than one text has. */
export const METERS_OF_A_TEXT = 8;

/** Every meter and its history, and the one way in which a text moves through them. */
export class Ledger {
  readonly #meters: ExpiringMap<Meter>;
  readonly #histories: ExpiringMap<History>;

  constructor(maxEntries: number) {
    this.#meters = new ExpiringMap(maxEntries);
    this.#histories = new ExpiringMap(maxEntries);
  }

  hasRoom(now: number): boolean {
    return this.#meters.hasRoom(now, METERS_OF_A_TEXT);
  }

  /** Every limit of a choice, and how full it is. */
  rowsOf({ meters }: Choice, now: number): readonly RowUse[] {
    const rows: RowUse[] = [];
    for (const { use, limits } of meters) {
      const { meter, unit } = use;
      const kept = limits.length > 0 ? this.#meters.get(meter, now) : undefined;
      for (const { sum, window, limit } of limits) {
        rows.push({ meter, unit, sum, window, limit, used: kept?.used(sum, window, now) ?? 0 });
      }
    }
    return rows;
  }

  historiesOf(choices: readonly Choice[], now: number): Histories {
    const histories: Record<string, readonly HistoryDay[]> = {};
    for (const { meters } of choices) {
      for (const { use } of meters) {
        const days = this.#histories.get(use.meter, now)?.daysAt(now) ?? [];
        if (days.length > 0) histories[use.meter] = days;
      }
    }
    return histories;
  }

  hold(text: Text, now: number): void {
    for (const use of text.meters) {
      const span = { nowMs: now, expiresAtMs: now + ttlOf(use.windows) };
      this.#meters.keep(use.meter, span, () => new Meter()).hold(entryOf(text, use));
    }
  }

  claim(text: Text, now: number): void {
    // A meter outlives its holds, and its windows what is claimed within them.
    for (const use of text.meters) this.#meters.get(use.meter, now)!.claim(entryOf(text, use), now);
  }

  /** Takes a text out of the sums that it has not left yet, in the buckets in which it was counted. */
  release(text: ClaimedText, sums: readonly Sum[], now: number): void {
    if (now - text.claimedAtMs >= TEXT_RULES.countedMs) return;
    const left = leftBy(text.outcome);
    const leaving = sums.filter((sum) => !left.includes(sum));
    for (const use of text.meters) this.#meters.get(use.meter, now)?.release(entryOf(text, use), leaving);
  }

  /** Adds what a text cost beyond what was booked, to the sums it is still counted in; answers that difference. */
  surcharge(text: ClaimedText, microUsd = 0, now: number): number {
    const overrun = microUsd - text.microUsd;
    if (overrun <= 0 || now - text.claimedAtMs >= TEXT_RULES.countedMs) return 0;
    const left = leftBy(text.outcome);
    const sums = ALL_SUMS.filter((sum) => !left.includes(sum));
    for (const use of text.meters) {
      if (use.unit === 'micro-usd') this.#meters.get(use.meter, now)?.surcharge(entryOf(text, use), sums, overrun);
    }
    text.microUsd = microUsd;
    return overrun;
  }

  /** Takes a text out of what its outcome takes it out of, and writes it into the history the first time it is verified. */
  settle(text: ClaimedText, outcome: Outcome, now: number): void {
    this.release(text, leftBy(outcome), now);
    if (outcome !== 'verified' && outcome !== 'trusted') return;
    if (text.outcome === 'verified' || now - text.claimedAtMs >= TEXT_RULES.countedMs) return;
    for (const { meter, keepsHistory } of text.meters) {
      if (keepsHistory) this.#historyOf(meter, now)?.note(text, now);
    }
  }

  snapshot(key: string, now: number): MeterReading {
    const meter = this.#meters.get(key, now);
    const read = (window: Window) => ({
      exposed: meter?.used('exposed', window, now) ?? 0,
      untrusted: meter?.used('untrusted', window, now) ?? 0,
      all: meter?.used('all', window, now) ?? 0,
    });
    const days = this.#histories.get(key, now)?.daysAt(now) ?? [];
    return { hour: read('hour'), day: read('day'), month: read('month'), days };
  }

  /** A meter's history, to be written to. Without room none is begun: limits stay at their floors, the strict side. */
  #historyOf(meter: string, now: number): History | undefined {
    const known = this.#histories.get(meter, now);
    if (!known && !this.#histories.hasRoom(now)) return undefined;
    const history = known ?? new History();
    this.#histories.set(meter, history, now + TEXT_RULES.historyMs);
    return history;
  }
}

function ttlOf(windows: readonly Window[]): number {
  return TEXT_RULES.meterMs[windows.includes('month') ? 'month' : 'day'];
}
