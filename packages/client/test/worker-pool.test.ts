import { getEventListeners } from 'node:events';
import { checkPiece, findPuzzle } from '@tollgate/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openInlineSearcher } from '../src/inline-searcher.js';
import { SearchLoop } from '../src/solver/search-loop.js';
import type { OpenSearcher } from '../src/solver/searcher.js';
import { sha256 } from '../src/solver/sha256.js';
import type { PieceToSolve } from '../src/solver/solver.js';
import { WorkerPool } from '../src/solver/worker-pool.js';
import type { ToWorker } from '../src/solver/worker-protocol.js';
import { PlayedWorker } from './played-worker.js';

const BLOCK = 65_536;
/** 32 blocks, each likelier to win than not. */
const piece: PieceToSolve = { alg: 'hashwx-1', input: new Uint8Array(32), p: 2 ** 15 };
/** A piece as it is seen in the messages to workers. */
const numbered = (number: number, one = piece) => ({ ...one, input: new Uint8Array(32).fill(number) });
/** One block of 64 nonces, of which the first wins. */
const tiny: PieceToSolve = { ...piece, p: 1 };
const unstopped = () => new AbortController().signal;
/** Everything that was said is heard, and everything that follows from it is told. */
async function settle(): Promise<void> {
  if (vi.isFakeTimers()) {
    await vi.advanceTimersByTimeAsync(10);
    return;
  }
  // As many turns as the longest exchange takes; played workers use timers of the same length.
  for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setTimeout(resolve));
}

