import type { Alerts } from './alerts.js';
import type { PoolBook } from './pool-book.js';
import type { CapMicroUsd } from './pools.js';
import type { Store, Window } from './store.js';

/** How often trusted money is compared with what the pools leave of the cap. */
const EVERY_MS = 60_000;
const WINDOWS: readonly Window[] = ['hour', 'day', 'month'];

interface Watched {
  readonly store: Store;
  readonly book: Pick<PoolBook, 'pools' | 'sumAt'>;
  readonly alerts: Alerts;
  readonly clock: () => number;
}

/** Trusted money leaves the pools but not the cap: past this line, pools no longer have all of their own. */
export class TrustedLine {
  readonly #watched: Watched;
  #lookedAtMs = -Infinity;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  /** Looks whether the line is passed, at most once a minute and beside whatever is going on. */
  look(): void {
    const now = this.#watched.clock();
    if (!this.#watched.alerts.onAlert || now - this.#lookedAtMs < EVERY_MS) return;
    this.#lookedAtMs = now;
    // A store that fails says so elsewhere.
    this.#look().catch(() => undefined);
  }

  async #look(): Promise<void> {
    const { store, book, alerts } = this.#watched;
    const [site] = await store.snapshot(['site']);
    const line = lineOf(book.pools.cap, book.sumAt(Math.floor(this.#watched.clock() / 1_000)));
    const past = WINDOWS.find((window) => site && site[window].all - site[window].untrusted >= line[window]);
    if (past === undefined) return;
    const message = `trusted texts of this ${past} use what the cap has beyond the pools: raise the cap or lower pools`;
    alerts.tell({ kind: 'trusted-line', message });
  }
}

function lineOf(cap: CapMicroUsd, sum: CapMicroUsd): Readonly<Record<Window, number>> {
  return {
    hour: cap.hourMicroUsd - sum.hourMicroUsd,
    day: cap.dayMicroUsd - sum.dayMicroUsd,
    month: cap.monthMicroUsd - sum.monthMicroUsd,
  };
}
