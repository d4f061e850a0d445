import { type VerdictEvent } from '@tollgate/server';

export interface LoggedVerdict {
  readonly id: number;
  readonly event: VerdictEvent;
}

export type VerdictListener = (logged: LoggedVerdict) => void;

const KEPT = 200;
const LISTENERS = 20;

/** The gate's last 200 verdicts, and whoever watches them arrive. */
export class VerdictLog {
  readonly #kept: LoggedVerdict[] = [];
  readonly #listeners = new Set<VerdictListener>();
  #count = 0;

  record(event: VerdictEvent): void {
    this.#count += 1;
    const logged = { id: this.#count, event };
    this.#kept.push(logged);
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const listener of this.#listeners) listener(logged);
  }

  /** Newest first. */
  get newestFirst(): readonly LoggedVerdict[] {
    return [...this.#kept].reverse();
  }

  /** Calls `listener` with every verdict from now on; answers how to stop, or `undefined` when too many watch already. */
  watch(listener: VerdictListener): (() => void) | undefined {
    if (this.#listeners.size >= LISTENERS) return undefined;
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