const START_DEADLINE_MS = 60;
/** Lets nothing else run. */
function block(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

type Play = (worker: PlayedWorker, message: ToWorker | 'start', born: number) => void;

/** Starts and says nothing of its own accord. */
const starting: Play = (worker, message) => message === 'start' && worker.say({ type: 'ready' });
const silent: Play = () => undefined;

const pools: WorkerPool[] = [];
afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

interface Scene {
  readonly play?: Play;
  /** Workers that the browser grants. */
  readonly granted?: number;
  readonly loadInlineSearcher?: () => Promise<OpenSearcher>;
  readonly hasOwnDeadlines?: boolean;
}

function createPool({ play = starting, granted = 8, loadInlineSearcher, hasOwnDeadlines = false }: Scene = {}) {
  const workers: PlayedWorker[] = [];
  const reasons: string[] = [];
  const createWorker = () => {
    const born = workers.length;
    if (born >= granted) throw new DOMException('refused', 'SecurityError');
    const worker = new PlayedWorker((self, message) => play(self, message, born));
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const pool = new WorkerPool({
    createWorker,
    loadInlineSearcher: loadInlineSearcher ?? (async () => openInlineSearcher),
    onFallback: (reason) => reasons.push(reason),
    ...(!hasOwnDeadlines && { deadlines: { startMs: START_DEADLINE_MS, taskMs: 60_000 } }),
  });
  pools.push(pool);
  return { pool, workers, reasons };
}

/** A pool whose workers have their tasks in hand, and what became of each piece. */
async function begin(given: Scene & { pieces: number; parallel: number; piece?: PieceToSolve }) {
  const scene = createPool(given);
  const stops = Array.from({ length: given.pieces }, () => new AbortController());
  scene.pool.setParallel(given.parallel);
  const solve = (stop: AbortController, number: number) => scene.pool.solve(numbered(number, given.piece), stop.signal);
  const pending = stops.map(solve);
  for (const one of pending) one.catch(() => undefined);
  await settle();
  return { ...scene, stops, pending };
}

const live = (workers: readonly PlayedWorker[]) => workers.filter(({ terminated }) => !terminated);
/** The pieces and blocks in each worker's hands. */
const places = (worker: PlayedWorker | undefined) => worker?.tasks.map(({ piece, first }) => [piece, first / BLOCK]);

function find(worker: PlayedWorker | undefined, nth = 0): number {
  const { id, first } = worker!.tasks[nth]!;
  const nonce = first + 7;
  worker!.say({ type: 'found', id, nonce });
  return nonce;
}

describe('a pool of workers', () => {
  it('uses one worker at first, as many as it may from then on, and ends those that are too many', async () => {
    const { pool, workers, pending } = await begin({ pieces: 3, parallel: 1 });
    expect(workers).toHaveLength(1);
    pool.setParallel(3);
    await settle();
    expect(workers).toHaveLength(3);
    const nonces = [find(workers[0]), find(workers[1]), find(workers[2])];
    expect(await Promise.all(pending)).toEqual(expect.arrayContaining(nonces));
    await settle();
    pool.setParallel(1);
    await settle();
    expect(live(workers)).toHaveLength(1);
  });

  it('gives each worker a piece, and one to prepare, in the order they came', async () => {
    const { workers } = await begin({ pieces: 4, parallel: 2 });
    expect(workers.map(places)).toEqual([
      [
        [0, 0],
        [2, 0],
      ],
      [
        [1, 0],
        [3, 0],
      ],
    ]);
  });

  it('divides pieces that are fewer than workers in disjoint blocks', async () => {
    const { workers } = await begin({ pieces: 2, parallel: 4 });
    const inSearch = workers.map((worker) => places(worker)?.[0]);
    expect(inSearch).toEqual([
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ]);
    const all = workers.flatMap((worker) => places(worker));
    expect(new Set(all.map((place) => String(place))).size).toBe(all.length);
  });

  it('stops all that search a piece once one has found it, and has them join the others', async () => {
    const { workers, pending } = await begin({ pieces: 2, parallel: 3 });
    // The first and the third search piece 0.
    const nonce = find(workers[2]);
    expect(await pending[0]).toBe(nonce);
    await settle();
    expect(live(workers)).toHaveLength(3);
    expect(workers.every((worker) => worker.tasks.every(({ piece }) => piece === 1))).toBe(true);
    expect(workers.every(({ tasks }) => tasks.length === 2)).toBe(true);
  });

  it('goes on with what was prepared, and counts a winner found while preparing it', async () => {
    const { workers, pending } = await begin({ pieces: 3, parallel: 1 });
    const nonce = find(workers[0], 1);
    expect(await pending[1]).toBe(nonce);
    await settle();
    expect(places(workers[0])).toEqual([
      [0, 0],
      [2, 0],
    ]);
  });

  it('hears no late answer of a piece that is over, nor one for a task of another worker', async () => {
    const { workers, pending } = await begin({ pieces: 2, parallel: 2 });
    const [mine, theirs] = [workers[0]!.tasks[0]!, workers[1]!.tasks[0]!];
    workers[0]!.say({ type: 'found', id: theirs.id, nonce: theirs.first });
    const nonce = find(workers[0]);
    workers[0]!.say({ type: 'found', id: mine.id, nonce: 9 });
    workers[0]!.say({ type: 'exhausted', id: mine.id });
    workers[0]!.say({ type: 'stopped', id: mine.id, tried: 99 });
    workers[0]!.say({ type: 'failed', id: mine.id, message: 'too late' });
    expect(await pending[0]).toBe(nonce);
    await settle();
    expect(live(workers)).toHaveLength(2);
    expect(workers[1]!.tasks[0]).toEqual(theirs);
  });

  it('divides pieces that are added meanwhile before shares that only wait', async () => {
    const { pool, workers } = await begin({ pieces: 1, parallel: 2, play: obedient() });
    expect(workers.map(places)).toEqual([
      [
        [0, 0],
        [0, 2],
      ],
      [
        [0, 1],
        [0, 3],
      ],
    ]);
    for (const added of [1, 2]) pool.solve(numbered(added), unstopped()).catch(() => undefined);
    await settle();
    expect(workers.map((worker) => places(worker)?.[1]?.[0]).sort()).toEqual([1, 2]);
    expect(workers.map(({ stopped }) => stopped.length)).toEqual([1, 1]);
    expect(workers.map((worker) => places(worker)?.[0]?.[0])).toEqual([0, 0]);
  });

  it('rejects a piece when the last of its nonces was tried in vain', async () => {
    // 2 blocks: p of 2,048 makes 131,072 nonces.
    const { workers, pending } = await begin({ pieces: 1, parallel: 2, piece: { ...piece, p: 2_048 } });
    const [first, second] = workers.map(({ tasks }) => tasks[0]!);
    workers[0]!.say({ type: 'exhausted', id: first!.id });
    await settle();
    expect(workers[0]!.tasks).toHaveLength(1);
    workers[1]!.say({ type: 'exhausted', id: second!.id });
    await expect(pending[0]).rejects.toThrow(RangeError);
  });

  it('takes what waits in one hand for another that is empty, where nothing is free', async () => {
    const { workers, pending } = await begin({ pieces: 3, parallel: 2, piece: tiny, play: obedient() });
    expect(workers.map(({ tasks }) => tasks.length)).toEqual([2, 1]);
    find(workers[1]);
    await settle();
    // What had been tried of it is not tried again.
    expect(workers[1]!.tasks.at(-1)).toMatchObject({ piece: 2, first: 5, count: 59 });
    find(workers[0]);
    find(workers[1]);
    expect(await Promise.all(pending)).toHaveLength(3);
  });

  it('refuses a puzzle that it does not know', async () => {
    const { pool } = createPool();
    await expect(pool.solve({ ...piece, alg: 'argon2id-2' }, unstopped())).rejects.toThrow(RangeError);
  });
});

/** Stops what it is told to stop, having tried five nonces of it. */
function obedient(): Play {
  return (worker, message, born) => {
    starting(worker, message, born);
    if (message !== 'start' && message.type === 'stop') worker.say({ type: 'stopped', id: message.id, tried: 5 });
  };
}

describe('a piece that nobody wants any more', () => {
  it('is rejected with the reason, and its workers are there for the others at once', async () => {
    const { workers, pending, stops } = await begin({ pieces: 2, parallel: 2 });
    const unwanted = workers[0]!.tasks[0]!.id;
    stops[0]!.abort(new Error('not wanted'));
    await expect(pending[0]).rejects.toThrow('not wanted');
    await settle();
    expect(workers[0]!.stopped).toContain(unwanted);
    expect(workers[0]!.tasks.map(({ piece }) => piece)).toEqual([1, 1]);
    expect(live(workers)).toHaveLength(2);
  });

  it('is rejected before it begins', async () => {
    const { pool, workers } = createPool();
    const reason = new Error('never wanted');
    await expect(pool.solve(piece, AbortSignal.abort(reason))).rejects.toBe(reason);
    await settle();
    expect(workers).toHaveLength(0);
  });

  it('shares one listener with all pieces of its signal', async () => {
    const { pool } = createPool();
    const { signal } = new AbortController();
    const pending = [0, 1, 2].map((number) => pool.solve(numbered(number), signal).catch(() => undefined));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    expect(pending).toHaveLength(3);
  });

  it('is rejected together with all pieces of its signal', async () => {
    const { pool, workers } = createPool();
    const stop = new AbortController();
    const pending = [0, 1, 2].map((number) => pool.solve(numbered(number), stop.signal));
    await settle();
    stop.abort(new Error('not wanted'));
    const outcomes = await Promise.allSettled(pending);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await settle();
    expect(workers[0]!.tasks).toEqual([]);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0);
  });

  it('leaves no listener on its signal, nor does one that is found, rejected or closed', async () => {
    const { pool, workers, pending, stops } = await begin({ pieces: 4, parallel: 4, piece: tiny });
    const listeners = () => stops.map(({ signal }) => getEventListeners(signal, 'abort').length);
    expect(listeners()).toEqual([1, 1, 1, 1]);
    find(workers[0]);
    workers[1]!.say({ type: 'exhausted', id: workers[1]!.tasks[0]!.id });
    stops[2]!.abort(new Error('not wanted'));
    await Promise.allSettled(pending.slice(0, 3));
    expect(listeners()).toEqual([0, 0, 0, 1]);
    pool.close();
    expect(listeners()).toEqual([0, 0, 0, 0]);
  });
});

describe('workers that are too many', () => {
  it('stop, and hand back their blocks with how far they were searched', async () => {
    const { pool, workers } = await begin({ pieces: 2, parallel: 2 });
    pool.setParallel(1);
    await settle();
    const [stayer, leaver] = [workers[0]!, workers[1]!];
    const [searched, waiting] = leaver.given;
    expect(leaver.stopped).toEqual([searched!.id, waiting!.id]);
    expect(leaver.terminated).toBe(false);
    leaver.say({ type: 'stopped', id: searched!.id, tried: 40_000 });
    leaver.say({ type: 'stopped', id: waiting!.id, tried: 0 });
    await settle();
    expect(leaver.terminated).toBe(true);
    for (const { id } of stayer.tasks) stayer.say({ type: 'exhausted', id });
    await settle();
    const { piece, first } = searched!;
    expect(stayer.tasks).toContainEqual(
      expect.objectContaining({ piece, first: first + 40_000, count: BLOCK - 40_000 }),
    );
  });

  it('may find a piece before they stop', async () => {
    const { pool, workers, pending } = await begin({ pieces: 2, parallel: 2 });
    pool.setParallel(1);
    await settle();
    const leaver = workers[1]!;
    const [searched, waiting] = leaver.given;
    leaver.say({ type: 'found', id: searched!.id, nonce: searched!.first });
    expect(await pending[1]).toBe(searched!.first);
    leaver.say({ type: 'stopped', id: waiting!.id, tried: 0 });
    await settle();
    expect(leaver.terminated).toBe(true);
  });

  it('end at once if they have not started, and their blocks are free', async () => {
    const { pool, workers } = await begin({
      pieces: 2,
      parallel: 2,
      play: (worker, message, born) => born === 0 && starting(worker, message, born),
    });
    pool.setParallel(1);
    await settle();
    expect(workers.map(({ terminated }) => terminated)).toEqual([false, true]);
    const [mine] = workers[0]!.tasks;
    workers[0]!.say({ type: 'found', id: mine!.id, nonce: 0 });
    await settle();
    expect(places(workers[0])).toContainEqual([1, 0]);
  });

  it('are made up for when more are allowed again', async () => {
    const { pool, workers } = await begin({ pieces: 2, parallel: 2 });
    pool.setParallel(1);
    pool.setParallel(2);
    await settle();
    expect(workers).toHaveLength(3);
    expect(workers.map(({ stopped }) => stopped.length > 0)).toEqual([false, true, false]);
  });

  it('that die on their way out leave their blocks to others', async () => {
    const { pool, workers, pending } = await begin({ pieces: 1, parallel: 2, piece: { ...piece, p: 2_048 } });
    pool.setParallel(1);
    await settle();
    const [stayer, leaver] = [workers[0]!, workers[1]!];
    leaver.die();
    await settle();
    for (const nth of [0, 1]) stayer.say({ type: 'exhausted', id: stayer.tasks[nth]!.id });
    await expect(pending[0]).rejects.toThrow('no nonce below');
  });
});

describe('a worker that dies', () => {
  it('before it was given anything is replaced', async () => {
    const { pool, workers, pending } = await begin({ pieces: 1, parallel: 1 });
    find(workers[0]);
    await pending[0];
    await settle();
    workers[0]!.die();
    pool.solve(piece, unstopped()).catch(() => undefined);
    await settle();
    expect(workers).toHaveLength(2);
    expect(workers[1]!.tasks).not.toHaveLength(0);
  });

  it('leaves its block to another one, from where it last reported', async () => {
    const { workers, reasons } = await begin({ pieces: 1, parallel: 1 });
    const [present, next] = workers[0]!.tasks;
    workers[0]!.say({ type: 'progress', id: present!.id, tried: 30_000 });
    workers[0]!.die();
    await settle();
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.tasks.map(({ first, count }) => [first, count])).toEqual([
      [30_000, BLOCK - 30_000],
      [next!.first, BLOCK],
    ]);
    expect(reasons).toEqual([]);
  });

  it('is believed no more: what it says afterwards is nobody’s answer', async () => {
    const { workers, pending } = await begin({ pieces: 1, parallel: 1 });
    const [task] = workers[0]!.tasks;
    workers[0]!.die();
    workers[0]!.say({ type: 'found', id: task!.id, nonce: task!.first });
    await settle();
    const nonce = find(workers[1]);
    expect(await pending[0]).toBe(nonce);
  });

  it('by an error of its own, or a message that cannot be read, is no error of the page', async () => {
    const { workers, reasons } = await begin({ pieces: 2, parallel: 2 });
    const events = [new Event('error', { cancelable: true }), new Event('messageerror', { cancelable: true })];
    for (const [at, event] of events.entries()) workers[at]!.dispatchEvent(event);
    expect(events.map(({ defaultPrevented }) => defaultPrevented)).toEqual([true, true]);
    await settle();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, false, false]);
    expect(reasons).toEqual([]);
  });

  it.each([
    ['a nonce behind its block', (id: number) => ({ type: 'found', id, nonce: BLOCK }) as const],
    ['a nonce that is none', (id: number) => ({ type: 'found', id, nonce: 0.5 }) as const],
    ['more nonces than its block has', (id: number) => ({ type: 'progress', id, tried: BLOCK + 1 }) as const],
    ['less than it had reported', (id: number) => ({ type: 'stopped', id, tried: 9 }) as const],
  ])('and one that says %s are the same', async (_, say) => {
    const { workers, pending } = await begin({ pieces: 1, parallel: 1 });
    const [task] = workers[0]!.tasks;
    workers[0]!.say({ type: 'progress', id: task!.id, tried: 10 });
    workers[0]!.say(say(task!.id));
    await settle();
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.tasks[0]!.first).toBe(10);
    const nonce = find(workers[1]);
    expect(await pending[0]).toBe(nonce);
  });

  it('over a piece as another did leaves that piece to the calling thread, and only that', async () => {
    const { workers, pending, reasons } = await begin({ pieces: 2, parallel: 1, piece: tiny });
    workers[0]!.die();
    await settle();
    workers[1]!.die();
    expect(await pending[0]).toBe(0);
    await settle();
    expect(workers[2]!.tasks.map(({ piece }) => piece)).toEqual([1]);
    expect(reasons).toEqual([]);
  });

  it('and one whose search fails are the same', async () => {
    const { workers, reasons } = await begin({ pieces: 3, parallel: 3 });
    workers[1]!.say({ type: 'failed', id: workers[1]!.tasks[0]!.id, message: 'out of memory' });
    await settle();
    expect(workers.map(({ terminated }) => terminated)).toEqual([false, true, false, false]);
    expect(places(workers[3])).toContainEqual([1, 0]);
    expect(reasons).toEqual([]);
  });

  it('once in each of many proofs leaves workers as they are', async () => {
    const { pool, workers, reasons } = createPool();
    for (let proof = 0; proof < 4; proof++) {
      const pending = pool.solve(piece, unstopped());
      await settle();
      workers.at(-1)!.die();
      await settle();
      const nonce = find(workers.at(-1));
      expect(await pending).toBe(nonce);
      await settle();
    }
    expect(workers).toHaveLength(5);
    expect(reasons).toEqual([]);
  });

  it('as the third of a proof is the last one', async () => {
    const { workers, pending, reasons } = await begin({ pieces: 3, parallel: 3, piece: tiny });
    for (const worker of [...workers]) worker.die();
    expect(await Promise.all(pending)).toEqual([0, 0, 0]);
    expect(reasons).toEqual(['worker-failed']);
    expect(live(workers)).toHaveLength(0);
  });
});

