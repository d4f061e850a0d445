import type { FallbackReason } from '../tollgate-events.js';
import type { PieceToSolve } from './solver.js';
import type { ToPage, ToWorker } from './worker-protocol.js';

/** One piece given to the pool. */
export interface Job {
  readonly id: number;
  readonly piece: PieceToSolve;
  readonly signal: AbortSignal;
  readonly resolve: (nonce: number) => void;
  readonly reject: (reason: unknown) => void;
  /** Workers that died over this piece. */
  deaths: number;
}

export interface PoolWorkerEvents {
  /** The job it had is done; it is idle again. */
  found(worker: PoolWorker, job: Job, nonce: number): void;
  /** It runs but cannot solve. */
  failed(worker: PoolWorker, message: string): void;
  /** It never started; it is of no use. */
  unstarted(worker: PoolWorker, reason: FallbackReason): void;
  /** It died after it had started. */
  died(worker: PoolWorker): void;
}

/** One worker and the piece it has in hand. */
export class PoolWorker {
  readonly #worker: Worker;
  readonly #events: PoolWorkerEvents;
  #started = false;
  readonly #deadline: ReturnType<typeof setTimeout>;
  job: Job | undefined;

  constructor(worker: Worker, startDeadlineMs: number, events: PoolWorkerEvents) {
    this.#worker = worker;
    this.#events = events;
    // Policies that refuse a worker's script or its WebAssembly may raise no event at all: only a clock notices.
    this.#deadline = setTimeout(() => events.unstarted(this, 'worker-silent'), startDeadlineMs);
    worker.addEventListener('message', (event: MessageEvent<ToPage>) => this.#receive(event.data));
    worker.addEventListener('error', (event) => this.#lose(event));
    worker.addEventListener('messageerror', (event) => this.#lose(event));
  }

  /** Gives it a piece; one that has not started yet takes it up when it does. */
  assign(job: Job): void {
    this.job = job;
    const { alg, input, p } = job.piece;
    this.#worker.postMessage({ type: 'solve', id: job.id, alg, input, p } satisfies ToWorker);
  }

  terminate(): void {
    clearTimeout(this.#deadline);
    this.#worker.terminate();
  }

  #receive(message: ToPage): void {
    if (message.type === 'ready') {
      this.#started = true;
      clearTimeout(this.#deadline);
      return;
    }
    const { job } = this;
    if (job?.id !== message.id) return;
    if (message.type === 'failed') this.#events.failed(this, message.message);
    else {
      this.job = undefined;
      this.#events.found(this, job, message.nonce);
    }
  }

  #lose(event: Event): void {
    // Handled here; the page's own error reporting has nothing to do with it.
    event.preventDefault();
    if (this.#started) this.#events.died(this);
    else this.#events.unstarted(this, 'worker-broken');
  }
}
