import { DAY_MS } from '../world/durations.js';

interface Step {
  readonly atMs: number;
  /** The day's money verified by then. */
  readonly microUsd: number;
}

/** Money whose codes were entered, by the day of its texts (UTC), as it grew. */
export class VerifiedDays {
  readonly #days = new Map<number, Step[]>();

  /** A code was entered at `atMs`, not before the codes noted so far, for a text of `sentMs`. */
  add(sentMs: number, atMs: number, microUsd: number): void {
    const day = Math.floor(sentMs / DAY_MS);
    const steps = this.#days.get(day) ?? [];
    this.#days.set(day, steps);
    steps.push({ atMs, microUsd: (steps.at(-1)?.microUsd ?? 0) + microUsd });
  }

  /** The most that any moment from `fromMs` to `untilMs` knew of its own day and the day before, together. */
  most(fromMs: number, untilMs: number): number {
    const known = (day: number) => knownBy(this.#days.get(day) ?? [], untilMs);
    let most = 0;
    for (let day = Math.floor(fromMs / DAY_MS); day <= Math.floor(untilMs / DAY_MS); day++) {
      most = Math.max(most, known(day - 1) + known(day));
    }
    return most;
  }
}

/** The last step until then, by halving. */
function knownBy(steps: readonly Step[], untilMs: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.atMs > untilMs) high = middle;
    else low = middle + 1;
  }
  return steps[low - 1]?.microUsd ?? 0;
}
