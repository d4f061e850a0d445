import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import type { GateOptions } from '../src/options.js';
import { createRedisStore } from '../src/redis.js';
import { type RedisServer, startRedisServer } from './support/redis-server.js';
import { testOptions } from './support/test-gate.js';
import { manyRequests, openTextingGate } from './support/texting-gate.js';

/** Strangers have 72 texts in an hour: more than go out before a store that fails is noticed. */
const ROOMY: Partial<GateOptions> = {
  countries: { DE: { perDayUsd: 160 } },
  cap: { hourUsd: 60, dayUsd: 240, monthUsd: 7_000 },
};
const REQUESTS = 1_000;

let server: RedisServer;
let raw: Redis;
const clients: Redis[] = [];

beforeAll(async () => {
  server = await startRedisServer();
  raw = connect();
});
beforeEach(async () => {
  // A server that was killed and started again takes its old clients back in its own time.
  await expect.poll(() => raw.flushall().catch(() => 'down'), { timeout: 5_000 }).toBe('OK');
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await server.stop();
});

/** As the documentation says: a command that cannot be sent fails soon. */
function connect(): Redis {
  const client = new Redis({ port: server.port, host: '127.0.0.1', maxRetriesPerRequest: 1, retryStrategy: () => 20 });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

function setUp(options: Partial<GateOptions> = {}) {
  return openTextingGate({ store: createRedisStore({ client: connect(), site: 'shop' }), ...options });
}

/** A thousand requests, and something that happens after so many of them. */
async function thousandRequests(
  request: (n: number) => Promise<string>,
  { after, deed }: { after: number; deed: () => Promise<unknown> },
): Promise<ReadonlyMap<string, number>> {
  const before = await manyRequests(request, [0, after]);
  const happens = deed();
  const codes = new Map(await manyRequests(request, [after, REQUESTS]));
  await happens;
  for (const [code, count] of before) codes.set(code, (codes.get(code) ?? 0) + count);
  return codes;
}

describe('a store that forgets everything in the middle of a thousand requests', () => {
  it('is closed to strangers from then on, until the operator opens it', async () => {
    const { options, request, sent } = setUp(ROOMY);
    const codes = await thousandRequests(request, { after: 20, deed: () => raw.flushall() });
    expect(codes.get('store-degraded')).toBeGreaterThan(REQUESTS / 2);
    expect([...codes.keys()].sort().filter((code) => !/^(sent|store-degraded|permit-unknown)$/.test(code))).toEqual([]);
    expect(sent.length).toBeLessThanOrEqual(60);
    await createGate(options).reopen({ by: 'me' });
    expect(await request(5_000)).toBe('sent');
  });

  it('costs one process no more than its cap, whatever is forgotten how often', async () => {
    const { options, request, sent } = setUp({ countries: { DE: { perDayUsd: 50 } } });
    const gate = createGate(options);
    let codes: ReadonlyMap<string, number> = new Map();
    for (let turn = 0; turn < 3; turn++) {
      // Every number is known to the site: no range or country bounds them, only the known pool and the cap.
      codes = await thousandRequests((n) => request(turn * REQUESTS + n, true), {
        after: 500,
        deed: () => raw.flushall(),
      });
      await gate.reopen({ by: 'me' });
    }
    expect(sent.length).toBeLessThanOrEqual(200);
    expect(codes.get('sent') ?? 0).toBeLessThan(REQUESTS);
  });
});

describe('a store that is down', () => {
  it('in the middle of a thousand requests is a verdict each time, and nothing goes out unclaimed', async () => {
    const { request, sent } = setUp({ ...ROOMY, storeTimeoutMs: 200 });
    const codes = await thousandRequests(request, { after: 20, deed: () => server.kill() });
    expect(codes.get('store-unavailable')).toBeGreaterThan(REQUESTS / 2);
    expect((codes.get('sent') ?? 0) + (codes.get('store-unavailable') ?? 0)).toBe(REQUESTS);
    expect(sent).toHaveLength(codes.get('sent') ?? 0);
    await server.restart();
    // It came back empty: that is a loss like any other.
    await expect.poll(() => request(6_000), { timeout: 5_000 }).toBe('store-degraded');
  });

  it('goes on under the same limits where the operator chose so', async () => {
    const { request, sent } = setUp({ storeTimeoutMs: 200, onStoreFailure: 'allow' });
    expect(await request(0)).toBe('sent');
    await server.kill();
    try {
      const codes = await manyRequests((n) => request(n + 1), [0, REQUESTS]);
      // Cold devices may have 90 % of what an hour of a pool of $52 may add unverified: 0.15 × ⅓ × 0.9 × 520 texts.
      expect(codes.get('sent')).toBe(23);
      expect(codes.get('pool-busy')).toBe(REQUESTS - 23);
      expect(sent).toHaveLength(24);
    } finally {
      await server.restart();
    }
  });
});

describe('a store that is slow', () => {
  it('counts as one that does not answer, and what it grants late is never sent', async () => {
    const { request, sent } = setUp({ storeTimeoutMs: 100 });
    expect(await request(0)).toBe('sent');
    await raw.call('CLIENT', 'PAUSE', '600', 'ALL');
    expect(await request(1)).toBe('store-unavailable');
    let next = 2;
    await expect.poll(() => request(next++), { timeout: 5_000 }).toBe('sent');
    expect(sent).toHaveLength(2);
  });
});

describe('a store that may forget', () => {
  it.each(['allkeys-lru', 'volatile-ttl'])('by %s is refused at the start, and texts nobody', async (policy) => {
    await raw.config('SET', 'maxmemory-policy', policy);
    try {
      const { options, request } = setUp();
      await expect(createGate(options).ready()).rejects.toMatchObject({ name: 'TollgateError', code: 'store-unsafe' });
      expect(await request(0)).toBe('store-unavailable');
    } finally {
      await raw.config('SET', 'maxmemory-policy', 'noeviction');
    }
  });
});

describe('two processes on one store', () => {
  it('obey what the operator tells one of them at their next request', async () => {
    const [first, second] = [setUp(), setUp()];
    const gate = createGate(first.options);
    expect(await second.request(0)).toBe('sent');
    await gate.closePrefix('4915', Math.floor(Date.now() / 1_000) + 600, { by: 'night shift' });
    expect(await second.request(1)).toBe('prefix-closed');
    expect(await second.request(2, true)).toBe('sent');
    await createGate(second.options).openPrefix('+4915', { by: 'day shift' });
    expect(await first.request(3)).toBe('sent');
    expect((await gate.controls()).log).toMatchObject([
      { by: 'night shift', change: expect.stringMatching(/^closePrefix 4915 until \d+$/) as string },
      { by: 'day shift', change: 'openPrefix 4915' },
    ]);
  });

  it('refuse another site’s store', () => {
    const store = createRedisStore({ client: connect(), site: 'another' });
    expect(() => createGate(testOptions({ store }))).toThrow('option "store"');
  });
});
