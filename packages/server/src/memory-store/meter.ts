import type { Sum, Window } from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { ALL_SUMS, BucketList } from './bucket-list.js';

/** A text's place in a meter: in which windows it counts, for what, when its hold began, and when it was claimed. */
export interface Entry {
  readonly windows: readonly Window[];
  readonly amount: number;
  readonly heldAtMs: number;
  readonly claimedAtMs: number | undefined;
}

/** What one key holds: held, and gone out in the last hour, day or month. Holds count in every sum of every window. */
export class Meter {
  readonly #holds = new BucketList(TEXT_RULES.holds);
  /** Made when something is counted: most meters of strangers never see a claim. */
  readonly #windows: Partial<Record<Window, BucketList>> = {};

  used(sum: Sum, window: Window, nowMs: number): number {
    return (this.#windows[window]?.total(sum, nowMs) ?? 0) + this.#holds.total(sum, nowMs);
  }

  hold({ amount, heldAtMs }: Entry): void {
    this.#holds.add(heldAtMs, ALL_SUMS, amount);
  }

  /** Moves a held text to the buckets of the moment it was claimed. */
  claim({ windows, amount, heldAtMs }: Entry, claimedAtMs: number): void {
    this.#holds.add(heldAtMs, ALL_SUMS, -amount);
    this.#change({ windows, claimedAtMs }, ALL_SUMS, amount);
  }

  /** Takes a claimed text out of the named sums, in the buckets in which it was counted. */
  release(entry: Entry, sums: readonly Sum[]): void {
    this.#change(entry, sums, -entry.amount);
  }

  /** Adds what a claimed text cost beyond its price to the sums it is still counted in. */
  surcharge(entry: Entry, sums: readonly Sum[], microUsd: number): void {
    this.#change(entry, sums, microUsd);
  }

  #change(
    { windows, claimedAtMs }: Pick<Entry, 'windows' | 'claimedAtMs'>,
    sums: readonly Sum[],
    amount: number,
  ): void {
    if (claimedAtMs === undefined) return;
    for (const window of windows) {
      const buckets = (this.#windows[window] ??= new BucketList(TEXT_RULES.windows[window]));
      buckets.add(claimedAtMs, sums, amount);
    }
  }
}
