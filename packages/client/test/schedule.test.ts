import { nonceLimit } from '@tollgate/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Schedule, type Task } from '../src/solver/schedule.js';

const anyPiece = () => true;
/** One block of a piece that a block will probably win: 64 blocks of 4 p. */
const LONG_BLOCKS = { p: 2, blockNonces: 8 };
/** A block ends in vain four times in five. */
const SHORT_BLOCKS = { p: 32, blockNonces: 8 };

function scheduleOf(pieces: number, terms = LONG_BLOCKS) {
  const schedule = new Schedule();
  for (let piece = 0; piece < pieces; piece++) schedule.addPiece(piece, terms);
  const give = (worker: number) => {
    const task = schedule.give(worker, anyPiece);
    if (!task) throw new Error('nothing is free');
    return task;
  };
  return { schedule, give };
}

const place = ({ piece, first, count }: Task) => ({ piece, first, count });

describe('a schedule gives', () => {
  it('a piece to each worker while there are enough, the eldest first', () => {
    const { give } = scheduleOf(3);
    expect([0, 1, 2].map((worker) => place(give(worker)))).toEqual([
      { piece: 0, first: 0, count: 8 },
      { piece: 1, first: 0, count: 8 },
      { piece: 2, first: 0, count: 8 },
    ]);
  });

  it('those without a piece of their own the next blocks of the others, evenly', () => {
    const { give } = scheduleOf(2);
    expect([0, 1, 2, 3, 4].map((worker) => place(give(worker)))).toEqual([
      { piece: 0, first: 0, count: 8 },
      { piece: 1, first: 0, count: 8 },
      { piece: 0, first: 8, count: 8 },
      { piece: 1, first: 8, count: 8 },
      { piece: 0, first: 16, count: 8 },
    ]);
  });

  it('those who have nothing a piece that merely waits in another’s hands rather than one that is searched', () => {
    const { give } = scheduleOf(2);
    expect([give(0), give(0)].map(({ piece }) => piece)).toEqual([0, 1]);
    expect(place(give(1))).toEqual({ piece: 1, first: 8, count: 8 });
  });

  it('behind a block that will probably win a block of another piece, or of the same where there is no other', () => {
    const { schedule, give } = scheduleOf(2);
    expect([give(0).piece, give(0).piece]).toEqual([0, 1]);
    schedule.endPiece(1);
    expect(place(give(0))).toEqual({ piece: 0, first: 8, count: 8 });
  });

  it('behind a block that will probably be tried in vain the next one of the same piece', () => {
    const { give } = scheduleOf(2, SHORT_BLOCKS);
    expect([give(0), give(0)].map(place)).toEqual([
      { piece: 0, first: 0, count: 8 },
      { piece: 0, first: 8, count: 8 },
    ]);
  });

  it('the rest of a block that came back before a new one', () => {
    const { schedule, give } = scheduleOf(1);
    const task = give(0);
    task.tried = 3;
    schedule.giveBack(task);
    expect(place(give(1))).toEqual({ piece: 0, first: 3, count: 5 });
    expect(place(give(2))).toEqual({ piece: 0, first: 8, count: 8 });
  });

  it('no nonce from 64 p on', () => {
    const { give, schedule } = scheduleOf(1, { p: 1, blockNonces: 60 });
    expect([give(0), give(1)].map(place)).toEqual([
      { piece: 0, first: 0, count: 60 },
      { piece: 0, first: 60, count: 4 },
    ]);
    expect(schedule.hasFree(anyPiece)).toBe(false);
    expect(schedule.give(2, anyPiece)).toBeUndefined();
  });

  it('nothing of a piece that is not for this worker', () => {
    const { schedule } = scheduleOf(2);
    expect(schedule.give(0, (piece) => piece === 1)?.piece).toBe(1);
    expect(schedule.hasFree((piece) => piece > 1)).toBe(false);
    expect(schedule.give(0, (piece) => piece > 1)).toBeUndefined();
  });
});

describe('a schedule knows', () => {
  it('what waits behind another task, the last given first, and what is a share in a piece that somebody has', () => {
    const { schedule, give } = scheduleOf(3);
    const given = [give(0), give(1), give(0), give(1)];
    expect(given.map(({ piece }) => piece)).toEqual([0, 1, 2, 0]);
    expect(schedule.waiting()).toEqual([given[3], given[2]]);
    expect(given.map(({ isShare }) => isShare)).toEqual([false, false, false, true]);
    schedule.exhaust(given[1]!);
    expect(schedule.waiting()).toEqual([given[2]]);
  });

  it('when the last nonce of a piece was tried in vain', () => {
    const { schedule, give } = scheduleOf(1, { p: 1, blockNonces: 32 });
    const [first, second] = [give(0), give(1)];
    expect(schedule.exhaust(first)).toBe(false);
    schedule.giveBack(second);
    expect(schedule.exhaust(give(0))).toBe(true);
  });

  it('nothing of a piece that is over, and answers the tasks that this makes useless', () => {
    const { schedule, give } = scheduleOf(2);
    const [mine, theirs] = [give(0), give(1)];
    expect(schedule.endPiece(0)).toEqual([mine]);
    expect(schedule.find(mine.id)).toBeUndefined();
    expect(schedule.find(theirs.id)).toBe(theirs);
    expect(schedule.endPiece(0)).toEqual([]);
  });
});

