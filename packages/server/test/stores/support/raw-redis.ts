import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import type { TestRedis, TestStore } from '../../support/stores.js';

/** What a test's store is kept in. Throws where that is memory. */
export function redisOf({ kind, redis }: TestStore): TestRedis {
  if (!redis) throw new Error(`${kind.name} has no server`);
  return redis;
}

/** A bare client of the server that has a test's keys, for looking at them and doing harm. Closed when the test is over. */
export async function rawRedis(test: TestStore): Promise<Redis> {
  const { port } = await redisOf(test).server();
  const client = new Redis({ port, host: '127.0.0.1' });
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

/** All keys of a test's site. */
export function keysOf(client: Redis, { store }: TestStore): Promise<string[]> {
  return client.keys(`{tg:${store.site}}*`);
}

/** Key → how many bytes its value takes, of a test's site; a hash counts as its fields and values. */
export async function sizesOf(client: Redis, test: TestStore): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const key of await keysOf(client, test)) {
    const isHash = (await client.type(key)) === 'hash';
    const bytes = isHash
      ? Object.entries(await client.hgetall(key))
          .flat()
          .join('').length
      : await client.strlen(key);
    sizes.set(key, bytes);
  }
  return sizes;
}
