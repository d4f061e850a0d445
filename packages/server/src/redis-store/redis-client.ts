/** What the store needs of a client. Each resolves to the reply: integers as numbers, texts as strings. */
export interface RedisCommands {
  evalSha(sha: string, key: string, argument: string): Promise<unknown>;
  eval(script: string, key: string, argument: string): Promise<unknown>;
  info(section: string): Promise<string>;
}

/** The part of an `ioredis` client that is used. */
export interface IoredisClient {
  evalsha(sha: string, keyCount: number, key: string, argument: string): Promise<unknown>;
  eval(script: string, keyCount: number, key: string, argument: string): Promise<unknown>;
  info(section: string): Promise<string>;
}

interface NodeRedisArguments {
  keys: string[];
  arguments: string[];
}

/** The part of a client of the `redis` package that is used. */
export interface NodeRedisClient {
  evalSha(sha: string, options: NodeRedisArguments): Promise<unknown>;
  eval(script: string, options: NodeRedisArguments): Promise<unknown>;
  info(section: string): Promise<unknown>;
}

export type RedisClient = IoredisClient | NodeRedisClient;

/** One face for both clients. Throws `TypeError` for what is neither. */
export function commandsOf(client: RedisClient): RedisCommands {
  if (has(client, 'evalSha') && has(client, 'info')) return ofNodeRedis(client as NodeRedisClient);
  if (has(client, 'evalsha') && has(client, 'info')) return ofIoredis(client as IoredisClient);
  throw new TypeError('option "client" must be a client of "ioredis" or of "redis"');
}

function ofIoredis(client: IoredisClient): RedisCommands {
  return {
    evalSha: (sha, key, argument) => client.evalsha(sha, 1, key, argument),
    eval: (script, key, argument) => client.eval(script, 1, key, argument),
    info: (section) => client.info(section),
  };
}

function ofNodeRedis(client: NodeRedisClient): RedisCommands {
  return {
    evalSha: (sha, key, argument) => client.evalSha(sha, { keys: [key], arguments: [argument] }),
    eval: (script, key, argument) => client.eval(script, { keys: [key], arguments: [argument] }),
    info: async (section) => String(await client.info(section)),
  };
}

function has(client: unknown, method: string): boolean {
  return typeof (client as Record<string, unknown> | null | undefined)?.[method] === 'function';
}
