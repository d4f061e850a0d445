/**
 * A deadline is waited for in so many steps. A page that was blocked, frozen or asleep comes back to one timer that is long
 * due, before it hears what was said meanwhile: that is one step, however long it took, and everything is heard before the
 * next one. Where timers are throttled the deadline grows with them.
 */
const STEPS = 12;

/** Calls back when nothing was heard for so long, of the time in which the page itself ran. */
export class SilenceWatch {
  readonly #onSilent: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  /** Begins to wait; anew if it waited already. */
  start(deadlineMs: number): void {
    this.stop();
    this.#wait(deadlineMs / STEPS, STEPS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(stepMs: number, steps: number): void {
    this.#timer = setTimeout(() => {
      if (steps > 1) this.#wait(stepMs, steps - 1);
      else this.#onSilent();
    }, stepMs);
  }
}
