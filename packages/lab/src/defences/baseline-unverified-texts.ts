import { DAY_MS } from '../world/durations.js';
import type { Setting } from './defence.js';
import { SlidingCount } from './sliding-count.js';

/** Whose text it is. */
export interface TextOwner {
  readonly country: string;
  readonly network: string;
}

interface OpenText extends TextOwner {
  readonly sentMs: number;
}

/** Texts of the last 24 h whose code was not entered, by country and by network. */
export class UnverifiedTexts {
  readonly byCountry: SlidingCount;
  readonly byNetwork: SlidingCount;
  /** In the order in which they were sent: the oldest are dropped from the front. */
  readonly #open = new Map<string, OpenText>();

  constructor(private readonly clock: Setting['clock']) {
    this.byCountry = new SlidingCount(clock, DAY_MS);
    this.byNetwork = new SlidingCount(clock, DAY_MS);
  }

  add(id: string, { country, network }: TextOwner): void {
    this.#dropStale();
    this.byCountry.add(country);
    this.byNetwork.add(network);
    this.#open.set(id, { country, network, sentMs: this.clock() });
  }

  /** Takes a text out, once, and tells whose it was; `undefined` if it is unknown, older than 24 h or already out. */
  verify(id: string): TextOwner | undefined {
    this.#dropStale();
    const text = this.#open.get(id);
    if (text === undefined) return undefined;
    this.#open.delete(id);
    this.byCountry.remove(text.country, text.sentMs);
    this.byNetwork.remove(text.network, text.sentMs);
    return text;
  }

  #dropStale(): void {
    for (const [id, { sentMs }] of this.#open) {
      if (sentMs > this.clock() - DAY_MS) return;
      this.#open.delete(id);
    }
  }
}
