import { nonceLimit } from '@tollgate/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OpenSearcher } from '../src/solver/searcher.js';
import { WorkerPool } from '../src/solver/worker-pool.js';
import type { SearchMessage, ToPage, ToWorker } from '../src/solver/worker-protocol.js';

/** 16 blocks of 8 nonces. */
const P = 2;
const ALG = 'argon2id-1';
const NONCES = nonceLimit(P);

/** Nonces of one piece that were reported as tried, and the one that wins, if one does. */
interface Truth {
  readonly tried: Uint8Array;
  readonly winner: number | undefined;
}

interface Held {
  readonly order: SearchMessage;
  done: number;
  reported: number;
}

/** Searches as a worker does, a few nonces at a time, when the test lets it; remembers what it told the page. */
class SlowSearcher {
  readonly #truths: readonly Truth[];
  readonly #say: (message: ToPage) => void;
  #held: Held[] = [];

  constructor(truths: readonly Truth[], say: (message: ToPage) => void) {
    this.#truths = truths;
    this.#say = say;
  }

  hear(message: ToWorker): void {
    if (message.type === 'search') {
      this.#held.push({ order: message, done: 0, reported: 0 });
      return;
    }
    const held = this.#held.find(({ order }) => order.id === message.id);
    if (!held) return;
    this.#leave(held);
    this.#report(held);
    this.#say({ type: 'stopped', id: message.id, tried: held.done });
  }

  /** Tries so many nonces of the task in search, or of the one behind it. */
  search(nonces: number, nth: number): void {
    const held = this.#held[nth] ?? this.#held[0];
    if (!held) return;
    const { first, count, id } = held.order;
    const to = Math.min(count, held.done + nonces);
    const winner = this.#truthOf(held).winner ?? -1;
    if (winner >= first + held.done && winner < first + to) {
      this.#leave(held);
      this.#say({ type: 'found', id, nonce: winner });
      return;
    }
    held.done = to;
    if (to < count) return;
    this.#leave(held);
    this.#report(held);
    this.#say({ type: 'exhausted', id });
  }

  tell(): void {
    const [held] = this.#held;
    if (!held) return;
    this.#report(held);
    this.#say({ type: 'progress', id: held.order.id, tried: held.done });
  }

  #leave(held: Held): void {
    this.#held = this.#held.filter((other) => other !== held);
  }

  /** What the page was told is tried; telling it twice would be work done twice. */
  #report(held: Held): void {
    const { tried } = this.#truthOf(held);
    for (let at = held.reported; at < held.done; at++) {
      expect(tried[held.order.first + at]).toBe(0);
      tried[held.order.first + at] = 1;
    }
    held.reported = held.done;
  }

  #truthOf({ order }: Held): Truth {
    return this.#truths[order.input[0]!]!;
  }
}

/** A worker of the browser around it. */
class SlowWorker extends EventTarget {
  readonly searcher: SlowSearcher;
  terminated = false;

  constructor(truths: readonly Truth[]) {
    super();
    this.searcher = new SlowSearcher(truths, (data) => this.#say(data));
    queueMicrotask(() => this.#say({ type: 'ready' }));
  }

  postMessage(message: ToWorker): void {
    queueMicrotask(() => {
      if (!this.terminated) this.searcher.hear(message);
    });
  }

  terminate(): void {
    this.terminated = true;
  }

  #say(data: ToPage): void {
    if (!this.terminated) this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

class World {
  readonly truths: Truth[] = [];
  readonly workers: SlowWorker[] = [];
  readonly stops: AbortController[] = [];
  readonly settled: Promise<void>[] = [];
  #main: SlowSearcher | undefined;
  readonly pool = new WorkerPool({
    createWorker: () => {
      const worker = new SlowWorker(this.truths);
      this.workers.push(worker);
      return worker as unknown as Worker;
    },
    loadInlineSearcher: async () => this.#openMain,
    onFallback: () => undefined,
  });

  get searchers(): readonly SlowSearcher[] {
    const living = this.living.map(({ searcher }) => searcher);
    return this.#main ? [...living, this.#main] : living;
  }

  get living(): readonly SlowWorker[] {
    return this.workers.filter(({ terminated }) => !terminated);
  }

  add(winner: number): void {
    const number = this.truths.length;
    const truth = { tried: new Uint8Array(NONCES), winner: winner < NONCES ? winner : undefined };
    this.truths.push(truth);
    const stop = new AbortController();
    this.stops.push(stop);
    const piece = { alg: ALG, input: new Uint8Array(32).fill(number), p: P };
    this.settled.push(this.pool.solve(piece, stop.signal).then(...this.#judge(truth, stop.signal)));
  }

  readonly #openMain: OpenSearcher = ({ message }) => {
    const main = new SlowSearcher(this.truths, message);
    this.#main = main;
    queueMicrotask(() => message({ type: 'ready' }));
    return { postMessage: (order) => queueMicrotask(() => main.hear(order)), terminate: () => undefined };
  };

  #judge({ winner, tried }: Truth, signal: AbortSignal) {
    return [
      (nonce: number) => expect(nonce).toBe(winner),
      (error: unknown) => {
        if (signal.aborted) {
          expect(error).toBe(signal.reason);
          return;
        }
        expect(error).toBeInstanceOf(RangeError);
        expect(winner).toBeUndefined();
        expect(tried.every((state) => state === 1)).toBe(true);
      },
    ] as const;
  }
}

const anAct = fc.tuple(
  fc.constantFrom('search', 'search', 'search', 'search', 'tell', 'add', 'abort', 'parallel', 'die'),
  fc.nat({ max: 999 }),
);

async function perform(world: World, [act, pick]: readonly [string, number]): Promise<void> {
  const { searchers, living, stops, pool } = world;
  const searcher = searchers[pick % Math.max(1, searchers.length)];
  const worker = living[pick % Math.max(1, living.length)];
  if (act === 'search') searcher?.search(1 + (pick % 12), pick % 2);
  else if (act === 'tell') searcher?.tell();
  else if (act === 'add' && stops.length < 12) world.add(pick % (NONCES + 20));
  else if (act === 'abort' && pick % 3 === 0) stops[pick % stops.length]?.abort(new Error('not wanted'));
  else if (act === 'parallel') pool.setParallel(1 + (pick % 5));
  else if (act === 'die' && pick % 4 === 0) worker?.dispatchEvent(new Event('error', { cancelable: true }));
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a pool of workers that search, die and are stopped by chance', () => {
  it('settles every piece rightly, and has no nonce that was reported tried again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { maxLength: 80 }), async (acts) => {
        const world = new World();
        world.add(NONCES);
        world.add(100);
        for (const act of acts) await perform(world, act);
        const all = { done: false };
        void Promise.allSettled(world.settled).then(() => (all.done = true));
        for (let round = 0; round < 2_000 && !all.done; round++) await perform(world, ['search', round]);
        expect(all.done).toBe(true);
        await Promise.all(world.settled);
        world.pool.close();
        expect(world.living).toHaveLength(0);
      }),
      { seed: 64, numRuns: 100 },
    );
  });
});
