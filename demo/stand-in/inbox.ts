/** One thing that arrived: a text or call that would have cost money, or an e-mail that costs nothing. */
export interface Arrival {
  readonly sid: string;
  readonly kind: 'sms' | 'call' | 'mail';
  readonly to: string;
  readonly from: string | null;
  readonly body: string;
  readonly segments: number;
  readonly encoding: string;
  readonly receivedAt: string;
  /** Dollars by the stand-in's own dated table. */
  readonly priceUsd: number;
  readonly priceAsOf: string;
  /** False when the stand-in was told to accept and never answer. */
  readonly answered: boolean;
}

const KEPT = 500;

/** The last 500 arrivals, newest last. The sums go on counting what has dropped out. */
export class Inbox {
  #arrivals: Arrival[] = [];
  #count = 0;
  #totalMicroUsd = 0;
  /** Goes up with every change, so that the page knows when to draw again. */
  #version = 0;

  add(arrival: Arrival): void {
    this.#arrivals.push(arrival);
    if (this.#arrivals.length > KEPT) this.#arrivals.shift();
    this.#count += 1;
    this.#totalMicroUsd += Math.round(arrival.priceUsd * 1e6);
    this.#version += 1;
  }

  clear(): void {
    this.#arrivals = [];
    this.#count = 0;
    this.#totalMicroUsd = 0;
    this.#version += 1;
  }

  get messages(): readonly Arrival[] {
    return this.#arrivals;
  }

  get count(): number {
    return this.#count;
  }

  get totalUsd(): number {
    return this.#totalMicroUsd / 1e6;
  }

  get version(): number {
    return this.#version;
  }
}
