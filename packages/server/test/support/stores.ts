import { afterAll } from 'vitest';
import { createMemoryStore } from '../../src/memory-store/memory-store.js';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import type { Store } from '../../src/store.js';
import { startRedisCluster } from './redis-cluster.js';
import {
  type Connection,
  toClusterByIoredis,
  toClusterByNodeRedis,
  toMasterByIoredis,
  toMasterByNodeRedis,
  toServerByIoredis,
  toServerByNodeRedis,
} from './redis-connections.js';
import { startSentinelServers } from './redis-sentinels.js';
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

const ioredis = redisKind('redis through ioredis', async () => toServerByIoredis((await redisServer()).port));
const nodeRedis = redisKind('redis through node-redis', async () => toServerByNodeRedis((await redisServer()).port));
const clusterKinds = [
  redisKind(
    'a cluster through ioredis',
    kept(async () => toClusterByIoredis(portsOf((await cluster()).servers))),
  ),
  redisKind(
    'a cluster through node-redis',
    kept(async () => toClusterByNodeRedis(portsOf((await cluster()).servers))),
  ),
];
const sentinelKinds = [
  redisKind(
    'Sentinel through ioredis',
    kept(async () => toMasterByIoredis(portsOf((await sentinels()).sentinels))),
  ),
  redisKind(
    'Sentinel through node-redis',
    kept(async () => toMasterByNodeRedis(portsOf((await sentinels()).sentinels))),
  ),
];

/** Mutants of the policy meet the memory store alone. */
const servers = (kinds: readonly StoreKind[]) => (process.env['TOLLGATE_TEST_STORES'] === 'memory' ? [] : kinds);

export const MEMORY_KIND = memory;
/** Through each client, on a server of its own. */
export const REDIS_KINDS: readonly StoreKind[] = servers([ioredis, nodeRedis]);
export const STORE_KINDS: readonly StoreKind[] = [memory, ...REDIS_KINDS];
/** A cluster lets a script touch one slot alone: every script runs in one. Which client took it there is no matter to it. */
export const REDIS_AND_CLUSTER_KINDS: readonly StoreKind[] = [...REDIS_KINDS, ...servers(clusterKinds.slice(0, 1))];
export const STORE_AND_CLUSTER_KINDS: readonly StoreKind[] = [memory, ...REDIS_AND_CLUSTER_KINDS];
/** Every way to reach a store there is. Behind Sentinel a client has to find the server, which is then like any other. */
export const EVERY_KIND: readonly StoreKind[] = [...STORE_KINDS, ...servers([...clusterKinds, ...sentinelKinds])];

const stops: (() => Promise<void>)[] = [];
let sites = 0;

/** The Redis server of this test file, started when it is first asked for. */
export const redisServer = startedOnce<RedisServer>(() => startRedisServer());
const cluster = startedOnce(() => startRedisCluster());
const sentinels = startedOnce(() => startSentinelServers());

// The last first: connections before the servers that they are to.
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** Connects each process of a test once for all tests of the file: to find a cluster's nodes or a master takes half a second. */
function kept(connect: () => Promise<Connection>): (process: number) => Promise<Connection> {
  const connections: Promise<Connection>[] = [];
  return async (process) => {
    if (!connections[process]) {
      connections[process] = connect();
      const connection = await connections[process];
      stops.push(async () => connection.close());
    }
    return { ...(await connections[process]), close: () => undefined };
  };
}

function startedOnce<T extends { stop(): Promise<void> }>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    if (!started) {
      started = start();
      // Where it did not start there is nothing to stop: whoever asked for it hears why.
      stops.push(() => started!.then((servers) => servers.stop()).catch(() => undefined));
    }
    return started;
  };
}

function portsOf(servers: readonly RedisServer[]): readonly number[] {
  return servers.map(({ port }) => port);
}

function redisKind(name: string, connect: (process: number) => Promise<Connection>): StoreKind {
  const kind: StoreKind = {
    name,
    slackMs: 2_000,
    async create({ isRealTime = false } = {}) {
      const clock = isRealTime ? realClock() : testClock();
      const offsetMs = () => clock.nowMs() - Date.now();
      const site = `site-${++sites}`;
      const connections: Connection[] = [];
      const join = async () => {
        const connection = await connect(connections.length);
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
