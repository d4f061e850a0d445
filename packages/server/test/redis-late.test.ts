import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisStore } from '../src/redis-store/redis-store.js';
import { ManualTimers } from './support/manual-timers.js';
import { toServerByIoredis } from './support/redis-connections.js';
import { startRedisServer } from './support/redis-server.js';
import { ORIGIN, TestClock } from './support/test-gate.js';
import { manyRequests, openTextingGate, requestOf, TEXT_MICRO_USD } from './support/texting-gate.js';
import { freshAddress } from './support/visitor.js';

const PATIENCE = { timeout: 20_000 };

async function setUp() {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  let aheadMs = 0;
  const join = () => {
    const connection = toServerByIoredis(server.port);
    onTestFinished(() => connection.close());
    return new RedisStore({ client: connection.client, site: 'shop' }, { offsetMs: () => aheadMs });
  };
  const clock = new TestClock(Date.now());
  const timers = new ManualTimers();
  const seams = { clock: clock.read, later: timers.later };
  const texting = openTextingGate({ store: join(), storeTimeoutMs: 500, work: { p: 1, k: 2 } }, seams);
  await texting.gate.ready();
  const reader = join();
  const textsCounted = async () => (await reader.snapshot(['site']))[0]!.hour.all / TEXT_MICRO_USD;
  return { ...texting, server, reader, clock, timers, textsCounted, pass: (ms: number) => void (aheadMs += ms) };
}

describe('a server that answers after the deadline', () => {
  it('grants what nobody sends: it counts for two minutes and is gone', async () => {
    const { server, request, sent, textsCounted, pass } = await setUp();
    expect(await request(0)).toBe('sent');
    server.pause();
    expect(await manyRequests(request, [1, 11])).toEqual(new Map([['store-unavailable', 10]]));
    server.goOn();
    await expect.poll(textsCounted, PATIENCE).toBe(11);
    expect(sent).toHaveLength(1);
    pass(150_000);
    expect(await textsCounted()).toBe(1);
    expect(await request(20)).toBe('sent');
    expect(await textsCounted()).toBe(2);
  });

  it('to a claim counts the text as sent, once, and nothing goes out for it', async () => {
    const { server, gate, send, sent, reader, textsCounted, pass } = await setUp();
    const verdict = await gate.judge(requestOf(1, false));
    if (verdict.kind !== 'allow') throw new Error(verdict.code);
    const { permit } = verdict;
    server.pause();
    await expect(send(permit, '')).rejects.toMatchObject({ code: 'store-unavailable' });
    server.goOn();
    await expect
      .poll(() => send(permit, '').catch((error: unknown) => error), PATIENCE)
      .toMatchObject({
        code: 'permit-claimed',
      });
    expect(sent).toEqual([]);
    expect(await reader.claim(permit.id)).toEqual({ kind: 'permit-claimed' });
    pass(150_000);
    expect(await textsCounted()).toBe(1);
  });
});

describe('what a process saw of its meters', () => {
  it('is lost while the store is: the work is the base again, nobody is refused, and it comes back', async () => {
    const { server, gate, request, clock, timers } = await setUp();
    /** The pieces that a number of Germany is asked for, once the gate has looked again. */
    const pieces = async () => {
      clock.advanceMs(500);
      await timers.goOff();
      const from = { origin: ORIGIN, ip: freshAddress() };
      const body = { v: [1], algs: ['hashwx-1'], action: 'signup', phone: '+4915112345678' };
      const { status, body: answer } = await gate.challenge(body, from);
      expect(status).toBe(200);
      const [, payload = ''] = (answer as { readonly challenge: string }).challenge.split('.');
      return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly puz: { readonly k: number } }).puz
        .k;
    };
    // Of 26 that an hour may add: over 80 %.
    await manyRequests(request, [0, 22]);
    await expect.poll(pieces, PATIENCE).toBe(8);
    await server.kill();
    await expect.poll(pieces, PATIENCE).toBe(2);
    for (let turn = 0; turn < 5; turn++) expect(await pieces()).toBe(2);
    await server.restart();
    // The server forgot it all; this process puts back what it was granted.
    await expect.poll(pieces, PATIENCE).toBe(8);
  });
});
