import { type ArgumentsAt, type Place, type RedisServer, startRedisProcess } from './redis-process.js';

export type { RedisServer } from './redis-process.js';

/** Starts a server that keeps nothing on disk and evicts nothing, unless `args` says otherwise; resolves once it answers. */
export function startRedisServer(args: readonly string[] = []): Promise<RedisServer> {
  return startRedisProcess((place) => [...argumentsOf(place), ...args]);
}

/** Starts as many at once. Where one does not start, the others are ended. */
export async function startRedisServers(each: readonly ArgumentsAt[]): Promise<readonly RedisServer[]> {
  const started = await Promise.allSettled(each.map((argumentsAt) => startRedisProcess(argumentsAt)));
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failed = started.find((one) => one.status === 'rejected');
  if (!failed) return servers;
  await stopAll(servers);
  throw failed.reason;
}

export async function stopAll(servers: readonly RedisServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}

/** Of a server that keeps nothing on disk and evicts nothing; its replicas are served at once, and are heard of each second. */
export function argumentsOf({ port, directory }: Place): readonly string[] {
  const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'];
  const replicas = ['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'];
  return [...own, ...replicas, '--maxmemory-policy', 'noeviction'];
}