describe('a worker that says nothing', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const once = { pieces: 1, parallel: 1, hasOwnDeadlines: true };
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it('is waited for three seconds when it starts', async () => {
    const { reasons } = await begin({ ...once, play: silent });
    await pass(2_900);
    expect(reasons).toEqual([]);
    await pass(200);
    expect(reasons).toEqual(['worker-silent']);
  });

  it('is waited for six seconds when it has a task, then it is lost like one that died', async () => {
    const { workers, reasons } = await begin(once);
    await pass(5_000);
    workers[0]!.say({ type: 'progress', id: workers[0]!.tasks[0]!.id, tried: 30_000 });
    await pass(5_900);
    expect(live(workers)).toHaveLength(1);
    await pass(200);
    expect(workers[0]!.terminated).toBe(true);
    expect(workers[1]!.tasks[0]!.first).toBe(30_000);
    expect(reasons).toEqual([]);
  });

  it('is lost too when all that it had in hand is unwanted, and it does not stop', async () => {
    const { workers, stops } = await begin(once);
    stops[0]!.abort(new Error('not wanted'));
    await pass(6_100);
    expect(live(workers)).toHaveLength(0);
  });

  it('may do so when it has nothing in hand', async () => {
    const { workers } = await begin({ ...once, play: obedient() });
    for (const { id, first } of workers[0]!.given.slice(0, 1)) workers[0]!.say({ type: 'found', id, nonce: first });
    await pass(60_000);
    expect(live(workers)).toHaveLength(1);
  });

  it('may do so where it is the calling thread, which cannot hang by itself', async () => {
    let isTerminated = false;
    const searcher = { postMessage: () => undefined, terminate: () => (isTerminated = true) };
    await begin({ ...once, granted: 0, loadInlineSearcher: async () => () => searcher });
    await pass(60_000);
    expect(isTerminated).toBe(false);
  });
});

