import type { NumberTyped } from '../options/token-request.js';

const PACE_MS = 1_000;

interface Waiting {
  readonly number: NumberTyped;
  readonly done: () => void;
}

/** Sends numbers to be priced: one at a time, at most one a second, and of those that wait only the latest. */
export class PricePacer {
  readonly #price: (number: NumberTyped) => Promise<void>;
  #waiting: Waiting | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #busy = false;
  #nextAtMs = 0;

  /** `price` never rejects. */
  constructor(price: (number: NumberTyped) => Promise<void>) {
    this.#price = price;
  }

  /** Resolves when the number was sent and answered, or when a later one took its place. */
  price(number: NumberTyped): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting?.done();
      this.#waiting = { number, done: resolve };
      this.#schedule();
    });
  }

  /** Forgets the number that waits: whoever calls this is about to send one at once. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting?.done();
    this.#waiting = undefined;
  }

  #schedule(): void {
    if (this.#busy || this.#timer !== undefined || !this.#waiting) return;
    const waitMs = Math.max(0, this.#nextAtMs - performance.now());
    this.#timer = setTimeout(() => void this.#send(), waitMs);
  }

  async #send(): Promise<void> {
    this.#timer = undefined;
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    this.#busy = true;
    this.#nextAtMs = performance.now() + PACE_MS;
    await this.#price(waiting.number);
    this.#busy = false;
    waiting.done();
    this.#schedule();
  }
}
