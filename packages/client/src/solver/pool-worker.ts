import type { FallbackReason } from '../tollgate-events.js';
import type { OpenSearcher, Searcher } from './searcher.js';
import { SilenceWatch } from './silence-watch.js';
import type { TaskMessage, ToPage, ToWorker } from './worker-protocol.js';

export interface PoolWorkerEvents {
  /** It says something of a task. */
  heard(worker: PoolWorker, message: TaskMessage): void;
  /** It never started; it is of no use. */
  unstarted(worker: PoolWorker, reason: FallbackReason): void;
  /** It died after it had started. */
  died(worker: PoolWorker): void;
}

/** How long a worker may stay silent, of the time in which the page runs. */
export interface Deadlines {
  /** At its start. */
  readonly startMs: number;
  /** With a task in hand: it reports four times a second. */
  readonly taskMs: number;
}

export interface PoolWorkerOptions {
  /** The number that the schedule knows it by. */
  readonly id: number;
  readonly open: OpenSearcher;
  /** None for the calling thread, which cannot hang by itself. */
  readonly deadlines?: Deadlines;
}

/** One worker of the pool, or the calling thread in its place. What it does is in the schedule. */
export class PoolWorker {
  readonly id: number;
  /** Gets no tasks any more, and ends when it has handed back those it has. */
  leaving = false;
  readonly #searcher: Searcher;
  readonly #events: PoolWorkerEvents;
  readonly #deadlines: Deadlines | undefined;
  /** Tasks whose last word it owes, also those that nobody wants any more. */
  readonly #owed = new Set<number>();
  readonly #silence = new SilenceWatch(() => this.#giveUp());
  #started = false;
  #ended = false;

  /** Throws where it is refused. */
  constructor({ id, open, deadlines }: PoolWorkerOptions, events: PoolWorkerEvents) {
    this.id = id;
    this.#deadlines = deadlines;
    this.#events = events;
    this.#searcher = open({ message: (message) => this.#receive(message), lost: () => this.lose() });
    // Policies that refuse a worker's script or its WebAssembly may raise no event at all: only a clock notices.
    if (deadlines) this.#silence.start(deadlines.startMs);
  }

  /** True once its script has run. What it is sent before waits for it. */
  get started(): boolean {
    return this.#started;
  }

  post(message: ToWorker): void {
    if (message.type === 'search') {
      this.#owed.add(message.id);
      if (this.#started && this.#owed.size === 1) this.#awaitWord();
    }
    this.#searcher.postMessage(message);
  }

  /** It is of no use any more. */
  lose(): void {
    if (this.#ended) return;
    if (this.#started) this.#events.died(this);
    else this.#events.unstarted(this, 'worker-broken');
  }

  terminate(): void {
    this.#ended = true;
    this.#silence.stop();
    this.#searcher.terminate();
  }

  #receive(message: ToPage): void {
    if (this.#ended) return;
    if (message.type === 'ready') this.#started = true;
    else if (message.type !== 'progress') this.#owed.delete(message.id);
    this.#awaitWord();
    if (message.type !== 'ready') this.#events.heard(this, message);
  }

  #awaitWord(): void {
    this.#silence.stop();
    if (this.#deadlines && this.#owed.size > 0) this.#silence.start(this.#deadlines.taskMs);
  }

  #giveUp(): void {
    if (this.#started) this.lose();
    else this.#events.unstarted(this, 'worker-silent');
  }
}
