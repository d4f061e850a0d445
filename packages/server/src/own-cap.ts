import { type Entry, Meter } from './memory-store/meter.js';
import type { CapMicroUsd } from './pools.js';

const WINDOWS = ['hour', 'day', 'month'] as const;

/** What this process itself let go out, under the site's cap: whatever a store forgets, no process spends more. */
export class OwnCap {
  readonly #spent = new Meter();
  readonly #limits: readonly (readonly ['hour' | 'day' | 'month', number])[];
  readonly #clock: () => number;
  /** Claimed and not settled: permit → what it took. */
  readonly #open = new Map<string, Entry>();
  #latestMs = -Infinity;

  constructor({ hourMicroUsd, dayMicroUsd, monthMicroUsd }: CapMicroUsd, clock: () => number) {
    this.#limits = [
      ['hour', hourMicroUsd],
      ['day', dayMicroUsd],
      ['month', monthMicroUsd],
    ];
    this.#clock = clock;
  }

  /** Counts a text that is about to go out; false, and nothing counted, where it does not fit. */
  take(pid: string, microUsd: number): boolean {
    const now = this.#now();
    if (!this.#limits.every(([window, limit]) => this.#spent.used('all', window, now) + microUsd <= limit))
      return false;
    const entry = { windows: WINDOWS, amount: microUsd, heldAtMs: now, claimedAtMs: now };
    this.#spent.claim(entry, now);
    this.#open.set(pid, entry);
    return true;
  }

  /** Ends a text's claim; one that the store settled as refused before acceptance cost nothing. */
  settle(pid: string, state: 'accepted' | 'failed'): void {
    const entry = this.#open.get(pid);
    this.#open.delete(pid);
    if (entry && state === 'failed') this.#spent.release(entry, ['all']);
  }

  #now(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#clock());
    return this.#latestMs;
  }
}
