import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { startRedisServer } from '../support/redis-server.js';
import { REDIS_KINDS } from '../support/stores.js';
import { freshName } from './support/claims.js';
import { choice, DAY_MS, HOUR_MS, meter } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';
import { keysOf, rawRedis, sizesOf } from './support/raw-redis.js';

describe.each(REDIS_KINDS)('what $name keeps', (kind) => {
  async function setUp() {
    const desk = await openDesk(kind);
    return { raw: await rawRedis(desk.test), desk };
  }
  /** Everything a store writes, once. */
  async function useAll(desk: Desk) {
    await desk.report(await desk.sent({ number: 'n', device: 'd', idempotency: 'a' }), 'verified');
    await desk.reportOf('n', 'trusted');
    await desk.settle(await desk.claimed(), 'failed');
    await desk.hold();
    await desk.admit({}, []);
    await desk.store.park('parked', 'sealed', 120_000);
    await desk.store.mark('marked', 120_000);
    await desk.store.control({ version: 1, text: 'x' });
    await desk.store.snapshot(['site', 'pool:XX']);
  }

  it("carries the site's tag in every key, so that all are in one slot", async () => {
    const { raw, desk } = await setUp();
    const before = new Set(await raw.keys('*'));
    await useAll(desk);
    const added = (await raw.keys('*')).filter((key) => !before.has(key));
    expect(added.length).toBeGreaterThan(10);
    for (const key of added) expect(key.startsWith(`{tg:${desk.store.site}}`), key).toBe(true);
  });

  it("goes by itself, all but the site's own record", async () => {
    const { raw, desk } = await setUp();
    await useAll(desk);
    for (const key of await keysOf(raw, desk.test)) {
      const ttlMs = await raw.pttl(key);
      if (/^\{tg:site-\d+\}$/.test(key)) continue;
      expect(ttlMs, key).toBeGreaterThan(0);
      expect(ttlMs, key).toBeLessThanOrEqual(90 * DAY_MS);
    }
  });

  it('names a range for two days at most, and never beside a number for longer than its text counts', async () => {
    const { raw, desk } = await setUp();
    const range = choice([meter('range:DE:49151123')]);
    for (const outcome of ['verified', 'trusted'] as const) {
      await desk.report(await desk.sent({}, [range]), outcome);
    }
    const ttls: Record<string, number> = {};
    for (const key of await keysOf(raw, desk.test)) {
      if (!key.includes('range:') && !(await valueOf(raw, key)).includes('range:')) continue;
      const kind = /\}(\w):/.exec(key)?.[1] ?? key;
      ttls[kind] = Math.max(ttls[kind] ?? 0, await raw.pttl(key));
    }
    expect(Object.keys(ttls).sort()).toEqual(['h', 'm', 'p']);
    expect(ttls['h']).toBeLessThanOrEqual(2 * DAY_MS);
    expect(ttls['m']).toBeLessThanOrEqual(26 * HOUR_MS);
    expect(ttls['p']).toBeLessThanOrEqual(26 * HOUR_MS);
  });

  it('of a refused token is one key of 100 bytes at most', async () => {
    const { raw, desk } = await setUp();
    await desk.sent({ number: 'n' });
    const before = new Set(await keysOf(raw, desk.test));
    for (let turn = 0; turn < 2; turn++)
      await desk.admit({ number: 'n', idempotency: 'a', jti: 'AAAAAAAAAAAAAAAAAAAAAA' });
    const added = [...(await sizesOf(raw, desk.test))].filter(([key]) => !before.has(key));
    expect(added).toHaveLength(1);
    const [key, bytes] = added[0]!;
    expect(key.length + bytes).toBeLessThanOrEqual(100);
  });

  it('of one device and one number does not grow with holds that expired', async () => {
    const { raw, desk } = await setUp();
    const use = async (times: number) => {
      for (let turn = 0; turn < times; turn++) {
        await desk.hold({ number: 'n', device: freshName('device') });
        await desk.hold({ number: freshName('number'), device: 'd' });
        desk.pass(120_000);
      }
      return Math.max(...(await sizesOf(raw, desk.test)).values());
    };
    const early = await use(8);
    expect(await use(60)).toBeLessThanOrEqual(early + 100);
  });

  it('of one device does not grow with texts that nobody verified', async () => {
    const { raw, desk } = await setUp();
    const use = async (days: number) => {
      for (let turn = 0; turn < days * 5; turn++) {
        await desk.sent({ number: freshName('number'), device: 'd' });
        desk.pass(DAY_MS / 5 + HOUR_MS);
      }
      const records = [...(await sizesOf(raw, desk.test))].filter(([key]) => key.includes('}d:'));
      expect(records).toHaveLength(1);
      return records[0]![1];
    };
    const early = await use(3);
    expect(await use(12)).toBeLessThanOrEqual(early + 100);
  });
});

async function valueOf(raw: Redis, key: string): Promise<string> {
  return (await raw.type(key)) === 'hash' ? JSON.stringify(await raw.hgetall(key)) : ((await raw.get(key)) ?? '');
}

describe('a Redis server that would forget', () => {
  it.each(['allkeys-lru', 'volatile-ttl'])('is refused when the store opens: %s', async (policy) => {
    const server = await startRedisServer(['--maxmemory-policy', policy]);
    onTestFinished(() => server.stop());
    const client = new Redis({ port: server.port, host: '127.0.0.1' });
    onTestFinished(() => client.disconnect());
    const store = new RedisStore({ client, site: 'shop' });
    for (let turn = 0; turn < 2; turn++) await expect(store.open()).rejects.toMatchObject({ code: 'store-unsafe' });
    await expect(store.take('k')).rejects.toMatchObject({ code: 'store-unsafe' });
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await expect(store.open()).resolves.toBeUndefined();
  });
});
