import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from './redis-process.js';

const PATIENCE_MS = 60_000;

/** One command to one server, over a connection of its own. */
export async function ask({ port }: Pick<RedisServer, 'port'>, command: string, ...args: (string | number)[]) {
  const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}

/** One command whose answer is a text; empty where the server does not answer. */
export async function askText(server: Pick<RedisServer, 'port'>, command: string, ...args: string[]): Promise<string> {
  return ask(server, command, ...args).then(String, () => '');
}

/** Asks again and again, until it is so. Throws, naming `what`, where it does not come about within a minute. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const patientUntil = Date.now() + PATIENCE_MS;
  while (Date.now() < patientUntil) {
    if (await isSo()) return;
    await sleep(20);
  }
  throw new Error(`it did not come about: ${what}`);
}

/** True while it serves as a replica whose master sends to it. */
export async function isFollowing(server: RedisServer): Promise<boolean> {
  const info = await askText(server, 'INFO', 'replication');
  return info.includes('role:slave') && info.includes('master_link_status:up');
}

/** True once it has noticed that its master is gone, or is one itself. */
export async function isOrphaned(server: RedisServer): Promise<boolean> {
  const info = await askText(server, 'INFO', 'replication');
  return info.includes('master_link_status:down') || info.includes('role:master');
}

/**
 * Keeps a replica from taking anything over from its master, whom it goes on telling that it is there: what the master
 * acknowledges from now on is lost with it. Its own clients may not write either.
 */
export async function holdBack(replica: RedisServer): Promise<() => Promise<void>> {
  await ask(replica, 'CLIENT', 'PAUSE', 600_000, 'WRITE');
  return async () => {
    await ask(replica, 'CLIENT', 'UNPAUSE');
  };
}

/** Cuts a master's replicas off, for good: they may not ask it for anything any more. Its clients notice nothing. */
export async function cutOffReplicas(master: RedisServer): Promise<void> {
  await ask(master, 'ACL', 'SETUSER', 'default', '-psync', '-sync', '-replconf');
  await ask(master, 'CLIENT', 'KILL', 'TYPE', 'replica');
}
