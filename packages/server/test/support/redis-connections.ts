import { Cluster, Redis } from 'ioredis';
import { createClient, createCluster, createSentinel } from 'redis';
import type { RedisClient } from '../../src/redis-store/redis-client.js';
import { MASTER_NAME } from './redis-sentinels.js';

/** A client that a test owns. */
export interface Connection {
  readonly client: RedisClient;
  close(): void;
}

const host = '127.0.0.1';
/** As the documentation says: a command that cannot be sent fails soon. */
const IOREDIS = { maxRetriesPerRequest: 1 };
/** Addresses to begin with: the rest a client finds out. */
const ROOTS = 3;

export function toServerByIoredis(port: number): Connection {
  return ofIoredis(new Redis({ port, host, ...IOREDIS }));
}

export function toClusterByIoredis(ports: readonly number[]): Connection {
  const nodes = ports.slice(0, ROOTS).map((port) => ({ port, host }));
  return ofIoredis(new Cluster(nodes, { redisOptions: IOREDIS }));
}

export function toMasterByIoredis(sentinelPorts: readonly number[]): Connection {
  const sentinels = sentinelPorts.map((port) => ({ port, host }));
  return ofIoredis(new Redis({ sentinels, name: MASTER_NAME, sentinelRetryStrategy: () => 50, ...IOREDIS }));
}

export async function toServerByNodeRedis(port: number): Promise<Connection> {
  const client = createClient({ url: urlOf(port) });
  return ofNodeRedis(client, () => client.destroy());
}

export async function toClusterByNodeRedis(ports: readonly number[]): Promise<Connection> {
  const client = createCluster({ rootNodes: ports.slice(0, ROOTS).map((port) => ({ url: urlOf(port) })) });
  return ofNodeRedis(client, () => client.destroy());
}

export async function toMasterByNodeRedis(sentinelPorts: readonly number[]): Promise<Connection> {
  const sentinelRootNodes = sentinelPorts.map((port) => ({ port, host }));
  const client = createSentinel({ name: MASTER_NAME, sentinelRootNodes });
  return ofNodeRedis(client, () => void client.destroy());
}

function ofIoredis(client: Redis | Cluster): Connection {
  // Without a listener an error that a call rejects with anyway would be printed as well.
  client.on('error', () => undefined);
  return { client, close: () => client.disconnect() };
}

type Connecting = RedisClient & { on(event: 'error', listener: () => void): unknown; connect(): Promise<unknown> };

async function ofNodeRedis(client: Connecting, close: () => void): Promise<Connection> {
  client.on('error', () => undefined);
  await client.connect();
  return { client, close };
}

function urlOf(port: number): string {
  return `redis://${host}:${port}`;
}
