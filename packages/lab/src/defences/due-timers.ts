import type { Later } from '@tollgate/server/lab';

/**
 * A gate's timers in virtual time. They go off with the next request after they are due: what a gate reads of its store then
 * is at most as old as what it would have read by itself, and a simulation has nothing to do while nobody asks.
 */
export class DueTimers {
  readonly #clock: () => number;
  readonly #timers = new Map<() => void, number>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  readonly later: Later = (run, ms) => {
    this.#timers.set(run, this.#clock() + ms);
    return () => void this.#timers.delete(run);
  };

  /** Lets everything happen that is due, and waits for what it began. */
  async goOff(): Promise<void> {
    const due = [...this.#timers].filter(([, atMs]) => atMs <= this.#clock());
    for (const [run] of due) {
      this.#timers.delete(run);
      run();
    }
    if (due.length > 0) await new Promise((resolve) => setImmediate(resolve));
  }
}
