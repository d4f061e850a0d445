import { describe, expect, it } from 'vitest';
import { PricePacer } from '../src/browser/price-pacer.js';
import { createInlineSolver } from '../src/inline-solver.js';
import type { PieceToSolve } from '../src/solver/solver.js';
import { WorkerPool } from '../src/solver/worker-pool.js';
import type { ToPage, ToWorker } from '../src/solver/worker-protocol.js';

const piece: PieceToSolve = { alg: 'argon2id-1', input: new Uint8Array(32), p: 1 };
const unstopped = () => new AbortController().signal;

/** The browser's worker, played by a function that is given each message and how to answer or die. */
class PlayedWorker extends EventTarget {
  terminated = false;

  constructor(readonly play: (worker: PlayedWorker, message: ToWorker | 'start') => void) {
    super();
    setTimeout(() => play(this, 'start'));
  }

  postMessage(message: ToWorker): void {
    setTimeout(() => this.play(this, message));
  }

  say(data: ToPage): void {
    if (!this.terminated) this.dispatchEvent(new MessageEvent('message', { data }));
  }

  die(): void {
    this.dispatchEvent(new Event('error', { cancelable: true }));
  }

  terminate(): void {
    this.terminated = true;
  }
}

const solving = (worker: PlayedWorker, message: ToWorker | 'start') => {
  if (message === 'start') worker.say({ type: 'ready' });
  else worker.say({ type: 'found', id: message.id, nonce: 1_000 + message.id });
};

function createPool(play: (worker: PlayedWorker, message: ToWorker | 'start', born: number) => void) {
  const workers: PlayedWorker[] = [];
  const reasons: string[] = [];
  const pool = new WorkerPool({
    createWorker: () => {
      const born = workers.length;
      const worker = new PlayedWorker((self, message) => play(self, message, born));
      workers.push(worker);
      return worker as unknown as Worker;
    },
    loadInlineSolver: async () => createInlineSolver(),
    onFallback: (reason) => reasons.push(reason),
    startDeadlineMs: 50,
  });
  return { pool, workers, reasons };
}

const solveMany = (pool: WorkerPool, count: number) =>
  Promise.all(Array.from({ length: count }, () => pool.solve(piece, unstopped())));

describe('a pool of workers', () => {
  it('uses one worker at first, and as many as it may from then on', async () => {
    const { pool, workers } = createPool(solving);
    expect(await solveMany(pool, 3)).toEqual([1_000, 1_001, 1_002]);
    expect(workers).toHaveLength(1);
    pool.setParallel(3);
    await solveMany(pool, 6);
    expect(workers).toHaveLength(3);
    pool.setParallel(1);
    expect(workers.filter(({ terminated }) => !terminated)).toHaveLength(1);
  });

  it.each<[string, (worker: PlayedWorker, message: ToWorker | 'start') => void]>([
    ['worker-silent', () => undefined],
    ['worker-broken', (worker, message) => message === 'start' && worker.die()],
    [
      'worker-failed',
      (worker, message) =>
        worker.say(message === 'start' ? { type: 'ready' } : { type: 'failed', id: message.id, message: 'no wasm' }),
    ],
    ['worker-failed', (worker, message) => (message === 'start' ? worker.say({ type: 'ready' }) : worker.die())],
  ])('falls back to the main thread once when it is %s', async (reason, play) => {
    const { pool, workers, reasons } = createPool(play);
    pool.setParallel(2);
    expect(await solveMany(pool, 4)).toEqual([0, 0, 0, 0]);
    expect(reasons).toEqual([reason]);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  it('falls back when the page refuses workers', async () => {
    const reasons: string[] = [];
    const pool = new WorkerPool({
      createWorker: () => {
        throw new DOMException('refused', 'SecurityError');
      },
      loadInlineSolver: async () => createInlineSolver(),
      onFallback: (reason) => reasons.push(reason),
    });
    expect(await solveMany(pool, 2)).toEqual([0, 0]);
    expect(reasons).toEqual(['worker-refused']);
  });

  it('gives the piece of a worker that died to another one', async () => {
    const { pool, workers, reasons } = createPool((worker, message, born) => {
      if (born === 0 && message !== 'start') worker.die();
      else solving(worker, message);
    });
    expect(await solveMany(pool, 2)).toEqual([1_000, 1_001]);
    expect(workers).toHaveLength(2);
    expect(reasons).toEqual([]);
  });

  it('stops a piece that nobody wants any more, and goes on with the next', async () => {
    const { pool, workers } = createPool((worker, message) => {
      if (message === 'start' || message.id > 0) solving(worker, message);
    });
    const stop = new AbortController();
    const unwanted = pool.solve(piece, stop.signal);
    const wanted = pool.solve(piece, unstopped());
    setTimeout(() => stop.abort(new Error('not wanted')), 20);
    await expect(unwanted).rejects.toThrow('not wanted');
    expect(await wanted).toBe(1_001);
    expect(workers[0]?.terminated).toBe(true);
  });

  it('rejects a piece when the main thread cannot solve it either, and tries again with the next', async () => {
    let loads = 0;
    const pool = new WorkerPool({
      createWorker: () => {
        throw new Error('refused');
      },
      loadInlineSolver: async () => {
        if (loads++ === 0) throw new Error('offline');
        return createInlineSolver();
      },
      onFallback: () => undefined,
    });
    await expect(pool.solve(piece, unstopped())).rejects.toThrow('offline');
    expect(await pool.solve(piece, unstopped())).toBe(0);
  });
});

describe('the inline solver', () => {
  it('lets other tasks run meanwhile, and stops with the reason of its signal', async () => {
    const stop = new AbortController();
    let turns = 0;
    // As many turns as it takes: the fifth of them stops the search.
    const timer = setInterval(() => ++turns === 5 && stop.abort(new Error('enough')), 1);
    const pending = createInlineSolver().solve({ ...piece, p: 1_000_000 }, stop.signal);
    await expect(pending).rejects.toThrow('enough');
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});

describe('pricing while somebody types', () => {
  it('sends one number at a time, at most one a second, the latest of those that wait', async () => {
    const sent: [string, number][] = [];
    const pacer = new PricePacer(async ({ phone }) => {
      sent.push([phone, performance.now()]);
    });
    await pacer.price({ phone: '1' });
    await Promise.all(['2', '3', '4'].map((phone) => pacer.price({ phone })));
    expect(sent.map(([phone]) => phone)).toEqual(['1', '4']);
    expect(sent[1]![1] - sent[0]![1]).toBeGreaterThanOrEqual(990);
  });

  it('forgets the number that waits when it is called off', async () => {
    const sent: string[] = [];
    const pacer = new PricePacer(async ({ phone }) => {
      sent.push(phone);
    });
    const waiting = pacer.price({ phone: '1' });
    pacer.cancel();
    await waiting;
    expect(sent).toEqual([]);
  });
});
