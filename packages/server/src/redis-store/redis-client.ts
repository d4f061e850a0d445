/**
 * What the store needs of a client. Every command names the site's key, so that a cluster's client finds the node. Each resolves to the reply: integers as numbers, texts as strings.
 */
export interface RedisCommands {
  evalSha(sha: string, key: string, argument: string): Promise<unknown>;
  eval(script: string, key: string, argument: string): Promise<unknown>;
}

/** The part of an `ioredis` client that is used: `Redis`, also behind Sentinel, or `Cluster`. */
export interface IoredisClient {
  evalsha(sha: string, keyCount: number, key: string, argument: string): Promise<unknown>;
  eval(script: string, keyCount: number, key: string, argument: string): Promise<unknown>;
}

interface NodeRedisArguments {
  keys: string[];
  arguments: string[];
}

/** The part of a client of the `redis` package that is used: of `createClient`, `createSentinel` or `createCluster`. */
export interface NodeRedisClient {
  evalSha(sha: string, options: NodeRedisArguments): Promise<unknown>;
  eval(script: string, options: NodeRedisArguments): Promise<unknown>;
}

export type RedisClient = IoredisClient | NodeRedisClient;

/** One face for both clients. Throws `TypeError` for what is neither. */
export function commandsOf(client: RedisClient): RedisCommands {
  if (has(client, 'evalSha') && has(client, 'eval')) return ofNodeRedis(client as NodeRedisClient);
  if (has(client, 'evalsha') && has(client, 'eval')) return ofIoredis(client as IoredisClient);
  throw new TypeError('option "client" must be a client of "ioredis" or of "redis"');
}

function ofIoredis(client: IoredisClient): RedisCommands {
  return {
    evalSha: (sha, key, argument) => client.evalsha(sha, 1, key, argument),
    eval: (script, key, argument) => client.eval(script, 1, key, argument),
  };
}

function ofNodeRedis(client: NodeRedisClient): RedisCommands {
  return {
    evalSha: (sha, key, argument) => client.evalSha(sha, { keys: [key], arguments: [argument] }),
    eval: (script, key, argument) => client.eval(script, { keys: [key], arguments: [argument] }),
  };
}

function has(client: unknown, method: string): boolean {
  return typeof (client as Record<string, unknown> | null | undefined)?.[method] === 'function';
}
