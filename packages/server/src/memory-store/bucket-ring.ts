import type { Sum } from '../store.js';

export type Money = Readonly<Record<Sum, number>>;

/** The sums in the order they are kept. */
const SUMS: readonly Sum[] = ['exposed', 'untrusted', 'all'];

/**
 * Money in the last `count` buckets of `bucketMs` each, by absolute bucket index: a bucket that a later index has
 * taken over is left alone by late changes. Adding up N + 1 buckets of a window cut in N leaves no interval as long as
 * the window uncounted.
 */
export class BucketRing {
  readonly #indices: number[];
  readonly #sums: Record<Sum, number>[];

  constructor(
    readonly bucketMs: number,
    readonly count: number,
  ) {
    this.#indices = new Array<number>(count).fill(-1);
    this.#sums = Array.from({ length: count }, emptySums);
  }

  /** Adds (or, negative, takes out) money at the bucket of `atMs`; without effect if that bucket is gone. */
  add(atMs: number, money: Money): void {
    const index = Math.floor(atMs / this.bucketMs);
    const slot = index % this.count;
    if (this.#indices[slot]! > index) return;
    if (this.#indices[slot]! < index) {
      this.#indices[slot] = index;
      this.#sums[slot] = emptySums();
    }
    const bucket = this.#sums[slot]!;
    for (const sum of SUMS) bucket[sum] += money[sum];
  }

  /** One sum over all buckets that are still in the window at `nowMs`. */
  total(sum: Sum, nowMs: number): number {
    const oldest = Math.floor(nowMs / this.bucketMs) - this.count + 1;
    return this.#sums.reduce(
      (total, bucket, slot) => (this.#indices[slot]! >= oldest ? total + bucket[sum] : total),
      0,
    );
  }
}

/** The same amount in each of the named sums. */
export function moneyIn(sums: readonly Sum[], microUsd: number): Money {
  const money = emptySums();
  for (const sum of sums) money[sum] = microUsd;
  return money;
}

export const ALL_SUMS = SUMS;

function emptySums(): Record<Sum, number> {
  return { exposed: 0, untrusted: 0, all: 0 };
}
