import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll } from 'vitest';
import { createMemoryStore } from '../../src/memory-store/memory-store.js';
import type { RedisClient } from '../../src/redis-store/redis-client.js';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import type { Store } from '../../src/store.js';
import { type RedisServer, startRedisServer } from './redis-server.js';

/** 2026-01-01T00:00:00Z: the edge of a bucket of every window. */
const START_MS = 1_767_225_600_000;

/** The store's clock, in a test's hand: it stands still until it is moved. */
export interface StoreClock {
  nowMs(): number;
  advanceMs(ms: number): void;
}

export interface TestStore {
  readonly kind: StoreKind;
  readonly store: Store;
  readonly clock: StoreClock;
  /** Another process on the same data; in memory there is none, so the same store. */
  second(): Promise<Store>;
  close(): Promise<void>;
}

export interface StoreKind {
  readonly name: string;
  /** How far the store may be ahead of the clock: Redis adds the time that a call takes to reach it. */
  readonly slackMs: number;
  /** A fresh store, open. With `isRealTime` its clock is the machine's, and only to be read. */
  create(options?: { readonly isRealTime?: boolean }): Promise<TestStore>;
}

interface Connection {
  readonly client: RedisClient;
  close(): void;
}

const memory: StoreKind = {
  name: 'memory',
  slackMs: 0,
  async create({ isRealTime = false } = {}) {
    const clock = isRealTime ? realClock() : testClock();
    const store = createMemoryStore({ clock: () => clock.nowMs() });
    await store.open();
    return { kind: memory, store, clock, second: async () => store, close: () => store.close() };
  },
};

const ioredis = redisKind('redis through ioredis', async (port) => {
  const client = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: 3 });
  // Without a listener an error that a call rejects with anyway would be printed as well.
  client.on('error', () => undefined);
  return { client, close: () => client.disconnect() };
});

const nodeRedis = redisKind('redis through node-redis', async (port) => {
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  client.on('error', () => undefined);
  await client.connect();
  return { client, close: () => client.destroy() };
});

/** Every store there is. The contract tests run over all of them. */
export const STORE_KINDS: readonly StoreKind[] = [memory, ioredis, nodeRedis];
export const MEMORY_KIND = memory;
export const REDIS_KINDS: readonly StoreKind[] = [ioredis, nodeRedis];

let server: Promise<RedisServer> | undefined;
let sites = 0;

/** The Redis server of this test file, started when it is first asked for. */
export function redisServer(): Promise<RedisServer> {
  server ??= startRedisServer();
  return server;
}

afterAll(async () => {
  await (await server)?.stop();
});

function redisKind(name: string, connect: (port: number) => Promise<Connection>): StoreKind {
  const kind: StoreKind = {
    name,
    slackMs: 2_000,
    async create({ isRealTime = false } = {}) {
      const { port } = await redisServer();
      const clock = isRealTime ? realClock() : testClock();
      const offsetMs = () => clock.nowMs() - Date.now();
      const site = `site-${++sites}`;
      const connections: Connection[] = [];
      const join = async () => {
        const connection = await connect(port);
        connections.push(connection);
        const store = new RedisStore({ client: connection.client, site }, isRealTime ? {} : { offsetMs });
        await store.open();
        return store;
      };
      const store = await join();
      const close = async () => connections.forEach((connection) => connection.close());
      return { kind, store, clock, second: join, close };
    },
  };
  return kind;
}

function testClock(): StoreClock {
  let nowMs = START_MS;
  return { nowMs: () => nowMs, advanceMs: (ms) => void (nowMs += ms) };
}

function realClock(): StoreClock {
  return {
    nowMs: () => Date.now(),
    advanceMs: () => {
      throw new Error('nobody moves the real time');
    },
  };
}
