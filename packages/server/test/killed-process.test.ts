import { Redis } from 'ioredis';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RedisStore } from '../src/redis-store/redis-store.js';
import { closeServers, listen } from './support/local-server.js';
import { type RedisServer, startRedisServer } from './support/redis-server.js';
import type { DyingPoint, TextingOrder } from './support/texting-process.js';

let server: RedisServer;
let client: Redis;
let providerUrl: string;
let received = 0;
let aheadMs = 0;

beforeAll(async () => {
  server = await startRedisServer();
  client = new Redis({ port: server.port, host: '127.0.0.1' });
  providerUrl = await listen((_, response) => {
    received++;
    response.end();
  });
});
beforeEach(async () => {
  await client.flushall();
  received = 0;
  aheadMs = 0;
});
afterAll(async () => {
  client.disconnect();
  await server.stop();
  await closeServers();
});

/** Lets a process of its own text once and die at a point; answers the permit's id, if it got that far. */
async function textAndDie(dies: DyingPoint): Promise<string | undefined> {
  const path = fileURLToPath(new URL('support/texting-process.ts', import.meta.url));
  const cwd = fileURLToPath(new URL('../../..', import.meta.url));
  const child = fork(path, { cwd, execArgv: ['--import', 'tsx'] });
  const exited = once(child, 'exit');
  await once(child, 'message');
  child.send({ port: server.port, providerUrl, dies } satisfies TextingOrder);
  const [, signal] = (await exited) as [number | null, string | null];
  expect(signal).toBe(dies === 'never' ? null : 'SIGKILL');
  const [key] = await client.keys('*}p:*');
  return key?.split('}p:')[1];
}

/** The store as another process sees it, later. */
function laterStore(): RedisStore {
  return new RedisStore({ client, site: 'shop' }, { offsetMs: () => aheadMs });
}

async function textsCounted(store: RedisStore): Promise<number> {
  const [reading] = await store.snapshot(['pool:DE']);
  return Math.round(reading!.day.all / 114_840);
}

describe('a process that is killed', () => {
  it.each<[DyingPoint]>([['before admit']])('%s leaves nothing', async (dies) => {
    expect(await textAndDie(dies)).toBeUndefined();
    expect(await textsCounted(laterStore())).toBe(0);
    expect(received).toBe(0);
  });

  it.each<[DyingPoint]>([['after admit'], ['before claim']])(
    '%s leaves a hold, which falls out by itself and is never sent',
    async (dies) => {
      const pid = await textAndDie(dies);
      const store = laterStore();
      expect(await textsCounted(store)).toBe(1);
      aheadMs = 150_000;
      expect(await textsCounted(store)).toBe(0);
      expect(await store.claim(pid!)).toEqual({ kind: 'permit-expired' });
      expect(received).toBe(0);
    },
  );

  it.each<[DyingPoint, sent: number]>([
    ['after claim', 0],
    ['before send', 0],
    ['after send', 1],
    ['before settle', 1],
    ['after settle', 1],
    ['never', 1],
  ])('%s leaves a text that counts as sent, and goes out %i times in all', async (dies, sent) => {
    const pid = await textAndDie(dies);
    const store = laterStore();
    expect(received).toBe(sent);
    aheadMs = 150_000;
    expect(await textsCounted(store)).toBe(1);
    expect(await store.claim(pid!)).toEqual({ kind: 'permit-claimed' });
    expect(await store.report({ pid: pid! }, { outcome: 'verified' })).toMatchObject({ kind: 'reported' });
  });
});
