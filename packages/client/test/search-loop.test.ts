import { type BlockSearch, checkPiece, findPuzzle, type PuzzleRow } from '@tollgate/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openInlineSearcher } from '../src/inline-searcher.js';
import { createInlineSolver } from '../src/inline-solver.js';
import { CallPace } from '../src/solver/call-pace.js';
import { SearchLoop } from '../src/solver/search-loop.js';
import { sha256 } from '../src/solver/sha256.js';
import type { SearchMessage, ToPage, ToWorker } from '../src/solver/worker-protocol.js';

const hashwx = findPuzzle('hashwx-1')!;
const input = new Uint8Array(32);
const BLOCK = 1_000;
const SLICE_MS = 4;

/** One call. */
interface Tried {
  readonly block: number;
  readonly first: number;
  readonly count: number;
}

interface Played {
  readonly winners?: readonly number[];
  readonly hashMs?: number;
  readonly sliceHashes?: number;
  /** How long the clock stands still; then it steps. */
  readonly stepMs?: number;
  readonly sparesPage?: boolean;
  /** What comes while a call is under way. */
  readonly meanwhile?: (loop: SearchLoop, calls: number) => void;
}

/** A loop whose clock, messages and hashes are the test's. A program takes no time, a hash `hashMs`. */
function createLoop({
  winners = [],
  hashMs = 0.1,
  sliceHashes = 10,
  stepMs,
  sparesPage = false,
  meanwhile,
}: Played = {}) {
  const said: ToPage[] = [];
  /** `make 1` for the program of block 1, and the calls. */
  const log: (string | Tried)[] = [];
  const clock = { nowMs: 0, hashMs };
  let turns: (() => void)[] = [];
  const row: PuzzleRow = {
    ...hashwx,
    alg: 'test-1',
    blockNonces: BLOCK,
    sliceHashes,
    createSearch({ block }) {
      log.push(`make ${block}`);
      const search: BlockSearch = (first, count) => {
        log.push({ block, first, count });
        meanwhile?.(loop, tried().length);
        const nonce = winners.find((winner) => winner >= first && winner < first + count) ?? -1;
        clock.nowMs += clock.hashMs * (nonce < 0 ? count : nonce - first + 1);
        return nonce;
      };
      return search;
    },
  };
  const rows = [row, { ...row, alg: 'test-2' }];
  const loop = new SearchLoop({
    post: (message) => said.push(message),
    sliceMs: SLICE_MS,
    sparesPage,
    now: () => (stepMs === undefined ? clock.nowMs : Math.floor(clock.nowMs / stepMs) * stepMs),
    nextTurn: () => new Promise((resolve) => turns.push(resolve)),
    findRow: (alg) => rows.find((one) => one.alg === alg),
  });
  /** Ends the pause between two turns, and waits for the next one. */
  const turn = async (times = 1) => {
    for (let time = 0; time < times; time++) {
      const waiting = turns;
      turns = [];
      for (const resume of waiting) resume();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const tried = () => log.filter((entry) => typeof entry === 'object');
  return { loop, said, log, clock, turn, tried };
}

const task = (id: number, further: Partial<SearchMessage> = {}): SearchMessage => ({
  type: 'search',
  id,
  isShare: false,
  alg: 'test-1',
  input,
  p: 800,
  first: 0,
  count: BLOCK,
  ...further,
});

describe('a search loop', () => {
  it('tries every nonce of a task once, in order, and says that it was in vain', async () => {
    const { loop, said, turn, tried } = createLoop();
    loop.receive(task(7, { first: 3_100, count: 900 }));
    await turn(40);
    const nonces = tried().flatMap(({ first, count }) => Array.from({ length: count }, (_, at) => first + at));
    expect(nonces).toEqual(Array.from({ length: 900 }, (_, at) => 3_100 + at));
    expect(new Set(tried().map(({ block }) => block))).toEqual(new Set([3]));
    expect(said).toEqual([{ type: 'exhausted', id: 7 }]);
  });

  it('says the nonce that wins, and goes on with the next task', async () => {
    const { loop, said, turn } = createLoop({ winners: [25, 1_400] });
    loop.receive(task(1));
    loop.receive(task(2, { first: 1_000 }));
    await turn(40);
    expect(said).toEqual([
      { type: 'found', id: 1, nonce: 25 },
      { type: 'found', id: 2, nonce: 1_400 },
    ]);
  });

  it('holds the thread for a slice and one call at most, and makes a program in a turn of its own', async () => {
    const { loop, turn, clock, log } = createLoop();
    loop.receive(task(1));
    await turn(0);
    await new Promise((resolve) => setTimeout(resolve));
    expect(log).toEqual(['make 0']);
    let before = clock.nowMs;
    for (let count = 0; count < 20; count++) {
      await turn();
      expect(clock.nowMs - before).toBeLessThanOrEqual(SLICE_MS + 2);
      before = clock.nowMs;
    }
  });

  it('makes calls as long as two milliseconds allow, and never longer than the puzzle’s slice', async () => {
    const { loop, turn, clock, tried } = createLoop({ hashMs: 1, sliceHashes: 64 });
    loop.receive(task(1));
    await turn(6);
    expect(tried().at(-1)?.count).toBe(2);
    clock.hashMs = 0.001;
    await turn(30);
    expect(Math.max(...tried().map(({ count }) => count))).toBe(64);
  });

  it('lets messages in also where the clock stands still', async () => {
    const { loop, turn, tried } = createLoop({ hashMs: 0 });
    loop.receive(task(1, { count: BLOCK }));
    await turn(2);
    expect(tried()).toHaveLength(16);
  });

  it('stops between two turns, and says how far it came, of what waits too', async () => {
    const { loop, said, turn, tried } = createLoop();
    loop.receive(task(1));
    loop.receive(task(2, { first: 1_000 }));
    await turn(3);
    const done = tried().reduce((sum, { count }) => sum + count, 0);
    loop.receive({ type: 'stop', id: 1 });
    loop.receive({ type: 'stop', id: 2 });
    await turn();
    expect(said).toEqual([
      { type: 'stopped', id: 1, tried: done },
      { type: 'stopped', id: 2, tried: 0 },
    ]);
    await turn(3);
    expect(tried().reduce((sum, { count }) => sum + count, 0)).toBe(done);
  });

  it('goes on with what waits when the task in search is stopped', async () => {
    const { loop, said, turn } = createLoop({ winners: [1_000] });
    loop.receive(task(1));
    loop.receive(task(2, { first: 1_000 }));
    await turn();
    loop.receive({ type: 'stop', id: 1 });
    await turn(4);
    expect(said.map(({ type }) => type)).toEqual(['stopped', 'found']);
  });

  it('tries no more of a task that was stopped during a call', async () => {
    const { loop, said, turn, tried } = createLoop({
      meanwhile: (self, calls) => {
        if (calls === 3) self.receive({ type: 'stop', id: 1 });
      },
    });
    loop.receive(task(1));
    await turn(10);
    expect(tried()).toHaveLength(3);
    expect(said).toEqual([{ type: 'stopped', id: 1, tried: 30 }]);
  });

  it('does not answer a stop for a task that is over', async () => {
    const { loop, said, turn } = createLoop({ winners: [0] });
    loop.receive(task(1));
    await turn(3);
    loop.receive({ type: 'stop', id: 1 });
    await turn(2);
    expect(said).toEqual([{ type: 'found', id: 1, nonce: 0 }]);
  });

  it('begins another piece after an eighth of p: its program and its first slices, which count', async () => {
    const { loop, said, turn, log, tried } = createLoop({ winners: [1_015] });
    loop.receive(task(1));
    loop.receive(task(2, { first: 1_000 }));
    await turn(30);
    const made = log.indexOf('make 1');
    const before = log
      .slice(0, made)
      .reduce((sum: number, entry) => sum + (typeof entry === 'object' ? entry.count : 0), 0);
    expect(before).toBeGreaterThanOrEqual(100);
    expect(before).toBeLessThan(150);
    expect(said).toContainEqual({ type: 'found', id: 2, nonce: 1_015 });
    expect(tried().filter(({ block }) => block === 1)).toHaveLength(2);
  });

  it('has tried four slices and no more of what it began early', async () => {
    const { loop, turn, tried } = createLoop();
    loop.receive(task(1));
    loop.receive(task(2, { first: 1_000 }));
    await turn(20);
    expect(tried().at(-1)?.block).toBe(0);
    const early = tried().filter(({ block }) => block === 1);
    expect(early.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  });

  it('begins a share in a piece only when half of p is left of the present block', async () => {
    const { loop, turn, log } = createLoop();
    loop.receive(task(1, { p: 200 }));
    loop.receive(task(2, { p: 200, first: 1_000, isShare: true }));
    await turn(60);
    const made = log.indexOf('make 1');
    const before = log
      .slice(0, made)
      .reduce((sum: number, entry) => sum + (typeof entry === 'object' ? entry.count : 0), 0);
    expect(before).toBeGreaterThanOrEqual(900);
    expect(before).toBeLessThan(950);
  });

  it('reports at most four times a second', async () => {
    const { loop, said, turn, clock } = createLoop();
    loop.receive(task(1, { count: BLOCK }));
    clock.nowMs = 10_000;
    await turn(10);
    const reports = said.filter(({ type }) => type === 'progress');
    expect(reports).toHaveLength(1);
    clock.nowMs += 250;
    await turn();
    expect(said.filter(({ type }) => type === 'progress')).toHaveLength(2);
  });

  it('reports also while a puzzle loads what it needs', async () => {
    vi.useFakeTimers();
    try {
      const said: ToPage[] = [];
      const row: PuzzleRow = { ...hashwx, createSearch: () => new Promise(() => undefined) };
      const loop = new SearchLoop({ post: (message) => said.push(message), sliceMs: SLICE_MS, findRow: () => row });
      loop.receive(task(1));
      await vi.advanceTimersByTimeAsync(1_000);
      expect(said).toContainEqual({ type: 'progress', id: 1, tried: 0 });
      expect(said.length).toBeGreaterThanOrEqual(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('says of a task that fails why, and goes on with the next', async () => {
    const { loop, said, turn } = createLoop({ winners: [0] });
    loop.receive(task(1, { alg: 'test-3' }));
    loop.receive(task(2));
    await turn(3);
    expect(said).toEqual([
      { type: 'failed', id: 1, message: 'unknown puzzle "test-3"' },
      { type: 'found', id: 2, nonce: 0 },
    ]);
  });

  it('says nothing once it is closed', async () => {
    const { loop, said, turn } = createLoop({ winners: [500] });
    loop.receive(task(1));
    await turn(2);
    loop.close();
    await turn(40);
    expect(said).toEqual([]);
  });

  it('takes no task once it is closed', async () => {
    const { loop, said, turn, log } = createLoop({ winners: [0] });
    loop.close();
    loop.receive(task(1));
    await turn(4);
    expect(said).toEqual([]);
    expect(log).toEqual([]);
  });

  it('says nothing of a call that was under way when it was closed', async () => {
    const { loop, said, turn } = createLoop({
      winners: [15],
      meanwhile: (self, calls) => {
        if (calls === 2) self.close();
      },
    });
    loop.receive(task(1));
    await turn(10);
    expect(said).toEqual([]);
  });
});

describe('a search loop on a page’s thread', () => {
  it.each([
    [100, 0.1],
    [100, 4],
    [100, 0.001],
    [16.67, 0.1],
    [16.67, 4],
    [1, 0.1],
    [1, 4],
    [0.1, 0.001],
  ])('lets go of it within 12 ms where the clock steps %d ms and a hash takes %d ms', async (stepMs, hashMs) => {
    const { loop, turn, clock } = createLoop({ hashMs, stepMs, sparesPage: true, sliceHashes: 512 });
    // Not in step with the clock.
    clock.nowMs = 7.3;
    loop.receive(task(1, { count: 10_000_000 }));
    const heldMs: number[] = [];
    while (clock.nowMs < 4_000) {
      const beforeMs = clock.nowMs;
      await turn();
      heldMs.push(clock.nowMs - beforeMs);
      // What a page does meanwhile.
      clock.nowMs += 0.7;
    }
    expect(Math.max(...heldMs)).toBeLessThanOrEqual(12);
    // Nor does it let go of it for nothing.
    const late = heldMs.slice(-20).reduce((sum, ms) => sum + ms, 0) / 20;
    expect(late).toBeGreaterThan(SLICE_MS / 2);
  });

  it('learns the speed of each puzzle by itself', async () => {
    const { loop, turn, clock, tried } = createLoop({ hashMs: 0.001, sparesPage: true, sliceHashes: 512 });
    loop.receive(task(1, { count: 100_000 }));
    for (let count = 0; count < 200; count++) {
      await turn();
      clock.nowMs += 0.1;
    }
    expect(tried().at(-1)!.count).toBeGreaterThan(100);
    loop.receive({ type: 'stop', id: 1 });
    await turn();
    const before = tried().length;
    loop.receive(task(2, { alg: 'test-2' }));
    clock.hashMs = 4;
    await turn(2);
    expect(tried()[before]!.count).toBe(1);
  });
});

describe('the pace of calls', () => {
  it('begins short, doubles while calls are short, halves when one was long, and is at least one hash', () => {
    const pace = new CallPace();
    const after = (...durationsMs: number[]) => {
      for (const ms of durationsMs) pace.took(ms);
      return pace.next(512);
    };
    expect(after()).toBe(32);
    expect(after(0.1, 0.2)).toBe(128);
    expect(after(0.5, 2)).toBe(128);
    expect(after(2.1)).toBe(64);
    expect(after(9, 9, 9, 9, 9, 9, 9, 9)).toBe(1);
    for (let call = 0; call < 20; call++) pace.took(0);
    expect(pace.next(512)).toBe(512);
    expect(pace.next(1)).toBe(1);
  });
});

/** A worker's global scope, as far as a worker uses it. */
async function startWorker() {
  const said: ToPage[] = [];
  let hear: (event: { data: ToWorker }) => void = () => undefined;
  vi.resetModules();
  vi.stubGlobal('postMessage', (message: ToPage) => said.push(message));
  vi.stubGlobal('addEventListener', (_type: string, listener: typeof hear) => (hear = listener));
  await import('../src/worker.js');
  return { said, tell: (data: ToWorker) => hear({ data }) };
}

/** A clock that goes on by a millisecond at each reading: answers how many went by in each turn so far. */
function clockTurns(): () => readonly number[] {
  const Channel = MessageChannel;
  const turnsMs: number[] = [];
  let nowMs = 0;
  vi.stubGlobal('performance', { now: () => ++nowMs });
  vi.stubGlobal('MessageChannel', function createChannel() {
    turnsMs.push(nowMs);
    return new Channel();
  });
  return () => turnsMs.slice(1).map((endMs, turn) => endMs - turnsMs[turn]!);
}

const real: SearchMessage = { ...task(1), alg: 'hashwx-1', p: 64, count: 4_096 };

describe('the worker', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('says that it is ready, and finds what its puzzle accepts', async () => {
    const { said, tell } = await startWorker();
    expect(said).toEqual([{ type: 'ready' }]);
    const inputs = [input, new Uint8Array(32).fill(9)];
    for (const [id, bytes] of inputs.entries()) tell({ ...real, id, input: bytes });
    await vi.waitFor(() => expect(said).toHaveLength(3));
    const found = said.filter((answer) => answer.type === 'found');
    for (const [id, bytes] of inputs.entries()) {
      const { nonce } = found.find((answer) => answer.id === id)!;
      expect(await checkPiece({ row: hashwx, input: bytes, p: 64, sha256 }, nonce)).toBe(true);
    }
  });

  it('looks for messages every few milliseconds', async () => {
    const turnsMs = clockTurns();
    const { said, tell } = await startWorker();
    tell({ ...real, p: 2 ** 25, count: 65_536 });
    await vi.waitFor(() => expect(turnsMs().length).toBeGreaterThan(20));
    tell({ type: 'stop', id: 1 });
    await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ type: 'stopped' }));
    expect(Math.max(...turnsMs())).toBeLessThanOrEqual(10);
  });

  it('hears that it is to stop while it searches', async () => {
    const { said, tell } = await startWorker();
    tell({ ...real, p: 2 ** 25, count: 65_536 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    tell({ type: 'stop', id: 1 });
    await vi.waitFor(() => expect(said.at(-1)).toMatchObject({ type: 'stopped', id: 1 }));
  });
});

describe('the calling thread', () => {
  const piece = { alg: 'argon2id-1', input, p: 1_000_000 };
  afterEach(() => vi.unstubAllGlobals());

  it('is held for 12 ms at most', async () => {
    const turnsMs = clockTurns();
    const searcher = openInlineSearcher({ message: () => undefined, lost: () => undefined });
    searcher.postMessage({ ...real, p: 2 ** 25, count: 65_536 });
    await vi.waitFor(() => expect(turnsMs().length).toBeGreaterThan(20));
    searcher.terminate();
    expect(Math.max(...turnsMs())).toBeLessThanOrEqual(12);
  });

  it('lets other tasks run meanwhile, and stops with the reason of its signal', async () => {
    const stop = new AbortController();
    let turns = 0;
    // As many turns as it takes: the fifth of them stops the search.
    const timer = setInterval(() => ++turns === 5 && stop.abort(new Error('enough')), 1);
    const pending = createInlineSolver().solve(piece, stop.signal);
    await expect(pending).rejects.toThrow('enough');
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it.each(['hashwx-1', 'argon2id-1'])('solves pieces of %s', async (alg) => {
    const solver = createInlineSolver();
    const row = findPuzzle(alg)!;
    const pieces = [0, 1, 2].map(async (number) => {
      const one = { alg, input: new Uint8Array(32).fill(number), p: 16 };
      const nonce = await solver.solve(one, new AbortController().signal);
      return checkPiece({ row, input: one.input, p: 16, sha256 }, nonce);
    });
    expect(await Promise.all(pieces)).toEqual([true, true, true]);
  });

  it('is silent once it was terminated', async () => {
    const said: ToPage[] = [];
    const searcher = openInlineSearcher({ message: (message) => said.push(message), lost: () => undefined });
    searcher.postMessage({ ...real, p: 2 ** 25, count: 65_536 });
    await new Promise((resolve) => setTimeout(resolve, 5));
    searcher.terminate();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(said).toEqual([{ type: 'ready' }]);
  });
});
