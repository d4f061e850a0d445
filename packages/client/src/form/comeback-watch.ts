import type { Tollgate } from '../browser/tollgate.js';

/** Challenges renewed one after the other for somebody who does nothing: an hour. Then the next touch begins again. */
const RENEWALS_MAX = 4;

export interface ComebackParts {
  readonly client: Pick<Tollgate, 'on'>;
  /** What was begun may be too old: time passed that no clock of a page counts, or the network was away. */
  readonly onBack: () => void;
  /** The challenge in preparation is about to expire. */
  readonly onExpiring: () => void;
}

/**
 * Notices that somebody is there again: a tab that was hidden, a device that slept, a page from the cache, a network that
 * was gone. Challenges are renewed only while the page is seen.
 */
export class ComebackWatch {
  readonly #parts: ComebackParts;
  #renewals = 0;
  #wasHidden = false;

  constructor(parts: ComebackParts) {
    this.#parts = parts;
  }

  listen(signal: AbortSignal): void {
    const back = () => this.#back();
    document.addEventListener('visibilitychange', () => this.#changed(), { signal });
    globalThis.addEventListener('online', back, { signal });
    globalThis.addEventListener('pageshow', (event) => event.persisted && back(), { signal });
    document.addEventListener('input', () => (this.#renewals = 0), { signal, capture: true, passive: true });
    signal.addEventListener(
      'abort',
      this.#parts.client.on('expiring', () => this.#expiring()),
    );
  }

  #changed(): void {
    if (document.visibilityState === 'hidden') this.#wasHidden = true;
    else if (this.#wasHidden) this.#back();
  }

  #back(): void {
    this.#wasHidden = false;
    this.#renewals = 0;
    this.#parts.onBack();
  }

  #expiring(): void {
    // Whoever comes back to a hidden page is noticed then.
    if (document.visibilityState === 'hidden' || this.#renewals++ >= RENEWALS_MAX) return;
    this.#parts.onExpiring();
  }
}
