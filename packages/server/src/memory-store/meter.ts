import type { Sum, Window } from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { ALL_SUMS, BucketList } from './bucket-list.js';

/** A text's place in a meter: what it counts for, when its hold began, and when it was claimed. */
export interface Entry {
  readonly amount: number;
  readonly heldAtMs: number;
  readonly claimedAtMs: number | undefined;
}

/** What one key holds: held, and gone out in the last hour, day or month. Holds count in every sum of every window. */
export class Meter {
  readonly #holds = new BucketList(TEXT_RULES.holds);
  /** The windows it counts in, and those that anything was counted in: most meters of strangers never see a claim. */
  #counted: readonly Window[];
  readonly #windows: Partial<Record<Window, BucketList>> = {};

  constructor(windows: readonly Window[]) {
    this.#counted = windows;
  }

  /** Counts in these windows too, from now on. */
  widen(windows: readonly Window[]): void {
    if (windows === this.#counted) return;
    const more = windows.filter((window) => !this.#counted.includes(window));
    if (more.length > 0) this.#counted = [...this.#counted, ...more];
  }

  used(sum: Sum, window: Window, nowMs: number): number {
    return (this.#windows[window]?.total(sum, nowMs) ?? 0) + this.#holds.total(sum, nowMs);
  }

  hold({ amount, heldAtMs }: Entry): void {
    this.#holds.add(heldAtMs, ALL_SUMS, amount);
  }

  /** Moves a held text to the buckets of the moment it was claimed. */
  claim({ amount, heldAtMs }: Entry, claimedAtMs: number): void {
    this.#holds.add(heldAtMs, ALL_SUMS, -amount);
    this.#change(claimedAtMs, ALL_SUMS, amount);
  }

  /** Takes a claimed text out of the named sums, in the buckets in which it was counted. */
  release({ amount, claimedAtMs }: Entry, sums: readonly Sum[]): void {
    if (claimedAtMs !== undefined) this.#change(claimedAtMs, sums, -amount);
  }

  /** Adds what a claimed text cost beyond its price to the sums it is still counted in. */
  surcharge({ claimedAtMs }: Entry, sums: readonly Sum[], microUsd: number): void {
    if (claimedAtMs !== undefined) this.#change(claimedAtMs, sums, microUsd);
  }

  #change(atMs: number, sums: readonly Sum[], amount: number): void {
    for (const window of this.#counted) {
      const buckets = (this.#windows[window] ??= new BucketList(TEXT_RULES.windows[window]));
      buckets.add(atMs, sums, amount);
    }
  }
}
