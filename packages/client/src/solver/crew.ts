import type { FallbackReason } from '../tollgate-events.js';
import { type Deadlines, PoolWorker, type PoolWorkerEvents } from './pool-worker.js';
import { inWorker, type OpenSearcher } from './searcher.js';
import type { TaskMessage } from './worker-protocol.js';

export interface CrewOptions {
  /** Without it everything is searched on the calling thread from the start, which is no fallback. */
  readonly createWorker?: () => Worker;
  /** Brings the searcher of the calling thread, loaded only when it is needed. */
  readonly loadInlineSearcher: () => Promise<OpenSearcher>;
  readonly onFallback: (reason: FallbackReason) => void;
  /** Default 3,000 ms at the start, 6,000 ms with a task in hand. */
  readonly deadlines?: Deadlines;
}

export interface CrewEvents {
  heard(worker: PoolWorker, message: TaskMessage): void;
  /** A worker is no more. What it had in hand is for others. */
  gone(worker: PoolWorker): void;
  /** The calling thread may be given tasks now. */
  joined(): void;
  /** The calling thread cannot search: its part could not be loaded, or went wrong. */
  helpless(error: unknown): void;
}

const DEADLINES: Deadlines = { startMs: 3_000, taskMs: 6_000 };
/** Deaths in one proof after which workers are given up. */
const DEATHS_MAX = 3;

/**
 * Who searches: workers, and the calling thread where workers do not work. A worker that does not start is done without
 * if there are others; otherwise workers are given up, as they are after three deaths. With the next proof they are
 * tried again.
 */
export class Crew {
  readonly #options: CrewOptions;
  readonly #events: CrewEvents;
  readonly #workers = new Set<PoolWorker>();
  #main: PoolWorker | undefined;
  #loading = false;
  #allowed = 1;
  /** As many workers as could be had at once, when one could not. */
  #possible = Infinity;
  #deaths = 0;
  #nextId = 0;
  #fellBack: boolean;
  #closed = false;

  readonly #workerEvents: PoolWorkerEvents = {
    heard: (worker, message) => this.#events.heard(worker, message),
    unstarted: (worker, reason) => this.#doWithout(worker, reason),
    died: (worker) => this.#bury(worker),
  };

  constructor(options: CrewOptions, events: CrewEvents) {
    this.#options = options;
    this.#events = events;
    this.#fellBack = options.createWorker === undefined;
  }

  /** True if there are only tasks for the calling thread until workers are tried again. */
  get fellBack(): boolean {
    return this.#fellBack;
  }

  /** Those who may be given tasks. */
  get members(): readonly PoolWorker[] {
    const main = this.#main ? [this.#main] : [];
    return [...this.#staying(), ...main];
  }

  /** The one of this number, if it is still there. */
  find(id: number): PoolWorker | undefined {
    return [...this.#workers, ...this.members].find((worker) => worker.id === id);
  }

  isMain(worker: PoolWorker): boolean {
    return worker === this.#main;
  }

  /** How many workers there may be from now on. Those that are too many stay until they are sent home. */
  allow(count: number): void {
    this.#allowed = count;
  }

  /** Another worker, if there may be one more. */
  hire(): PoolWorker | undefined {
    const { createWorker } = this.#options;
    if (!createWorker || this.#fellBack || this.#staying().length >= Math.min(this.#allowed, this.#possible)) {
      return undefined;
    }
    try {
      const { deadlines = DEADLINES } = this.#options;
      const worker = new PoolWorker(
        { id: this.#nextId++, open: inWorker(createWorker), deadlines },
        this.#workerEvents,
      );
      this.#workers.add(worker);
      return worker;
    } catch {
      this.#manageWith('worker-refused');
      return undefined;
    }
  }

  /** Chooses whom to send home of those that are too many: the idlest, the last hired. They get no tasks any more. */
  chooseLeavers(tasksOf: (worker: PoolWorker) => number): readonly PoolWorker[] {
    const staying = this.#staying();
    const byLoad = staying.reverse().sort((a, b) => tasksOf(a) - tasksOf(b) || Number(a.started) - Number(b.started));
    const leavers = byLoad.slice(0, Math.max(0, byLoad.length - this.#allowed));
    for (const worker of leavers) worker.leaving = true;
    return leavers;
  }

  /** Ends those sent home that have nothing in hand any more. */
  releaseLeavers(isDone: (worker: PoolWorker) => boolean): void {
    for (const worker of [...this.#workers]) if (worker.leaving && isDone(worker)) this.#release(worker);
  }

  /** Has the calling thread join. A load that failed is tried again at the next call. */
  callMain(): void {
    if (this.#main || this.#loading) return;
    this.#loading = true;
    const join = (open: OpenSearcher) => this.#join(open);
    void this.#options.loadInlineSearcher().then(join, (error: unknown) => {
      this.#loading = false;
      this.#events.helpless(error);
    });
  }

  /** Has workers tried again: what kept them from starting may be over, a page lives long. */
  tryAgain(): void {
    this.#fellBack = this.#options.createWorker === undefined;
    this.#possible = Infinity;
    this.#deaths = 0;
  }

  close(): void {
    this.#closed = true;
    for (const worker of [...this.#workers, ...this.members]) worker.terminate();
    this.#workers.clear();
    this.#main = undefined;
  }

  #join(open: OpenSearcher): void {
    this.#loading = false;
    if (this.#closed) return;
    this.#main = new PoolWorker({ id: this.#nextId++, open }, this.#workerEvents);
    this.#events.joined();
  }

  #staying(): PoolWorker[] {
    return [...this.#workers].filter(({ leaving }) => !leaving);
  }

  #release(worker: PoolWorker): void {
    if (this.isMain(worker)) this.#main = undefined;
    this.#workers.delete(worker);
    worker.terminate();
  }

  /** Gives workers up until they are tried again. */
  #fallBack(reason: FallbackReason): void {
    if (this.#fellBack || this.#closed) return;
    this.#fellBack = true;
    for (const worker of [...this.#workers]) {
      this.#release(worker);
      this.#events.gone(worker);
    }
    this.#options.onFallback(reason);
  }

  #bury(worker: PoolWorker): void {
    if (this.#part(worker) && ++this.#deaths >= DEATHS_MAX) this.#fallBack('worker-failed');
  }

  #doWithout(worker: PoolWorker, reason: FallbackReason): void {
    if (this.#part(worker)) this.#manageWith(reason);
  }

  /** Answers false if it was the calling thread: nobody is left for what only that may search. */
  #part(worker: PoolWorker): boolean {
    const isMain = this.isMain(worker);
    this.#release(worker);
    this.#events.gone(worker);
    if (isMain) this.#events.helpless(new Error('the search on the calling thread went wrong'));
    return !isMain;
  }

  /** Goes on with the other workers, also those that are still starting, or falls back if there is none. */
  #manageWith(reason: FallbackReason): void {
    if (this.#staying().length > 0) this.#possible = this.#staying().length;
    else this.#fallBack(reason);
  }
}
