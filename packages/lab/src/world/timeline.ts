import TinyQueue from 'tinyqueue';

interface Event {
  readonly atMs: number;
  /** Events of one moment happen in the order in which they were planned. */
  readonly turn: number;
  readonly happen: () => void | Promise<void>;
}

/** Virtual time: what is planned happens in its order, and the clock jumps from one event to the next. */
export class Timeline {
  readonly #events = new TinyQueue<Event>([], (a, b) => a.atMs - b.atMs || a.turn - b.turn);
  #nowMs: number;
  #turn = 0;

  constructor(readonly startMs: number) {
    this.#nowMs = startMs;
  }

  /** Milliseconds since 1970. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Plans something; what is already past happens now. */
  at(atMs: number, happen: () => void | Promise<void>): void {
    this.#events.push({ atMs: Math.max(atMs, this.#nowMs), turn: this.#turn++, happen });
  }

  after(delayMs: number, happen: () => void | Promise<void>): void {
    this.at(this.#nowMs + delayMs, happen);
  }

  /** Lets everything happen that is planned before `untilMs`; nothing later does. */
  async run(untilMs: number): Promise<void> {
    for (let next = this.#events.pop(); next && next.atMs < untilMs; next = this.#events.pop()) {
      this.#nowMs = next.atMs;
      await next.happen();
    }
    this.#nowMs = untilMs;
  }
}
