import type { Setting } from './defence.js';

/**
 * Counts what happened to each key in any window up to `longestMs`, to the millisecond: what happened at `t` is in a
 * window of `w` ms until `t + w` and no longer at `t + w`. Keys without anything in the longest window are dropped
 * whenever something is added, so memory follows what happened in that window, not in the run.
 */
export class SlidingCount {
  /** Times of each key, ascending. The map's own order is that of each key's latest time: see `add`. */
  readonly #timesOf = new Map<string, number[]>();

  constructor(
    private readonly clock: Setting['clock'],
    private readonly longestMs: number,
  ) {}

  /** Notes that it happened now. */
  add(key: string): void {
    const nowMs = this.clock();
    this.#dropStaleKeys(nowMs);
    const times = this.#timesOf.get(key) ?? [];
    dropStale(times, nowMs - this.longestMs);
    times.push(nowMs);
    // Set anew, the key goes to the end: stale keys gather at the front, and a sweep stops at the first fresh one.
    this.#timesOf.delete(key);
    this.#timesOf.set(key, times);
  }

  /**
   * How often it happened within the last `windowMs`.
   * @throws RangeError for a window longer than what is kept: a mistake of the rule's author.
   */
  count(key: string, windowMs: number): number {
    if (windowMs > this.longestMs) throw new RangeError(`only ${this.longestMs} ms are kept, not ${windowMs}`);
    const times = this.#timesOf.get(key);
    return times === undefined ? 0 : times.length - firstAfter(times, this.clock() - windowMs);
  }

  /** When it happened last, if that was within the longest window. */
  latestMs(key: string): number | undefined {
    const latestMs = this.#timesOf.get(key)?.at(-1);
    return latestMs !== undefined && latestMs > this.clock() - this.longestMs ? latestMs : undefined;
  }

  /** Takes back one that was added at `atMs`; none if it is no longer kept. */
  remove(key: string, atMs: number): void {
    const times = this.#timesOf.get(key);
    const at = times === undefined ? -1 : firstAfter(times, atMs) - 1;
    if (times?.[at] !== atMs) return;
    times.splice(at, 1);
    if (times.length === 0) this.#timesOf.delete(key);
  }

  /** What memory holds now, for those who bound it. */
  get held(): { readonly keys: number; readonly entries: number } {
    const entries = [...this.#timesOf.values()].reduce((sum, { length }) => sum + length, 0);
    return { keys: this.#timesOf.size, entries };
  }

  #dropStaleKeys(nowMs: number): void {
    for (const [key, times] of this.#timesOf) {
      if (times.at(-1)! > nowMs - this.longestMs) return;
      this.#timesOf.delete(key);
    }
  }
}

/** Moving a long array for each single entry would cost a busy key its square: half of it goes at once. */
function dropStale(times: number[], untilMs: number): void {
  const stale = firstAfter(times, untilMs);
  if (stale * 2 >= times.length) times.splice(0, stale);
}

/** Index of the first time after `ms`, by halving. */
function firstAfter(times: readonly number[], ms: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}