describe('where workers do not work', () => {
  it.each<[string, Play]>([
    ['worker-silent', silent],
    ['worker-broken', (worker, message) => message === 'start' && worker.die()],
    [
      'worker-failed',
      (worker, message) => {
        if (message === 'start') worker.say({ type: 'ready' });
        else if (message.type === 'search') worker.say({ type: 'failed', id: message.id, message: 'no wasm' });
      },
    ],
    [
      'worker-failed',
      (worker, message) =>
        message === 'start' ? worker.say({ type: 'ready' }) : message.type === 'search' && worker.die(),
    ],
  ])('the calling thread solves, and one event says %s', async (reason, play) => {
    const { pool, workers, reasons } = createPool({ play });
    pool.setParallel(2);
    const pending = Array.from({ length: 4 }, () => pool.solve(tiny, unstopped()));
    expect(await Promise.all(pending)).toEqual([0, 0, 0, 0]);
    expect(reasons).toEqual([reason]);
    expect(live(workers)).toHaveLength(0);
  });

  it('they are not given up because the page was blocked until their deadline had passed', async () => {
    const { workers, reasons } = await begin({
      pieces: 1,
      parallel: 1,
      play: (worker, message) => {
        if (message !== 'start') return;
        // Said while the page is blocked: it is heard after the timers that are due, in the second turn from here.
        setImmediate(() => setImmediate(() => worker.say({ type: 'ready' })));
        block(2 * START_DEADLINE_MS);
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 2 * START_DEADLINE_MS));
    expect(reasons).toEqual([]);
    expect(live(workers)).toHaveLength(1);
  });

  it('they are tried again with the next proof, and not for a piece more of the same', async () => {
    const { pool, workers, reasons } = createPool({
      play: (worker, message, born) => (born === 0 ? worker.die() : starting(worker, message, born)),
    });
    const { signal } = new AbortController();
    expect(await pool.solve(tiny, signal)).toBe(0);
    expect(await pool.solve(tiny, signal)).toBe(0);
    expect(workers).toHaveLength(1);
    const pending = pool.solve(tiny, unstopped());
    await settle();
    const nonce = find(workers[1]);
    expect(await pending).toBe(nonce);
    expect(reasons).toEqual(['worker-broken']);
  });

  it('because the page refuses them, the calling thread solves', async () => {
    const { pool, reasons } = createPool({ granted: 0 });
    const pending = [pool.solve(tiny, unstopped()), pool.solve(tiny, unstopped())];
    expect(await Promise.all(pending)).toEqual([0, 0]);
    expect(reasons).toEqual(['worker-refused']);
  });

  it.each<[string, Scene]>([
    ['refused', { granted: 2 }],
    ['broken', { play: (worker, message, born) => (born < 2 ? starting(worker, message, born) : worker.die()) }],
    ['silent', { play: (worker, message, born) => born < 2 && starting(worker, message, born) }],
  ])('but some do, those go on without the others, %s', async (_, scene) => {
    const { pool, workers, reasons, pending } = await begin({ ...scene, pieces: 4, parallel: 2 });
    pool.setParallel(4);
    await new Promise((resolve) => setTimeout(resolve, 2 * START_DEADLINE_MS));
    expect(live(workers)).toHaveLength(2);
    expect(reasons).toEqual([]);
    for (let found = 0; found < 4; found++) {
      const worker = live(workers).find(({ tasks }) => tasks.some(({ piece }) => piece === found));
      const task = worker!.tasks.find(({ piece }) => piece === found)!;
      worker!.say({ type: 'found', id: task.id, nonce: task.first + found });
      expect(await pending[found]).toBe(task.first + found);
      await settle();
    }
    expect(live(workers)).toHaveLength(2);
    expect(workers.length).toBeLessThanOrEqual(4);
  });

  it('from the first on, the others are waited for, which are still starting', async () => {
    const { workers, reasons } = await begin({
      pieces: 2,
      parallel: 2,
      play: (worker, message, born) => message === 'start' && born === 0 && worker.die(),
    });
    expect(reasons).toEqual([]);
    workers[1]!.say({ type: 'ready' });
    await new Promise((resolve) => setTimeout(resolve, 2 * START_DEADLINE_MS));
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, false]);
    expect(workers[1]!.tasks).toHaveLength(2);
    expect(reasons).toEqual([]);
  });

  it('and the last one waited for does not start either, one event says why', async () => {
    const { reasons } = await begin({
      pieces: 2,
      parallel: 2,
      play: (worker, message, born) => message === 'start' && born === 0 && worker.die(),
    });
    await new Promise((resolve) => setTimeout(resolve, 2 * START_DEADLINE_MS));
    expect(reasons).toEqual(['worker-silent']);
  });

  it('the calling thread goes on where they last reported', async () => {
    const asked: ToWorker[] = [];
    const { workers } = await begin({
      pieces: 1,
      parallel: 1,
      loadInlineSearcher: async () => () => ({
        postMessage: (message) => asked.push(message),
        terminate: () => undefined,
      }),
    });
    const [task] = workers[0]!.tasks;
    workers[0]!.say({ type: 'progress', id: task!.id, tried: 50_000 });
    workers[0]!.say({ type: 'failed', id: task!.id, message: 'out of memory' });
    await settle();
    workers[1]!.say({ type: 'failed', id: workers[1]!.tasks[0]!.id, message: 'out of memory' });
    await settle();
    expect(asked[0]).toMatchObject({ type: 'search', first: 50_000, count: BLOCK - 50_000 });
  });

  it('and the calling thread cannot solve either, pieces are rejected, and the next one tries again', async () => {
    let loads = 0;
    const { pool } = createPool({
      granted: 0,
      loadInlineSearcher: async () => {
        if (loads++ === 0) throw new Error('offline');
        return openInlineSearcher;
      },
    });
    const again = pool.solve(tiny, unstopped()).catch((error: unknown) => {
      expect(error).toMatchObject({ message: 'offline' });
      return pool.solve(tiny, unstopped());
    });
    expect(await again).toBe(0);
    expect(loads).toBe(2);
  });

  it('and the calling thread says what cannot be, its pieces are rejected, and the next one has it opened anew', async () => {
    const opened: { isTerminated: boolean }[] = [];
    const openWrong: OpenSearcher = (events) => {
      const state = { isTerminated: false };
      opened.push(state);
      return {
        postMessage: (message) => {
          if (state.isTerminated) throw new Error('a terminated searcher was told something');
          if (message.type !== 'search') return;
          const isRight = opened.length > 1;
          events.message({ type: 'found', id: message.id, nonce: isRight ? message.first : -1 });
        },
        terminate: () => (state.isTerminated = true),
      };
    };
    const { pool } = createPool({ granted: 0, loadInlineSearcher: async () => openWrong });
    await expect(pool.solve(tiny, unstopped())).rejects.toThrow('went wrong');
    expect(opened).toEqual([{ isTerminated: true }]);
    expect(await pool.solve(tiny, unstopped())).toBe(0);
    expect(opened).toEqual([{ isTerminated: true }, { isTerminated: false }]);
  });

  it('and the puzzle fails on the calling thread, the piece is rejected with what it said', async () => {
    const { pool } = createPool({
      granted: 0,
      loadInlineSearcher: async () => (events) => ({
        postMessage: ({ id }) => events.message({ type: 'failed', id, message: 'no wasm' }),
        terminate: () => undefined,
      }),
    });
    await expect(pool.solve(tiny, unstopped())).rejects.toThrow('no wasm');
  });
});

