import type { Sum, Window } from '../store.js';
import { ALL_SUMS, BucketRing, moneyIn } from './bucket-ring.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A hold counts from its admission until it is claimed, or for 120 to 150 s when it never is. */
const HOLD_BUCKET_MS = 30_000;
const HOLD_BUCKETS = 5;

/** A text's place in a meter: when its hold began, and when it was claimed. */
export interface Entry {
  readonly microUsd: number;
  readonly heldAtMs: number;
  readonly claimedAtMs?: number | undefined;
}

/**
 * Money under one key: held, and spent in the last hour (13 × 5 minutes), day (25 × 1 hour) and month (31 × 1 day).
 * Holds count in every sum of every window.
 */
export class Meter {
  readonly #holds = new BucketRing(HOLD_BUCKET_MS, HOLD_BUCKETS);
  readonly #windows: Readonly<Record<Window, BucketRing>> = {
    hour: new BucketRing(5 * MINUTE_MS, 13),
    day: new BucketRing(HOUR_MS, 25),
    month: new BucketRing(24 * HOUR_MS, 31),
  };

  used(sum: Sum, window: Window, nowMs: number): number {
    return this.#windows[window].total(sum, nowMs) + this.#holds.total(sum, nowMs);
  }

  hold({ microUsd, heldAtMs }: Entry): void {
    this.#holds.add(heldAtMs, moneyIn(ALL_SUMS, microUsd));
  }

  /** Moves a held text to the buckets of the moment it was claimed. */
  claim({ microUsd, heldAtMs }: Entry, claimedAtMs: number): void {
    this.#holds.add(heldAtMs, moneyIn(ALL_SUMS, -microUsd));
    this.#change(claimedAtMs, ALL_SUMS, microUsd);
  }

  /** Takes a claimed text out of the named sums, in the buckets in which it was counted. */
  release({ microUsd, claimedAtMs }: Entry, sums: readonly Sum[]): void {
    if (claimedAtMs !== undefined) this.#change(claimedAtMs, sums, -microUsd);
  }

  /** Adds what a claimed text cost beyond its price to the sums it is still counted in. */
  surcharge({ claimedAtMs }: Entry, sums: readonly Sum[], microUsd: number): void {
    if (claimedAtMs !== undefined) this.#change(claimedAtMs, sums, microUsd);
  }

  #change(atMs: number, sums: readonly Sum[], microUsd: number): void {
    for (const ring of Object.values(this.#windows)) ring.add(atMs, moneyIn(sums, microUsd));
  }
}