/** What happened to one nonce, told from outside. */
const FREE = 0;
const IN_HAND = 1;
const TRIED = 2;

/** A schedule beside a record of every nonce of every piece: each step must be right by it. */
class Watched {
  readonly schedule = new Schedule();
  readonly nonces = new Map<number, Uint8Array>();
  readonly tasks: Task[] = [];
  #nextPiece = 0;

  add(p: number, blockNonces: number): void {
    const piece = this.#nextPiece++;
    this.nonces.set(piece, new Uint8Array(nonceLimit(p)));
    this.schedule.addPiece(piece, { p, blockNonces });
  }

  give(worker: number): boolean {
    const task = this.schedule.give(worker, anyPiece);
    if (!task) return false;
    this.#turn(task, { from: 0, to: task.count }, [FREE, IN_HAND]);
    this.tasks.push(task);
    return true;
  }

  exhaust(task: Task): void {
    this.#turn(task, { from: task.tried, to: task.count }, [IN_HAND, TRIED]);
    this.#drop(task);
    const isOver = this.schedule.exhaust(task);
    expect(isOver).toBe(this.nonces.get(task.piece)!.every((state) => state === TRIED));
    if (isOver) this.end(task.piece);
  }

  progress(task: Task, share: number): void {
    const tried = Math.max(task.tried, Math.floor(share * task.count));
    this.#turn(task, { from: task.tried, to: tried }, [IN_HAND, TRIED]);
    task.tried = tried;
  }

  giveBack(task: Task): void {
    this.#turn(task, { from: task.tried, to: task.count }, [IN_HAND, FREE]);
    this.#drop(task);
    this.schedule.giveBack(task);
  }

  end(piece: number): void {
    const mine = this.tasks.filter((task) => task.piece === piece);
    expect(new Set(this.schedule.endPiece(piece))).toEqual(new Set(mine));
    for (const task of mine) this.#drop(task);
    this.nonces.delete(piece);
  }

  #drop(task: Task): void {
    this.tasks.splice(this.tasks.indexOf(task), 1);
  }

  #turn(task: Task, { from, to }: { from: number; to: number }, [before, after]: readonly [number, number]): void {
    const record = this.nonces.get(task.piece)!.subarray(task.first + from, task.first + to);
    expect(record).toHaveLength(to - from);
    expect(record.every((state) => state === before)).toBe(true);
    record.fill(after);
  }
}

const WORKERS = 5;
const anAct = fc.tuple(
  fc.constantFrom('add', 'give', 'give', 'give', 'progress', 'exhaust', 'giveBack', 'die', 'end'),
  fc.nat({ max: 1_000 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
);

function perform(watched: Watched, [act, pick, share]: readonly [string, number, number]): void {
  const { tasks, nonces } = watched;
  const worker = pick % WORKERS;
  const task = tasks[pick % Math.max(1, tasks.length)];
  const piece = [...nonces.keys()][pick % Math.max(1, nonces.size)];
  if (act === 'add') watched.add(1 + (pick % 4), 1 + (pick % 48));
  else if (act === 'give' && watched.schedule.tasksOf(worker).length < 2) watched.give(worker);
  else if (act === 'progress' && task) watched.progress(task, share);
  else if (act === 'exhaust' && task) watched.exhaust(task);
  else if (act === 'giveBack' && task) watched.giveBack(task);
  else if (act === 'die') for (const left of watched.schedule.tasksOf(worker)) watched.giveBack(left);
  else if (act === 'end' && piece !== undefined) watched.end(piece);
}

describe('whatever happens, in whatever order', () => {
  it('no nonce is in two hands or tried twice, none is lost, and every piece comes to its end', () => {
    fc.assert(
      fc.property(fc.array(anAct, { maxLength: 120 }), (acts) => {
        const watched = new Watched();
        watched.add(2, 24);
        for (const act of acts) perform(watched, act);
        for (const task of [...watched.tasks]) watched.exhaust(task);
        while (watched.give(0)) watched.exhaust(watched.tasks[0]!);
        expect(watched.nonces.size).toBe(0);
        expect(watched.schedule.hasFree(anyPiece)).toBe(false);
      }),
      { seed: 64, numRuns: 300 },
    );
  });

  it('no worker is without a task while a nonce is free, and none has a share while a piece has nobody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 8 }), (pieces, workers) => {
        const { give } = scheduleOf(pieces);
        const given = Array.from({ length: workers }, (_, worker) => give(worker));
        const searched = new Set(given.map(({ piece }) => piece));
        expect(searched.size).toBe(Math.min(pieces, workers));
        const counts = [...searched].map((piece) => given.filter((task) => task.piece === piece).length);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
      { seed: 64, numRuns: 100 },
    );
  });
});
