import { afterAll } from 'vitest';
import { createMemoryStore } from '../../src/memory-store/memory-store.js';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import type { RedisClient } from '../../src/redis-store/redis-client.js';
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
  /** What keeps it; absent in memory. */
  readonly redis?: TestRedis;
  close(): Promise<void>;
}

export interface TestRedis {
  /** The way there that the store's first process has. */
  readonly client: RedisClient;
  /** The server that has the site's keys now. */
  server(): Promise<RedisServer>;
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

/** Sites of one kind of set-up, and how a process gets there. */
interface RedisPlace {
  readonly connect: (process: number) => Promise<Connection>;
  readonly serverOf: (site: string) => Promise<RedisServer>;
}

const onOwnServer = (connect: (port: number) => Connection | Promise<Connection>): RedisPlace => ({
  connect: async () => connect((await redisServer()).port),
  serverOf: () => redisServer(),
});
const inCluster = (connect: (ports: readonly number[]) => Connection | Promise<Connection>): RedisPlace => ({
  connect: kept(async () => connect(portsOf((await cluster()).servers))),
  serverOf: async (site) => (await cluster()).ownerOf(site),
});
const behindSentinel = (connect: (ports: readonly number[]) => Connection | Promise<Connection>): RedisPlace => ({
  connect: kept(async () => connect(portsOf((await sentinels()).sentinels))),
  serverOf: async () => (await sentinels()).master(),
});

const ownServerKinds = [
  redisKind('redis through ioredis', onOwnServer(toServerByIoredis)),
  redisKind('redis through node-redis', onOwnServer(toServerByNodeRedis)),
];
const sharedKinds = [
  redisKind('a cluster through ioredis', inCluster(toClusterByIoredis)),
  redisKind('a cluster through node-redis', inCluster(toClusterByNodeRedis)),
  redisKind('Sentinel through ioredis', behindSentinel(toMasterByIoredis)),
  redisKind('Sentinel through node-redis', behindSentinel(toMasterByNodeRedis)),
];

/** Mutants of the policy meet the memory store alone. */
const isWithRedis = process.env['TOLLGATE_TEST_STORES'] !== 'memory';

export const MEMORY_KIND = memory;
/** Every way to Redis: a server of its own, in a cluster, behind Sentinel, each through both clients. */
export const REDIS_KINDS: readonly StoreKind[] = isWithRedis ? [...ownServerKinds, ...sharedKinds] : [];
export const EVERY_KIND: readonly StoreKind[] = [memory, ...REDIS_KINDS];
/** Where one server is named by others, in a cluster or behind Sentinel, each call takes longer. */
export const isShared = (kind: StoreKind): boolean => sharedKinds.includes(kind);

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

function redisKind(name: string, { connect, serverOf }: RedisPlace): StoreKind {
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
      const redis = { client: connections[0]!.client, server: () => serverOf(site) };
      const close = async () => connections.forEach((connection) => connection.close());
      return { kind, store, clock, second: join, redis, close };
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
