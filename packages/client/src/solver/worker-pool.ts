import { nonceLimit } from '@tollgate/core';
import { AbortWatch } from './abort-watch.js';
import { Crew, type CrewOptions } from './crew.js';
import type { PoolWorker } from './pool-worker.js';
import { Schedule, type Task } from './schedule.js';
import { SOLVABLE_PUZZLES } from './solvable-puzzles.js';
import type { PieceToSolve, Solver } from './solver.js';
import { isAnswerTo, type TaskMessage } from './worker-protocol.js';

/** One piece given to the pool. */
interface Job {
  readonly piece: PieceToSolve;
  readonly resolve: (nonce: number) => void;
  readonly reject: (reason: unknown) => void;
  /** Ends the watch over its signal. */
  readonly forget: () => void;
  /** Workers that died, or never came to life, over this piece. */
  deaths: number;
}

/** Deaths over one piece after which it is no worker's business any more. */
const PIECE_DEATHS_MAX = 2;

/**
 * Solves pieces in workers, and on the calling thread where workers do not work: one piece a worker while there are
 * enough, then several workers in different blocks of one. Workers are created when there is something for them. What
 * a worker had in hand when it died goes to another one; a piece over which two died is solved on the calling thread.
 *
 * The schedule knows who searches what, the crew who is there; here is what each message does to both.
 */
export class WorkerPool implements Solver {
  readonly #schedule = new Schedule();
  readonly #jobs = new Map<number, Job>();
  readonly #crew: Crew;
  readonly #signals = new AbortWatch();
  /** The proof begun last. */
  #proof: AbortSignal | undefined;
  #nextPiece = 0;
  #handingOut = false;
  #closed = false;

