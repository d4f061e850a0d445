import { type BlockSearch, type PuzzleRow, winningTarget } from '@tollgate/core';
import { CallPace } from './call-pace.js';
import { nextTask } from './next-task.js';
import { sha256 } from './sha256.js';
import { TurnCap } from './turn-cap.js';
import type { SearchMessage, ToPage, ToWorker } from './worker-protocol.js';

/** Knows puzzles by their names. A file that solves one of them has no need of the others. */
export type FindRow = (alg: string) => PuzzleRow | undefined;

export interface SearchLoopOptions {
  readonly findRow: FindRow;
  readonly post: (message: ToPage) => void;
  /** How long the thread is held before others get their turn; one call, some two milliseconds, may be added to it. */
  readonly sliceMs: number;
  /** The thread is a page's: turns are short also where the clock stands still. Default false. */
  readonly sparesPage?: boolean;
  /** Monotonic milliseconds. Default `performance.now`. */
  readonly now?: () => number;
  /** Lets messages in. Default: waits for the next task. */
  readonly nextTurn?: () => Promise<void>;
}

/** A task as it stands. */
interface Search {
  readonly asked: SearchMessage;
  readonly row: PuzzleRow;
  readonly target: bigint;
  /** Made when its turn comes: a program of its own. */
  tryNonces: BlockSearch | undefined;
  tried: number;
  stopped: boolean;
}

/** Some browsers' clocks stand still for 16 or 100 ms: a turn ends after so many calls as well, in workers too. */
const CALLS_MAX = 16;
const PROGRESS_MS = 250;
/** Slices of hashes with which the next task begins. Chromium orders optimised code for HashWX after 1,024 to 2,048. */
const EARLY_SLICES = 4;

/**
 * Searches the tasks it is given, in turns of a few milliseconds between which it hears messages. Runs in a worker, or on
 * the calling thread.
 *
 * The task behind the one in search is begun ahead: its program is made, and its first hashes are computed, so that the
 * engine has it optimised when its turn comes. These hashes count as any others.
 */
export class SearchLoop {
  readonly #post: SearchLoopOptions['post'];
  readonly #sliceMs: number;
  readonly #now: () => number;
  readonly #nextTurn: () => Promise<void>;
  readonly #findRow: FindRow;
  readonly #sparesPage: boolean;
  /** What the speed was learnt of. */
  #row: PuzzleRow | undefined;
  #pace = new CallPace();
  #cap: TurnCap | undefined;
  #turnHashes = 0;
  #searches: Search[] = [];
  #running = false;
  #closed = false;
  #toldAtMs: number;

  constructor(options: SearchLoopOptions) {
    this.#post = options.post;
    this.#sliceMs = options.sliceMs;
    this.#sparesPage = options.sparesPage ?? false;
    this.#now = options.now ?? (() => performance.now());
    this.#nextTurn = options.nextTurn ?? nextTask;
    this.#findRow = options.findRow;
    this.#toldAtMs = this.#now();
  }

