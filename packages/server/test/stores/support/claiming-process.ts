import { Redis } from 'ioredis';
import { RedisStore } from '../../../src/redis-store/redis-store.js';

/** What a test tells this process: claim one permit so many times at once. */
export interface ClaimOrder {
  readonly port: number;
  readonly site: string;
  readonly pid: string;
  readonly times: number;
}

// A process of its own, started by a test: it says when it is ready, is told what to claim, and answers with the kinds.
process.once('message', (order: ClaimOrder) => {
  void claimAll(order).then((kinds) => process.send?.(kinds));
});
process.send?.('ready');

async function claimAll({ port, site, pid, times }: ClaimOrder): Promise<readonly string[]> {
  const client = new Redis({ port, host: '127.0.0.1' });
  const store = new RedisStore({ client, site });
  const results = await Promise.all(Array.from({ length: times }, () => store.claim(pid)));
  client.disconnect();
  return results.map(({ kind }) => kind);
}
