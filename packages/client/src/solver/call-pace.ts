/** A call that took longer is followed by a shorter one. Twice as long may happen where the engine changes code. */
const LONG_MS = 2;
const SHORT_MS = LONG_MS / 4;
/** Short even for HashWX without WebAssembly on a slow device, some 10,000 hashes a second. */
const FIRST_HASHES = 32;

/**
 * How many hashes one call of a search tries: as many as the puzzle's row names, or what two milliseconds suffice for.
 * Long calls keep a thread from its messages, and engines put optimised code in place only between two calls.
 */
export class CallPace {
  #hashes = FIRST_HASHES;

  /** Hashes of the next call, at most `sliceHashes` of the row. */
  next(sliceHashes: number): number {
    this.#hashes = Math.min(this.#hashes, sliceHashes);
    return this.#hashes;
  }

  /** Takes note of how long the last call took. */
  took(ms: number): void {
    if (ms > LONG_MS) this.#hashes = Math.max(1, this.#hashes >> 1);
    else if (ms < SHORT_MS) this.#hashes *= 2;
  }
}
