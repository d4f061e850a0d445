import { ask, askText, isFollowing, until } from './redis-admin.js';
import { freePort, type Place, type RedisServer } from './redis-process.js';
import { argumentsOf, startRedisServers, stopAll } from './redis-server.js';

const MASTERS = 3;
const SLOTS = 16_384;
/** While it is put together: a node waits so long before it takes calls. */
const START_TIMEOUT_MS = 500;

/** Three masters and a replica of each, on loopback. */
export interface RedisClusterServers {
  readonly servers: readonly RedisServer[];
  /** The master that has a site's slot now. */
  ownerOf(site: string): Promise<RedisServer>;
  /** Whoever follows it now. */
  replicasOf(master: RedisServer): Promise<readonly RedisServer[]>;
  /** Ends all of them. May be called again. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  /** After so long a master that does not answer is replaced. Default 15 s: longer than a busy machine takes. */
  readonly nodeTimeoutMs?: number;
  readonly args?: readonly string[];
}

/** Starts a cluster; resolves once all of it is there and every replica follows its master. */
export async function startRedisCluster({ nodeTimeoutMs = 15_000, args = [] }: ClusterOptions = {}) {
  const argumentsAt = async (place: Place) => {
    const address = ['--cluster-announce-ip', '127.0.0.1', '--cluster-port', `${await freePort()}`];
    const cluster = ['--cluster-enabled', 'yes', '--cluster-node-timeout', `${START_TIMEOUT_MS}`, ...address];
    return [...argumentsOf(place), ...cluster, ...args];
  };
  const servers = await startRedisServers(Array<typeof argumentsAt>(2 * MASTERS).fill(argumentsAt));
  try {
    await join(servers);
    for (const server of servers) await ask(server, 'CONFIG', 'SET', 'cluster-node-timeout', nodeTimeoutMs);
  } catch (error) {
    await stopAll(servers);
    throw error;
  }
  const serverAt = (port: number) => servers.find((server) => server.port === port)!;
  const cluster: RedisClusterServers = {
    servers,
    stop: () => stopAll(servers),
    async ownerOf(site) {
      const slot = (await firstAnswer(servers, (server) =>
        ask(server, 'CLUSTER', 'KEYSLOT', `{tg:${site}}`),
      )) as number;
      const nodes = await firstAnswer(servers, nodesAsSeenBy);
      const owner = nodes.find(({ line, flags }) => !flags.includes('fail') && ownsSlot(line, slot));
      if (!owner) throw new Error(`nobody has slot ${slot}`);
      return serverAt(owner.port);
    },
    async replicasOf(master) {
      const nodes = await nodesAsSeenBy(master);
      const { id } = nodes.find(({ flags }) => flags.includes('myself'))!;
      return nodes.filter(({ line }) => line.split(' ')[3] === id).map(({ port }) => serverAt(port));
    },
  };
  return cluster;
}

async function join(servers: readonly RedisServer[]): Promise<void> {
  const [masters, replicas] = [servers.slice(0, MASTERS), servers.slice(MASTERS)];
  for (const [at, server] of servers.entries()) await ask(server, 'CLUSTER', 'SET-CONFIG-EPOCH', at + 1);
  const edge = (at: number) => Math.floor((at * SLOTS) / MASTERS);
  for (const [at, master] of masters.entries()) {
    await ask(master, 'CLUSTER', 'ADDSLOTSRANGE', edge(at), edge(at + 1) - 1);
  }
  const ports = await Promise.all(servers.map(busPortOf));
  for (const [at, server] of servers.entries()) {
    for (let to = at + 1; to < servers.length; to++) {
      await ask(server, 'CLUSTER', 'MEET', '127.0.0.1', servers[to]!.port, ports[to]!);
    }
  }
  const sees = async (server: RedisServer, isRight: (flags: readonly string[]) => boolean, count: number) => {
    const nodes = await nodesAsSeenBy(server).catch(() => []);
    return nodes.length === servers.length && nodes.filter(({ flags }) => isRight(flags)).length === count;
  };
  const isKnown = (flags: readonly string[]) => !flags.includes('handshake') && !flags.includes('noaddr');
  await untilAll('all nodes know each other', servers, (server) => sees(server, isKnown, servers.length));
  for (const [at, replica] of replicas.entries()) {
    const [own] = (await nodesAsSeenBy(masters[at]!)).filter(({ flags }) => flags.includes('myself'));
    await ask(replica, 'CLUSTER', 'REPLICATE', own!.id);
  }
  await untilAll('replicas follow', replicas, isFollowing);
  await untilAll('all nodes see them', servers, (server) =>
    sees(server, (flags) => flags.includes('slave'), replicas.length),
  );
  await untilAll('the cluster is open', servers, async (server) =>
    (await askText(server, 'CLUSTER', 'INFO')).includes('cluster_state:ok'),
  );
}

async function untilAll(
  what: string,
  servers: readonly RedisServer[],
  isSo: (server: RedisServer) => Promise<boolean>,
) {
  for (const server of servers) await until(what, () => isSo(server));
}

async function busPortOf(server: RedisServer): Promise<number> {
  const [, port] = (await ask(server, 'CONFIG', 'GET', 'cluster-port')) as [string, string];
  return Number(port);
}

/** The lines of `CLUSTER NODES`: id, address, flags, master, and further back the slots. */
async function nodesAsSeenBy(server: RedisServer) {
  const lines = String(await ask(server, 'CLUSTER', 'NODES'))
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [id = '', address = '', flags = ''] = line.split(' ');
    return { line, id, port: Number(/:(\d+)@/.exec(address)?.[1]), flags: flags.split(',') };
  });
}

function ownsSlot(line: string, slot: number): boolean {
  const ranges = line.split(' ').slice(8);
  return ranges.some((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return first !== undefined && slot >= first && slot <= last!;
  });
}

/** Of whichever server answers. */
async function firstAnswer<T>(servers: readonly RedisServer[], question: (server: RedisServer) => Promise<T>) {
  return Promise.any(servers.map(question));
}
