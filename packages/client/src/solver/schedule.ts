import { NonceBook, type PieceTerms, type Span } from './nonce-book.js';

/** A span in the hands of a worker. */
export interface Task extends Span {
  readonly id: number;
  readonly piece: number;
  readonly worker: number;
  /** True if its piece was in somebody's hands already. */
  readonly isShare: boolean;
  /** How many of its nonces, from the first on, are known to have been tried in vain. */
  tried: number;
  /** True once its worker was asked to hand it back. */
  calledBack: boolean;
}

interface Piece {
  readonly id: number;
  /** Expected hashes. */
  readonly p: number;
  readonly book: NonceBook;
  readonly tasks: Set<Task>;
}

/**
 * Who searches what. Pieces and workers go by numbers; a worker has one task in search and may have one waiting behind
 * it, so that its program can be made ahead. No nonce is in two hands, and none is lost: it is free, in a task, or tried.
 *
 * Nothing here waits or knows a worker: the pool tells what happened and asks what is next.
 */
export class Schedule {
  readonly #pieces = new Map<number, Piece>();
  readonly #tasks = new Map<number, Task>();
  #nextId = 0;

  addPiece(id: number, terms: PieceTerms): void {
    this.#pieces.set(id, { id, p: terms.p, book: new NonceBook(terms), tasks: new Set() });
  }

  /** Forgets a piece that is found or given up. Answers its tasks, which are of no use any more. */
  endPiece(id: number): readonly Task[] {
    const tasks = [...(this.#pieces.get(id)?.tasks ?? [])];
    for (const task of tasks) this.#tasks.delete(task.id);
    this.#pieces.delete(id);
    return tasks;
  }

  /** True if there is a task for anybody in the pieces that `allows` lets pass. */
  hasFree(allows: (piece: number) => boolean): boolean {
    return [...this.#pieces.values()].some(({ id, book }) => !book.isEmpty && allows(id));
  }

  /** Hands a worker its next task, from the pieces that `allows` lets pass. */
  give(worker: number, allows: (piece: number) => boolean): Task | undefined {
    const piece = this.#choose(this.tasksOf(worker)[0], allows);
    const span = piece?.book.take();
    if (!piece || !span) return undefined;
    const isShare = piece.tasks.size > 0;
    const task = { ...span, id: this.#nextId++, piece: piece.id, worker, isShare, tried: 0, calledBack: false };
    piece.tasks.add(task);
    this.#tasks.set(task.id, task);
    return task;
  }

  /** The task that goes by this number, unless it is over. */
  find(id: number): Task | undefined {
    return this.#tasks.get(id);
  }

  /** What a worker has in hand: the task in search, then the one that waits. */
  tasksOf(worker: number): readonly Task[] {
    return [...this.#tasks.values()].filter((task) => task.worker === worker);
  }

  /** Tasks that wait behind another one and were not called back yet, the last given first. */
  waiting(): readonly Task[] {
    const tasks = [...this.#tasks.values()].reverse();
    return tasks.filter((task) => !task.calledBack && this.tasksOf(task.worker)[0] !== task);
  }

  /** All of a task was tried in vain. Answers true if the whole piece was. */
  exhaust(task: Task): boolean {
    this.#close(task);
    const piece = this.#pieces.get(task.piece);
    return piece !== undefined && piece.book.isEmpty && piece.tasks.size === 0;
  }

  /** Takes a task back, without the nonces tried: they are free for others. */
  giveBack(task: Task): void {
    this.#close(task);
    this.#pieces.get(task.piece)?.book.giveBack(task, task.tried);
  }

  #close(task: Task): void {
    this.#tasks.delete(task.id);
    this.#pieces.get(task.piece)?.tasks.delete(task);
  }

  /**
   * The piece that the fewest search, the eldest of these: one piece a worker while there are enough, then the idle join
   * the rest evenly, since whoever is on a piece that is found needs another program. Work is lost neither way: a search
   * has no memory, a nonce of one piece is as good as one of another.
   *
   * For those who have nothing, pieces that merely wait in another's hands count as not searched. Behind a task in search
   * comes what will probably be wanted then: the same piece if its block will end in vain, another if it will win.
   */
  #choose(present: Task | undefined, allows: (piece: number) => boolean): Piece | undefined {
    let chosen: Piece | undefined;
    let lowest = Infinity;
    for (const piece of this.#pieces.values()) {
      if (piece.book.isEmpty || !allows(piece.id)) continue;
      const rank = this.#rank(piece, present);
      if (rank >= lowest) continue;
      lowest = rank;
      chosen = piece;
    }
    return chosen;
  }

  #rank({ id, p, tasks }: Piece, present: Task | undefined): number {
    if (present?.piece === id) return willEndInVain(present, p) ? -1 : Number.MAX_VALUE;
    if (present) return tasks.size;
    const inSearch = [...tasks].filter((task) => this.tasksOf(task.worker)[0] === task);
    return 1_000 * inSearch.length + tasks.size;
  }
}

/** Probably: e^(−nonces left ÷ p) is above one half. */
function willEndInVain({ count, tried }: Task, p: number): boolean {
  return count - tried < Math.LN2 * p;
}
