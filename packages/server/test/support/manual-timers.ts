import type { Later } from '../../src/meter-watch.js';

interface Timer {
  readonly run: () => void;
  readonly ms: number;
}

/** Timers that go off when a test says so. */
export class ManualTimers {
  readonly #timers = new Set<Timer>();

  readonly later: Later = (run, ms) => {
    const timer = { run, ms };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  };

  /** What the timers wait for, in milliseconds. */
  get waits(): readonly number[] {
    return [...this.#timers].map(({ ms }) => ms);
  }

  /** Lets those go off that are set now, and waits for what they began. */
  async goOff(): Promise<void> {
    for (const timer of [...this.#timers]) {
      this.#timers.delete(timer);
      timer.run();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
