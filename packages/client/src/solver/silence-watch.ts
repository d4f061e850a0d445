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
  #stepsLeft = 0;

  constructor(onSilent: () => void) {
    this.#onSilent = onSilent;
  }

  /** Begins to wait, also if it waited for something else. */
  start(deadlineMs: number): void {
    this.stop();
    this.heard();
    this.#wait(deadlineMs / STEPS);
  }

  /** The whole deadline is left again. */
  heard(): void {
    this.#stepsLeft = STEPS;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(stepMs: number): void {
    this.#timer = setTimeout(() => {
      if (--this.#stepsLeft > 0) this.#wait(stepMs);
      else this.#onSilent();
    }, stepMs);
  }
}
