import type { FallbackReason } from '../tollgate-events.js';
import { type Job, PoolWorker, type PoolWorkerEvents } from './pool-worker.js';
import type { PieceToSolve, Solver } from './solver.js';

export interface WorkerPoolOptions {
  readonly createWorker: () => Worker;
  /** Brings the solver of the main thread, loaded only when it is needed. */
  readonly loadInlineSolver: () => Promise<Solver>;
  readonly onFallback: (reason: FallbackReason) => void;
  /** How long a new worker may stay silent. Default 3,000 ms. */
  readonly startDeadlineMs?: number;
}

/** Deaths in one pool after which workers are given up. */
const DEATHS_MAX = 3;

/**
 * Solves pieces in workers, and on the main thread where workers do not work. Workers are created when there is a piece
 * for them. A worker that dies over a piece costs one more try in another, then the piece is solved on the main thread.
 */
export class WorkerPool implements Solver {
  readonly #options: WorkerPoolOptions;
  readonly #workers = new Set<PoolWorker>();
  #queue: Job[] = [];
  #parallel = 1;
  #deaths = 0;
  #nextId = 0;
  #closed = false;
  #fellBack = false;
  #inline: Promise<Solver> | undefined;

  readonly #events: PoolWorkerEvents = {
    found: (_worker, job, nonce) => {
      job.resolve(nonce);
      this.#pump();
    },
    failed: () => this.#fallBack('worker-failed'),
    unstarted: (_worker, reason) => this.#fallBack(reason),
    died: (worker) => this.#bury(worker),
  };

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  solve(piece: PieceToSolve, signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const job: Job = { id: this.#nextId++, piece, signal, resolve, reject, deaths: 0 };
      signal.addEventListener('abort', () => this.#cancel(job), { once: true });
      this.#queue.push(job);
      this.#pump();
    });
  }

  setParallel(count: number): void {
    this.#parallel = count;
    this.#pump();
  }

  close(): void {
    this.#closed = true;
    this.#queue = [];
    for (const worker of this.#workers) this.#dismiss(worker);
    void this.#inline?.then((solver) => solver.close()).catch(() => undefined);
  }

  /** Gives waiting pieces to idle or new workers, as many as may work at once, and lets surplus ones go. */
  #pump(): void {
    while (!this.#closed && this.#queue.length > 0) {
      if (this.#fellBack) {
        this.#solveInline(this.#queue.shift()!);
        continue;
      }
      const worker = this.#idle() ?? this.#hire();
      if (!worker) break;
      worker.assign(this.#queue.shift()!);
    }
    for (const worker of this.#workers) {
      if (this.#workers.size > this.#parallel && !worker.job) this.#dismiss(worker);
    }
  }

  /** A worker without a piece, unless enough are busy. */
  #idle(): PoolWorker | undefined {
    const workers = [...this.#workers];
    if (workers.filter(({ job }) => job).length >= this.#parallel) return undefined;
    return workers.find(({ job }) => !job);
  }

  #hire(): PoolWorker | undefined {
    if (this.#workers.size >= this.#parallel) return undefined;
    try {
      const { createWorker, startDeadlineMs = 3_000 } = this.#options;
      const worker = new PoolWorker(createWorker(), startDeadlineMs, this.#events);
      this.#workers.add(worker);
      return worker;
    } catch {
      this.#fallBack('worker-refused');
      return undefined;
    }
  }

  #dismiss(worker: PoolWorker): void {
    this.#workers.delete(worker);
    worker.terminate();
  }

  #bury(worker: PoolWorker): void {
    const { job } = worker;
    this.#dismiss(worker);
    this.#deaths++;
    if (job && ++job.deaths > 1) this.#solveInline(job);
    else if (job) this.#queue.unshift(job);
    if (this.#deaths >= DEATHS_MAX) this.#fallBack('worker-failed');
    else this.#pump();
  }

  #fallBack(reason: FallbackReason): void {
    if (this.#fellBack || this.#closed) return;
    this.#fellBack = true;
    const unfinished = [...this.#workers].flatMap(({ job }) => job ?? []);
    for (const worker of this.#workers) this.#dismiss(worker);
    this.#queue.unshift(...unfinished);
    this.#options.onFallback(reason);
    this.#pump();
  }

  #solveInline(job: Job): void {
    this.#loadInline()
      .then((solver) => solver.solve(job.piece, job.signal))
      .then(job.resolve, job.reject);
  }

  /** Kept once it is there; a load that failed is tried again with the next piece. */
  #loadInline(): Promise<Solver> {
    this.#inline ??= this.#options.loadInlineSolver().catch((error: unknown) => {
      this.#inline = undefined;
      throw error;
    });
    return this.#inline;
  }

  #cancel(job: Job): void {
    job.reject(job.signal.reason);
    this.#queue = this.#queue.filter((other) => other !== job);
    // A search in a worker is deaf until it ends.
    for (const worker of this.#workers) if (worker.job === job) this.#dismiss(worker);
    this.#pump();
  }
}