  receive(message: ToWorker): void {
    if (this.#closed) return;
    if (message.type === 'search') this.#take(message);
    else for (const search of this.#searches) search.stopped ||= search.asked.id === message.id;
    if (!this.#running) void this.#run();
  }

  /** Forgets everything, and takes nothing any more; at most one call is still made. */
  close(): void {
    this.#closed = true;
    this.#searches = [];
  }

  #take(asked: SearchMessage): void {
    const row = this.#findRow(asked.alg);
    if (row) {
      const target = winningTarget(asked.p);
      this.#searches.push({ asked, row, target, tryNonces: undefined, tried: 0, stopped: false });
    } else this.#post({ type: 'failed', id: asked.id, message: `unknown puzzle "${asked.alg}"` });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#searches.length > 0) {
      await this.#turn();
      this.#tellProgress();
      await this.#nextTurn();
      this.#leaveStopped();
    }
    this.#running = false;
  }

  async #turn(): Promise<void> {
    const endMs = this.#now() + this.#sliceMs;
    this.#turnHashes = 0;
    for (let calls = 0; calls < CALLS_MAX; calls++) {
      const search = this.#choose();
      // Making a program takes some milliseconds: a turn of its own.
      if (!search || (!search.tryNonces && calls > 0)) return;
      try {
        if (await this.#goOn(search)) return;
      } catch (error) {
        this.#end(search, { type: 'failed', id: search.asked.id, message: String(error) });
      }
      if (search.stopped || this.#now() >= endMs) return;
    }
  }

  /** The task in search, or the one behind it when that is due to be begun. */
  #choose(): Search | undefined {
    const [present, next] = this.#searches;
    const isBegun = next && next.tried >= EARLY_SLICES * next.row.sliceHashes;
    return present && next && !isBegun && isDue(present, next) ? next : present;
  }

  /** Makes the program of a task, or tries some of its nonces. Answers true if that was enough for one turn. */
  async #goOn(search: Search): Promise<boolean> {
    const { asked, row } = search;
    if (!search.tryNonces) {
      search.tryNonces = await this.#create(search);
      return true;
    }
    const count = Math.min(this.#nextHashes(row), asked.count - search.tried);
    const sinceMs = this.#now();
    const nonce = await search.tryNonces(asked.first + search.tried, count, search.target);
    const nowMs = this.#now();
    this.#pace.took(nowMs - sinceMs);
    this.#cap?.took(nonce < 0 ? count : nonce - asked.first - search.tried + 1, sinceMs, nowMs);
    this.#turnHashes += count;
    search.tried += count;
    if (nonce >= 0) this.#end(search, { type: 'found', id: asked.id, nonce });
    else if (search.tried === asked.count) this.#end(search, { type: 'exhausted', id: asked.id });
    return this.#turnHashes >= this.#capped();
  }

  /** Hashes of the next call. What is known of one puzzle's speed says nothing of another's. */
  #nextHashes(row: PuzzleRow): number {
    if (this.#row !== row) {
      this.#row = row;
      this.#pace = new CallPace();
      this.#cap = this.#sparesPage ? new TurnCap(this.#sliceMs) : undefined;
    }
    return Math.min(this.#pace.next(row.sliceHashes), Math.max(1, this.#capped() - this.#turnHashes));
  }

  /** Hashes of a turn at most. */
  #capped(): number {
    return this.#cap?.hashes ?? Infinity;
  }

  /** Whoever waits hears that this lives while it loads a file, which Argon2id's first task does. */
  async #create({ asked, row }: Search): Promise<BlockSearch> {
    const block = Math.floor(asked.first / row.blockNonces);
    const telling = setInterval(() => this.#tellProgress(), PROGRESS_MS);
    try {
      return await row.createSearch({ input: asked.input, block, sha256 });
    } finally {
      clearInterval(telling);
    }
  }

  /** Says how a task ended, unless the loop was closed meanwhile. */
  #end(search: Search, message: ToPage): void {
    if (!this.#searches.includes(search)) return;
    this.#searches = this.#searches.filter((other) => other !== search);
    this.#post(message);
  }

  #leaveStopped(): void {
    for (const search of this.#searches.filter(({ stopped }) => stopped)) {
      this.#end(search, { type: 'stopped', id: search.asked.id, tried: search.tried });
    }
  }

  #tellProgress(): void {
    const [present] = this.#searches;
    if (!present || this.#now() - this.#toldAtMs < PROGRESS_MS) return;
    this.#toldAtMs = this.#now();
    this.#post({ type: 'progress', id: present.asked.id, tried: present.tried });
  }
}

/**
 * When the task behind the present one is begun. Making its program delays the present one by 2 ms, which are lost only if
 * another worker finds that piece first.
 *
 * A search has no memory: its end is p hashes away from wherever it stands, so that "shortly before" is no moment. Another
 * piece is begun after p/8 hashes: the present program's optimised code was ordered before, and seven of eight pieces still
 * go on (Chromium delivers that code some 8,000 hashes later, 2026-11-23). A share in a piece is mostly of no use when its
 * turn comes: it is begun shortly before the present block ends in vain, which can be foreseen.
 */
function isDue({ asked, tried }: Search, next: Search): boolean {
  return next.asked.isShare ? asked.count - tried <= asked.p / 2 : tried >= asked.p / 8;
}
