import { isFollowing, until } from './redis-admin.js';
import { startRedisCluster } from './redis-cluster.js';
import {
  type Connection,
  toClusterByIoredis,
  toClusterByNodeRedis,
  toMasterByIoredis,
  toMasterByNodeRedis,
} from './redis-connections.js';
import type { RedisServer } from './redis-process.js';
import { startSentinelServers } from './redis-sentinels.js';

/** After so long without an answer a master is replaced: a busy machine's answers sooner. */
const DOWN_AFTER_MS = 2_000;

export type ClientName = 'ioredis' | 'node-redis';

/** Servers of which another takes over when the one that has a site's keys dies. */
export interface Topology {
  /** Who has the site's keys now. Rejects while nobody does. */
  master(): Promise<RedisServer>;
  /** Those that may take over from it. */
  replicas(): Promise<readonly RedisServer[]>;
  connect(client: ClientName): Promise<Connection>;
  stop(): Promise<void>;
}

/** Starts one for the site, each server with these arguments. */
export type StartTopology = (site: string, args: readonly string[]) => Promise<Topology>;

export const startSentinel: StartTopology = async (_, args) => {
  const { servers, sentinels, master, stop } = await startSentinelServers({ downAfterMs: DOWN_AFTER_MS, args });
  const ports = sentinels.map(({ port }) => port);
  return {
    master,
    stop,
    async replicas() {
      const current = await master();
      return servers.filter((server) => server !== current);
    },
    connect: async (client) => (client === 'ioredis' ? toMasterByIoredis(ports) : toMasterByNodeRedis(ports)),
  };
};

export const startCluster: StartTopology = async (site, args) => {
  const cluster = await startRedisCluster({ nodeTimeoutMs: DOWN_AFTER_MS, args });
  const ports = cluster.servers.map(({ port }) => port);
  return {
    master: () => cluster.ownerOf(site),
    replicas: async () => cluster.replicasOf(await cluster.ownerOf(site)),
    stop: () => cluster.stop(),
    connect: async (client) => (client === 'ioredis' ? toClusterByIoredis(ports) : toClusterByNodeRedis(ports)),
  };
};

/** Resolves to who took over from a master that was killed. */
export async function successorOf(old: RedisServer, topology: Topology): Promise<RedisServer> {
  let found = old;
  await until('another server takes over', async () => {
    found = await topology.master().catch(() => old);
    return found !== old;
  });
  return found;
}

/** Starts the old master again, and waits until it follows the new one. */
export async function bringBack(old: RedisServer): Promise<void> {
  await old.restart();
  await until('the old master follows', () => isFollowing(old));
}
