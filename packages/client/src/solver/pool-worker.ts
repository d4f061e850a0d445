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

export interface PoolWorkerOptions {
  /** The number that the schedule knows it by. */
  readonly id: number;
  readonly open: OpenSearcher;
  /** How long it may stay silent at first, of the time in which the page runs. */
  readonly startDeadlineMs: number;
}

/** One worker of the pool, or the calling thread in its place. What it does is in the schedule. */
export class PoolWorker {
  readonly id: number;
  /** Gets no tasks any more, and ends when it has handed back those it has. */
  leaving = false;
  readonly #searcher: Searcher;
  readonly #events: PoolWorkerEvents;
  readonly #silence = new SilenceWatch(() => this.#giveUp());
  #started = false;
  #ended = false;

  /** Throws where it is refused. */
  constructor({ id, open, startDeadlineMs }: PoolWorkerOptions, events: PoolWorkerEvents) {
    this.id = id;
    this.#events = events;
    this.#searcher = open({ message: (message) => this.#receive(message), lost: () => this.lose() });
    // Policies that refuse a worker's script or its WebAssembly may raise no event at all: only a clock notices.
    this.#silence.start(startDeadlineMs);
  }

  /** True once its script has run. What it is sent before waits for it. */
  get started(): boolean {
    return this.#started;
  }

  post(message: ToWorker): void {
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
    if (message.type === 'ready') {
      this.#started = true;
      this.#silence.stop();
    } else this.#events.heard(this, message);
  }

  #giveUp(): void {
    this.#events.unstarted(this, 'worker-silent');
  }
}
