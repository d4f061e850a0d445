import type { Setting } from './defence.js';

/** The different values that each key had within the last `windowMs`. Memory follows what happened in that window. */
export class SlidingSet {
  /** When each value was last added, by key. Both maps are in the order of the latest addition. */
  readonly #latestOf = new Map<string, Map<string, number>>();

  constructor(
    private readonly clock: Setting['clock'],
    private readonly windowMs: number,
  ) {}

  add(key: string, value: string): void {
    this.#dropStaleKeys();
    const latest = this.#latestOf.get(key) ?? new Map<string, number>();
    this.#dropStale(latest);
    // Set anew, both go to the end of their maps.
    latest.delete(value);
    latest.set(value, this.clock());
    this.#latestOf.delete(key);
    this.#latestOf.set(key, latest);
  }

  /** The different values of a key. */
  valuesOf(key: string): ReadonlySet<string> {
    const latest = this.#latestOf.get(key) ?? [];
    return new Set([...latest].filter(([, atMs]) => this.#isFresh(atMs)).map(([kept]) => kept));
  }

  #dropStaleKeys(): void {
    for (const [key, latest] of this.#latestOf) {
      this.#dropStale(latest);
      if (latest.size > 0) return;
      this.#latestOf.delete(key);
    }
  }

  #dropStale(latest: Map<string, number>): void {
    for (const [value, atMs] of latest) {
      if (this.#isFresh(atMs)) return;
      latest.delete(value);
    }
  }

  #isFresh(atMs: number): boolean {
    return atMs > this.clock() - this.windowMs;
  }
}