describe('closing a pool', () => {
  it('ends all workers, and nothing begins any more', async () => {
    const { pool, workers } = await begin({ pieces: 2, parallel: 2 });
    pool.setParallel(8);
    pool.close();
    const told = workers.map((worker) => worker.told.length);
    workers[0]!.say({ type: 'found', id: workers[0]!.tasks[0]!.id, nonce: 0 });
    workers[1]!.die();
    await settle();
    expect(live(workers)).toHaveLength(0);
    expect(workers.map((worker) => worker.told.length)).toEqual(told);
  });

  it('ends the calling thread’s search', async () => {
    let terminations = 0;
    const searcher = { postMessage: () => undefined, terminate: () => (terminations += 1) };
    const { pool } = await begin({
      pieces: 1,
      parallel: 1,
      granted: 0,
      loadInlineSearcher: async () => () => searcher,
    });
    pool.close();
    expect(terminations).toBe(1);
  });

  it('keeps one on the calling thread that is still being loaded from being opened', async () => {
    let load: (open: OpenSearcher) => void = () => undefined;
    let opened = 0;
    const loading = new Promise<OpenSearcher>((resolve) => (load = resolve));
    const { pool } = await begin({ pieces: 1, parallel: 1, granted: 0, loadInlineSearcher: () => loading });
    pool.close();
    load((events) => {
      opened++;
      return openInlineSearcher(events);
    });
    await settle();
    expect(opened).toBe(0);
  });
});

describe('a whole proof', () => {
  it.each([1, 2, 4, 8])('is right with %i workers', async (parallel) => {
    const loops = new Map<PlayedWorker, SearchLoop>();
    const { pool } = createPool({
      play: (worker, message) => {
        if (message === 'start') {
          loops.set(worker, new SearchLoop({ findRow: findPuzzle, post: (said) => worker.say(said), sliceMs: 4 }));
          worker.say({ type: 'ready' });
        } else loops.get(worker)?.receive(message);
      },
    });
    pool.setParallel(parallel);
    const pieces = Array.from({ length: 8 }, (_, number) => ({
      ...piece,
      input: new Uint8Array(32).fill(number),
      p: 256,
    }));
    const nonces = await Promise.all(pieces.map((one) => pool.solve(one, unstopped())));
    const row = findPuzzle(piece.alg)!;
    for (const [at, one] of pieces.entries()) {
      expect(await checkPiece({ row, sha256, input: one.input, p: one.p }, nonces[at]!)).toBe(true);
    }
  });
});
