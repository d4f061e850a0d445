import { describe, expect, it, vi } from 'vitest';
import { createInlineSolver } from '../src/inline-solver.js';
import { ChallengeEndpoint } from '../src/session/challenge-endpoint.js';
import { createDevice, generateDeviceKey } from '../src/session/device.js';
import { TokenMaker } from '../src/session/token-maker.js';
import type { PieceToSolve, Solver } from '../src/solver/solver.js';
import { TollgateError } from '../src/tollgate-error.js';
import type { TollgateEvents } from '../src/tollgate-events.js';
import { ChallengeServer, json, type ServerOptions } from './challenge-server.js';
import { verifyToken } from './verify-token.js';

const PHONE = '+4915112345678';
const number = { phone: PHONE };

type Told = { [Name in keyof TollgateEvents]: [Name, TollgateEvents[Name]] }[keyof TollgateEvents];

/** Counts what it solves, and how many pieces at once it was allowed. */
class CountingSolver implements Solver {
  readonly #inner = createInlineSolver();
  readonly pieces: PieceToSolve[] = [];
  readonly parallel: number[] = [];
  readonly signals: AbortSignal[] = [];
  fault: Error | undefined;
  /** Pieces that are searched without end. */
  endless = 0;

  async solve(piece: PieceToSolve, signal: AbortSignal): Promise<number> {
    this.pieces.push(piece);
    this.signals.push(signal);
    if (this.fault) throw this.fault;
    if (this.endless-- > 0) await aborted(signal);
    return this.#inner.solve(piece, signal);
  }

  setParallel(count: number): void {
    this.parallel.push(count);
  }

