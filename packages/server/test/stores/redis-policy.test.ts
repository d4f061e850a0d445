import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { startRedisServer } from '../support/redis-server.js';

async function setUp() {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const client = new Redis({ port: server.port, host: '127.0.0.1', retryStrategy: () => 20 });
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  let nowMs = 0;
  const store = new RedisStore({ client, site: 'shop' }, { clocks: [() => nowMs] });
  await store.open();
  const pass = (ms: number) => void (nowMs += ms);
  const forget = (policy: string) => client.config('SET', 'maxmemory-policy', policy);
  return { server, client, store, pass, forget };
}

describe('a server that is told to forget while it is in use', () => {
  it('is refused within ten seconds, and taken again once it forgets nothing', async () => {
    const { store, pass, forget } = await setUp();
    await forget('allkeys-lru');
    pass(9_999);
    await store.take('nothing');
    pass(1);
    for (let turn = 0; turn < 2; turn++)
      await expect(store.take('nothing')).rejects.toMatchObject({ code: 'store-unsafe' });
    await expect(store.snapshot(['site'])).rejects.toMatchObject({ code: 'store-unsafe' });
    await forget('noeviction');
    await store.take('nothing');
  });

  it('is refused at the first call after one that failed: another may have taken over', async () => {
    const { client, store, forget } = await setUp();
    await forget('volatile-ttl');
    await store.take('nothing');
    const faulty = client.evalsha.bind(client);
    client.evalsha = () => Promise.reject(new Error('the connection broke'));
    await expect(store.take('nothing')).rejects.toThrow('the connection broke');
    client.evalsha = faulty;
    await expect(store.take('nothing')).rejects.toMatchObject({ code: 'store-unsafe' });
  });
});