  constructor(options: CrewOptions) {
    this.#crew = new Crew(options, {
      heard: (worker, message) => this.#hear(worker, message),
      gone: (worker) => this.#takeBack(worker),
      joined: () => this.#handOutSoon(),
      helpless: (error) => this.#rejectForMain(error),
    });
  }

  solve(piece: PieceToSolve, signal: AbortSignal): Promise<number> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const puzzle = SOLVABLE_PUZZLES.find(({ alg }) => alg === piece.alg);
      if (!puzzle) throw new RangeError(`unknown puzzle "${piece.alg}"`);
      this.#noteProof(signal);
      const id = this.#nextPiece++;
      const forget = this.#signals.watch(signal, () => this.#end(id)?.reject(signal.reason));
      this.#jobs.set(id, { piece, resolve, reject, forget, deaths: 0 });
      // The new pieces are better to wait for than a share in a piece that others search.
      for (const task of this.#schedule.waiting()) if (task.isShare) this.#callBack(task);
      this.#schedule.addPiece(id, { p: piece.p, blockNonces: puzzle.blockNonces });
      this.#handOutSoon();
    });
  }

  setParallel(count: number): void {
    this.#crew.allow(count);
    for (const worker of this.#crew.chooseLeavers((one) => this.#load(one))) {
      for (const task of this.#schedule.tasksOf(worker.id)) {
        if (worker.started) this.#callBack(task);
        // It has tried nothing yet, and would answer late.
        else this.#schedule.giveBack(task);
      }
    }
    this.#handOutSoon();
  }

  close(): void {
    this.#closed = true;
    this.#crew.close();
    for (const { forget } of this.#jobs.values()) forget();
    this.#jobs.clear();
  }

  /** Whatever went wrong with workers counts for one proof: the next one begins afresh, if nothing is under way. */
  #noteProof(signal: AbortSignal): void {
    if (signal === this.#proof) return;
    this.#proof = signal;
    if (this.#jobs.size === 0) this.#crew.tryAgain();
  }

  #hear(worker: PoolWorker, message: TaskMessage): void {
    const task = this.#schedule.find(message.id);
    // The late answer of a task that was taken from it.
    if (task?.worker !== worker.id) return;
    if (isAnswerTo(message, task)) this.#follow(worker, task, message);
    else worker.lose();
  }

  #follow(worker: PoolWorker, task: Task, message: TaskMessage): void {
    switch (message.type) {
      case 'progress':
        task.tried = message.tried;
        break;
      case 'found':
        this.#end(task.piece)?.resolve(message.nonce);
        break;
      case 'stopped':
        task.tried = message.tried;
        this.#schedule.giveBack(task);
        this.#handOutSoon();
        break;
      case 'exhausted':
        this.#exhaust(task);
        break;
      case 'failed':
        if (this.#crew.isMain(worker)) this.#end(task.piece)?.reject(new Error(message.message));
        else worker.lose();
    }
  }

  #exhaust(task: Task): void {
    const isOver = this.#schedule.exhaust(task);
    const job = isOver ? this.#end(task.piece) : undefined;
    job?.reject(new RangeError(`no nonce below ${nonceLimit(job.piece.p)} wins`));
    this.#handOutSoon();
  }

  /** What a worker leaves behind is free for others. */
  #takeBack(worker: PoolWorker): void {
    const tasks = this.#schedule.tasksOf(worker.id);
    const job = tasks[0] && this.#jobs.get(tasks[0].piece);
    if (job) job.deaths++;
    for (const task of tasks) this.#schedule.giveBack(task);
    this.#handOutSoon();
  }

  /** Ends a piece and whoever still searches it. Answers its job, which is to be settled. */
  #end(piece: number): Job | undefined {
    const job = this.#jobs.get(piece);
    job?.forget();
    this.#jobs.delete(piece);
    for (const task of this.#schedule.endPiece(piece)) this.#stop(task);
    this.#handOutSoon();
    return job;
  }

  #rejectForMain(error: unknown): void {
    for (const [piece, job] of this.#jobs) if (this.#isForMain(job)) this.#end(piece)?.reject(error);
  }

  /** After everything else that happens at once: pieces given together are divided among all workers. */
  #handOutSoon(): void {
    if (this.#handingOut) return;
    this.#handingOut = true;
    queueMicrotask(() => {
      this.#handingOut = false;
      if (!this.#closed) this.#handOut();
    });
  }

  /** First everybody gets something to search, then something to prepare. */
  #handOut(): void {
    this.#crew.releaseLeavers((worker) => this.#load(worker) === 0);
    for (const worker of this.#crew.members) if (this.#load(worker) === 0) this.#give(worker);
    while (this.#schedule.hasFree((piece) => !this.#isForMain(this.#jobs.get(piece)))) {
      const hired = this.#crew.hire();
      if (!hired) break;
      this.#give(hired);
    }
    if ([...this.#jobs.values()].some((job) => this.#isForMain(job))) this.#crew.callMain();
    for (const worker of this.#crew.members) if (this.#load(worker) === 1) this.#give(worker);
  }

  #give(worker: PoolWorker): void {
    const isMain = this.#crew.isMain(worker);
    const allows = (piece: number) => this.#isForMain(this.#jobs.get(piece)) === isMain;
    const task = this.#schedule.give(worker.id, allows);
    if (task) this.#order(worker, task);
    else if (this.#load(worker) === 0) {
      // Nothing is free, but something may wait behind another task.
      const waiting = this.#schedule.waiting().find(({ piece }) => allows(piece));
      if (waiting) this.#callBack(waiting);
    }
  }

  #order(worker: PoolWorker, { id, piece, first, count, isShare }: Task): void {
    const { alg, input, p } = this.#jobs.get(piece)!.piece;
    worker.post({ type: 'search', id, alg, input, p, first, count, isShare });
  }

  /** Has a task stopped; what is left of it comes back with the answer. */
  #callBack(task: Task): void {
    task.calledBack = true;
    this.#stop(task);
  }

  #stop({ id, worker }: Task): void {
    this.#crew.find(worker)?.post({ type: 'stop', id });
  }

  #isForMain(job: Job | undefined): boolean {
    return this.#crew.fellBack || (job !== undefined && job.deaths >= PIECE_DEATHS_MAX);
  }

  /** Tasks in its hands. */
  #load({ id }: PoolWorker): number {
    return this.#schedule.tasksOf(id).length;
  }
}
