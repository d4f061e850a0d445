import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, isFollowing, until } from './redis-admin.js';
import type { Place, RedisServer } from './redis-process.js';
import { argumentsOf, startRedisServers, stopAll } from './redis-server.js';

const REPLICAS = 2;
const SENTINELS = 3;
/** Under which the sentinels know the master. */
export const MASTER_NAME = 'tollgate';

/** A master with two replicas, watched by three sentinels, on loopback. */
export interface SentinelServers {
  /** The first is the master at the start. */
  readonly servers: readonly RedisServer[];
  readonly sentinels: readonly RedisServer[];
  /** Whom the sentinels call the master now. */
  readonly master: () => Promise<RedisServer>;
  /** Ends all of them. May be called again. */
  readonly stop: () => Promise<void>;
}

export interface SentinelOptions {
  /** After so long a master that does not answer is replaced. Default 30 s: longer than a busy machine takes. */
  readonly downAfterMs?: number;
  readonly args?: readonly string[];
}

/** Starts the servers; resolves once replicas follow and every sentinel knows everybody. */
export async function startSentinelServers({ downAfterMs = 30_000, args = [] }: SentinelOptions = {}) {
  const started: RedisServer[] = [];
  const start = async (count: number, argumentsAt: (place: Place) => readonly string[]) => {
    const servers = await startRedisServers(Array<typeof argumentsAt>(count).fill(argumentsAt));
    started.push(...servers);
    return servers;
  };
  try {
    const [master] = await start(1, (place) => [...argumentsOf(place), ...args]);
    const following = ['--replicaof', `127.0.0.1 ${master!.port}`];
    const replicas = await start(REPLICAS, (place) => [...argumentsOf(place), ...following, ...args]);
    for (const replica of replicas) await until('replicas follow', () => isFollowing(replica));
    const sentinels = await start(SENTINELS, (place) => [configOf(place, master!.port, downAfterMs), '--sentinel']);
    for (const sentinel of sentinels) await until('every sentinel knows everybody', () => knowsAll(sentinel));
    return setUpOf([master!, ...replicas], sentinels);
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

function setUpOf(servers: readonly RedisServer[], sentinels: readonly RedisServer[]): SentinelServers {
  return {
    servers,
    sentinels,
    stop: () => stopAll([...sentinels, ...servers]),
    async master() {
      const [, port] = (await ask(sentinels[0]!, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME)) as string[];
      return servers.find((server) => server.port === Number(port))!;
    },
  };
}

/** A sentinel writes what it learns into its configuration. */
function configOf({ port, directory }: Place, masterPort: number, downAfterMs: number): string {
  const file = join(directory, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${directory}`,
    `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds ${MASTER_NAME} ${downAfterMs}`,
    `sentinel failover-timeout ${MASTER_NAME} ${4 * downAfterMs}`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

async function knowsAll(sentinel: RedisServer): Promise<boolean> {
  const members = (await ask(sentinel, 'SENTINEL', 'MASTER', MASTER_NAME)) as string[];
  const valueOf = (name: string) => Number(members[members.indexOf(name) + 1]);
  return valueOf('num-slaves') === REPLICAS && valueOf('num-other-sentinels') === SENTINELS - 1;
}
