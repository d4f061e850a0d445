import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { redisServer } from '../../support/stores.js';

/** A bare client of this file's server, for looking at keys and doing harm. Closed when the test is over. */
export async function rawRedis(): Promise<Redis> {
  const { port } = await redisServer();
  const client = new Redis({ port, host: '127.0.0.1' });
  client.on('error', () => undefined);
  onTestFinished(() => client.disconnect());
  return client;
}

/** Key → how many bytes its value takes; a hash counts as its fields and values. */
export async function sizesOf(client: Redis): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const key of await client.keys('*')) {
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
