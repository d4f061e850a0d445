import { monotonicClock } from '../monotonic-clock.js';

/**
 * How long nothing was heard. By the clock that nobody sets, and by the machine's, which goes on while it is suspended:
 * whichever says longer.
 */
export class Silence {
  readonly #clocks: readonly (() => number)[];
  readonly #longMs: number;
  #sinceMs: readonly number[];

  constructor(longMs: number, clocks: readonly (() => number)[] = [monotonicClock, Date.now]) {
    this.#longMs = longMs;
    this.#clocks = clocks;
    this.#sinceMs = this.#read();
  }

  get isLong(): boolean {
    return this.#read().some((nowMs, at) => nowMs - this.#sinceMs[at]! > this.#longMs);
  }

  end(): void {
    this.#sinceMs = this.#read();
  }

  #read(): readonly number[] {
    return this.#clocks.map((clock) => clock());
  }
}
