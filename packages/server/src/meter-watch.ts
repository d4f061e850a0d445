import type { MeterReading, Store } from './store.js';

/** How often meters are looked at while anybody asks for them. */
const EVERY_MS = 500;
/** An older reading is none. */
const FRESH_MS = 1_000;
/** A meter that nobody asked for in so long is looked at no longer; one without money out, not a second time. */
const ASKED_MS = 60_000;
/** Most meters at once. In front of them stand those without money out: whoever asks for many ranges pushes out no full one. */
const METERS_MAX = 128;
/** Meters of one question: a store that serves others too is kept for under a millisecond. */
const ASK_MAX = 32;

/** Runs something later, once; answers how to call it off. */
export type Later = (run: () => void, ms: number) => () => void;

/** By the machine's own clock. Keeps no process alive. */
export const later: Later = (run, ms) => {
  const timer: { unref?: () => void } | number = setTimeout(run, ms);
  if (typeof timer === 'object') timer.unref?.();
  return () => {
    clearTimeout(timer as ReturnType<typeof setTimeout>);
  };
};

export interface WatchOptions {
  readonly store: Pick<Store, 'snapshot'>;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly later: Later;
  /** Called with the days of each meter that was read. */
  readonly onRead: (meter: string, reading: MeterReading) => void;
}

interface Watched {
  askedAtMs: number;
  readAtMs: number;
  reading: MeterReading | undefined;
}

/**
 * What meters held at most a second ago, for whoever must not wait for the store. It is asked beside the requests, twice a
 * second while there are any; where it does not answer, or not yet, nothing is known.
 */
export class MeterWatch {
  readonly #options: WatchOptions;
  /** Those asked for longest ago first. */
  readonly #meters = new Map<string, Watched>();
  #askedAtMs = -Infinity;
  #isAsking = false;
  #callOff: (() => void) | undefined;
  #isClosed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** What each of these held; `undefined` where that is not known. From now on they are looked at. */
  look(meters: readonly string[]): readonly (MeterReading | undefined)[] {
    const nowMs = this.#options.clock();
    const readings = meters.map((meter) => {
      const watched = this.#meters.get(meter) ?? { askedAtMs: nowMs, readAtMs: -Infinity, reading: undefined };
      watched.askedAtMs = nowMs;
      this.#meters.delete(meter);
      this.#meters.set(meter, watched);
      return nowMs - watched.readAtMs <= FRESH_MS ? watched.reading : undefined;
    });
    this.#forget(meters);
    this.#plan();
    return readings;
  }

  close(): void {
    this.#isClosed = true;
    this.#callOff?.();
  }

  /** Forgets one without money out, which is not asked for just now, or else the one asked for longest ago. */
  #forget(asked: readonly string[]): void {
    while (this.#meters.size > METERS_MAX) {
      const names = [...this.#meters.keys()];
      const isEmpty = (name: string) => !asked.includes(name) && !this.#meters.get(name)!.reading?.day.exposed;
      this.#meters.delete(names.find(isEmpty) ?? names[0]!);
    }
  }

  #plan(): void {
    if (this.#isClosed || this.#isAsking || this.#callOff || this.#meters.size === 0) return;
    const waitMs = Math.max(0, this.#askedAtMs + EVERY_MS - this.#options.clock());
    this.#callOff = this.#options.later(() => {
      this.#callOff = undefined;
      void this.#ask();
    }, waitMs);
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    const beforeMs = this.#askedAtMs;
    const nowMs = this.#options.clock();
    this.#askedAtMs = nowMs;
    for (const [name, { askedAtMs, reading }] of this.#meters) {
      const isEmpty = reading?.day.exposed === 0 && askedAtMs <= beforeMs;
      if (isEmpty || nowMs - askedAtMs > ASKED_MS) this.#meters.delete(name);
    }
    const names = [...this.#meters.keys()];
    try {
      for (let first = 0; first < names.length; first += ASK_MAX) await this.#read(names.slice(first, first + ASK_MAX));
    } catch {
      // A store that fails says so elsewhere; here nothing is known for a while.
    }
    this.#isAsking = false;
    this.#plan();
  }

  async #read(names: readonly string[]): Promise<void> {
    // Readings are as old as the question: what a slow store answers may be stale when it comes.
    const atMs = this.#options.clock();
    const readings = await this.#options.store.snapshot(names);
    for (const [at, name] of names.entries()) {
      const watched = this.#meters.get(name);
      const reading = readings[at];
      if (!watched || !reading) continue;
      watched.reading = reading;
      watched.readAtMs = atMs;
      this.#options.onRead(name, reading);
    }
  }
}