  close(): void {
    this.#inner.close();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

async function assemble(options: ServerOptions = {}) {
  const server = new ChallengeServer(options);
  const solver = new CountingSolver();
  const closing = new AbortController();
  const device = await createDevice(await generateDeviceKey(crypto.subtle));
  const clock = { nowMs: 0, settled: true };
  const now = () => clock.nowMs;
  const told: Told[] = [];
  const { signal } = closing;
  const endpoint = new ChallengeEndpoint({
    url: 'https://shop.example/challenge',
    action: 'signup',
    channel: 'sms',
    fetch: server.fetch,
    headers: {},
    signal,
    now,
  });
  const maker = new TokenMaker({
    endpoint,
    solver: async () => solver,
    device: async () => device,
    now,
    emit: (name, detail) => told.push([name, detail] as Told),
    workers: 4,
    readSignals: async () => ({}),
    isSettled: () => clock.settled,
    signal,
  });
  return { server, solver, maker, clock, told, closing };
}

describe('pricing', () => {
  it('keeps the challenge and the pieces found, and adds only what it asks more', async () => {
    const { server, solver, maker } = await assemble({ k: 2, pricedK: 3 });
    await maker.prepare();
    const { challenge } = await verifyToken(await maker.token(number));
    expect(server.seen.map(({ phone }) => phone)).toEqual([undefined, PHONE]);
    expect(server.seen[1]?.challenge).toBeDefined();
    expect(challenge.puzzle.k).toBe(3);
    expect(solver.pieces).toHaveLength(3);
  });

  it('happens once for one number, and again for a corrected one, losing nothing', async () => {
    const { server, solver, maker } = await assemble();
    await maker.prepare();
    await maker.price({ phone: '+491511' });
    await maker.price({ phone: '+491511' });
    await maker.price(number);
    await verifyToken(await maker.token(number));
    expect(server.seen.map(({ phone }) => phone)).toEqual([undefined, '+491511', PHONE]);
    expect(solver.pieces).toHaveLength(2);
  });

  it('of a number that was typed before and comes back stands: no more is asked, and nobody is asked', async () => {
    const { server, solver, maker } = await assemble({ k: 2 });
    await maker.price(number);
    server.options.pricedK = 4;
    await maker.price({ phone: '+4915112345679' });
    await maker.price(number);
    const { challenge } = await verifyToken(await maker.token(number));
    expect(server.seen.map(({ phone }) => phone)).toEqual([PHONE, '+4915112345679']);
    expect(challenge.puzzle.k).toBe(2);
    expect(solver.pieces).toHaveLength(4);
  });

  it('is asked for once more where it is doubted, and what was asked first stands', async () => {
    const { server, maker } = await assemble({ k: 2 });
    await maker.price(number);
    server.options.pricedK = 4;
    maker.doubt();
    await maker.price(number);
    await maker.price(number);
    const { challenge } = await verifyToken(await maker.token(number));
    expect(server.seen.map(({ phone }) => phone)).toEqual([PHONE, PHONE]);
    expect(challenge.puzzle.k).toBe(2);
  });

  it('that is doubted and taken no more by the server is another challenge’s', async () => {
    const { server, maker } = await assemble({
      reply: ({ challenge }) => (challenge === undefined ? undefined : json(403, { code: 'token-expired' })),
    });
    await maker.price(number);
    maker.doubt();
    await verifyToken(await maker.token(number));
    expect(server.seen.map(({ challenge }) => challenge !== undefined)).toEqual([false, true, false]);
  });

  it('for another country is another pricing', async () => {
    const { server, maker } = await assemble();
    await maker.price({ phone: '015112345678', country: 'DE' });
    await maker.token({ phone: '015112345678', country: 'AT' });
    expect(server.seen.map(({ country }) => country)).toEqual(['DE', 'AT']);
  });

  it.each(['token-expired', 'token-invalid'])('answered with %s starts over with a new challenge', async (code) => {
    const { server, maker } = await assemble({
      reply: ({ challenge }) => (challenge === undefined ? undefined : json(403, { code })),
    });
    await maker.prepare();
    await verifyToken(await maker.token(number));
    expect(server.seen.map(({ challenge }) => challenge !== undefined)).toEqual([false, true, false]);
  });

  it('whose answer has the same name but other terms counts as another challenge', async () => {
    const { server, solver, maker } = await assemble();
    await maker.prepare();
    server.options.change = (challenge) => ({ ...challenge, puzzle: { ...challenge.puzzle, p: 3 } });
    const { challenge } = await verifyToken(await maker.token(number));
    expect(challenge.puzzle.p).toBe(3);
    expect(solver.pieces.filter(({ p }) => p === 3)).toHaveLength(2);
  });

  it('that finds the number invalid leaves the challenge and its pieces alone', async () => {
    const { server, solver, maker } = await assemble({
      reply: ({ phone }) => (phone === 'abc' ? json(400, { code: 'number-invalid' }) : undefined),
    });
    await maker.prepare();
    await expect(maker.token({ phone: 'abc' })).rejects.toMatchObject({ code: 'number-invalid' });
    await verifyToken(await maker.token(number));
    expect(server.seen.filter(({ challenge }) => challenge === undefined)).toHaveLength(1);
    expect(solver.pieces).toHaveLength(2);
  });
});

describe('a token made ahead', () => {
  /** Enough for a signature. */
  const aWhile = () => new Promise((resolve) => setTimeout(resolve, 100));

  async function ahead(options: ServerOptions = {}) {
    const parts = await assemble(options);
    await parts.maker.price(number);
    await vi.waitFor(() => expect(parts.told).toContainEqual(['state', { state: 'ready' }]));
    await aWhile();
    return parts;
  }

  it('is taken at once, is told as given then, and once', async () => {
    const { maker, server, told } = await ahead();
    expect(told.filter(([name]) => name === 'token')).toEqual([]);
    const token = maker.take(number);
    await verifyToken(token!);
    expect(told.filter(([name]) => name === 'token')).toMatchObject([['token', { token }]]);
    expect(maker.take(number)).toBeUndefined();
    expect(server.seen).toHaveLength(1);
  });

  it('is not what token() resolves to where the site wants its own data in it', async () => {
    const { maker, told } = await ahead();
    const own = await maker.token({ ...number, cd: 'order 7' });
    expect(maker.take(number)).toBeUndefined();
    expect(told.filter(([name]) => name === 'token')).toMatchObject([['token', { token: own }]]);
    expect((await verifyToken(own)).token.clientData).toBe('order 7');
  });

  it('is not for another number or country, and another number loses no work', async () => {
    const { maker, solver } = await ahead({ k: 2 });
    expect(maker.take({ phone: '+4915112345679' })).toBeUndefined();
    expect(maker.take({ ...number, country: 'DE' })).toBeUndefined();
    await maker.price({ phone: '+4915112345679' });
    expect(maker.take(number)).toBeUndefined();
    await vi.waitFor(() => expect(maker.take({ phone: '+4915112345679' })).toBeDefined());
    expect(solver.pieces).toHaveLength(2);
  });

  it('is not given where the challenge is doubted or about to expire, nor after the end', async () => {
    const { maker, clock, closing } = await ahead();
    maker.doubt();
    expect(maker.take(number)).toBeUndefined();
    await maker.price(number);
    clock.nowMs = 890_000;
    expect(maker.take(number)).toBeUndefined();
    clock.nowMs = 0;
    closing.abort(new TollgateError('closed', 'over'));
    expect(maker.take(number)).toBeUndefined();
  });

  it('is not made while its signals would say less for the person than later', async () => {
    const { maker, clock } = await assemble();
    clock.settled = false;
    await maker.price(number);
    await aWhile();
    expect(maker.take(number)).toBeUndefined();
    clock.settled = true;
    await maker.price(number);
    await vi.waitFor(() => expect(maker.take(number)).toBeDefined());
  });
});

describe('a challenge', () => {
  it('with 30 s left is used, with less it is renewed', async () => {
    for (const [nowMs, requests] of [
      [870_000, 2],
      [870_001, 3],
    ] as const) {
      const { server, maker, clock } = await assemble();
      await maker.price(number);
      clock.nowMs = nowMs;
      await maker.prepare();
      await verifyToken(await maker.token({ phone: '+4915100000000' }));
      expect(server.seen).toHaveLength(requests);
    }
  });

  it('that claims to live for a year is refused', async () => {
    const { maker } = await assemble({ expiresInSec: 31_536_000 });
    await expect(maker.price(number)).rejects.toMatchObject({ code: 'challenge-refused' });
  });

  it('that expires before it can be used is not asked for without end', async () => {
    const { server, maker } = await assemble({ expiresInSec: 1 });
    await expect(maker.token(number)).rejects.toMatchObject({ code: 'challenge-refused' });
    expect(server.seen).toHaveLength(3);
  });

  it('ends the search when it expires, and another one is fetched for whoever waits', async () => {
    const { server, solver, maker } = await assemble({ expiresInSec: 1 });
    server.options.reply = (_, count) => {
      if (count === 2) server.options.expiresInSec = 900;
      return undefined;
    };
    solver.endless = 2;
    await verifyToken(await maker.token(number));
    expect(server.seen).toHaveLength(2);
    expect(solver.signals.map(({ aborted: isAborted }) => isAborted)).toEqual([true, true, false, false]);
  });

  it('that is proved leaves no clock running', async () => {
    const { maker } = await assemble();
    const pending = new Set<unknown>();
    const [set, clear] = [setTimeout, clearTimeout];
    vi.stubGlobal('setTimeout', (...args: Parameters<typeof set>) => {
      const timer = set(...args);
      if ((args[1] ?? 0) > 60_000) pending.add(timer);
      return timer;
    });
    vi.stubGlobal('clearTimeout', (timer: NodeJS.Timeout) => {
      pending.delete(timer);
      clear(timer);
    });
    await maker.prepare();
    // One ends the search, one says before that another challenge is needed.
    expect(pending.size).toBe(2);
    await maker.token(number);
    expect(pending.size).toBe(0);
    vi.unstubAllGlobals();
  });

  it('is prepared once, however often that is asked', async () => {
    const { server, maker } = await assemble();
    await Promise.all([maker.prepare(), maker.prepare()]);
    await maker.prepare();
    expect(server.seen).toHaveLength(1);
  });
});

describe('solving', () => {
  it('uses one worker until a token is wanted, then all, then one', async () => {
    const { solver, maker } = await assemble();
    await maker.prepare();
    expect(solver.parallel).toEqual([]);
    await Promise.all([maker.token(number), maker.token(number)]);
    expect(solver.parallel).toEqual([4, 1]);
  });

  it('that fails is solver-failed, and the next token starts over', async () => {
    const { solver, maker } = await assemble();
    solver.fault = new Error('no WebAssembly');
    await expect(maker.token(number)).rejects.toMatchObject({ code: 'solver-failed', cause: solver.fault });
    solver.fault = undefined;
    await verifyToken(await maker.token(number));
  });

  it('ends when nobody waits for the token any more, and the next one starts over', async () => {
    const { solver, maker, told } = await assemble();
    const stop = new AbortController();
    solver.endless = 2;
    const pending = maker.token({ ...number, signal: stop.signal });
    await vi.waitFor(() => expect(solver.pieces).toHaveLength(2));
    stop.abort(new Error('not wanted'));
    await expect(pending).rejects.toThrow('not wanted');
    expect(solver.signals.map(({ aborted: isAborted }) => isAborted)).toEqual([true, true]);
    expect(told.at(-1)).toEqual(['state', { state: 'idle' }]);
    await verifyToken(await maker.token(number));
    await expect(maker.token({ ...number, signal: stop.signal })).rejects.toThrow('not wanted');
  });

  it('tells each piece and each state in order', async () => {
    const { maker, told } = await assemble();
    await maker.prepare();
    await maker.token(number);
    const progress = told.flatMap(([name, detail]) => (name === 'progress' ? [detail.pieces] : []));
    const states = told.flatMap(([name, detail]) => (name === 'state' ? [detail.state] : []));
    expect(progress.at(0)).toBe(0);
    expect(progress.at(-1)).toBe(2);
    expect(states.at(0)).toBe('preparing');
    expect(states.slice(-2)).toEqual(['ready', 'idle']);
    expect(told).toContainEqual(['priced', { of: 2 }]);
  });
});

describe('closing', () => {
  it('ends what is pending, and everything later, with closed', async () => {
    const { maker, closing } = await assemble({ p: 256, k: 64 });
    const pending = maker.token(number);
    setTimeout(() => closing.abort(new TollgateError('closed', 'the client was closed')), 50);
    await expect(pending).rejects.toMatchObject({ code: 'closed' });
    await expect(maker.token(number)).rejects.toMatchObject({ code: 'closed' });
    await expect(maker.prepare()).rejects.toMatchObject({ code: 'closed' });
  });
});
