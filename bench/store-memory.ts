import { type AdmitClaim, type Choice, createMemoryStore, type Store } from '@tollgate/server';
import { createRedisStore } from '@tollgate/server/redis';
import { Redis } from 'ioredis';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startRedisServer } from '../packages/server/test/support/redis-server.js';
import type { Row } from './table.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ALLOWED = 100_000;
const TRIED_IN_MEMORY = 10_000_000;
const TRIED_AT_REDIS = 1_000_000;
/** Between two requests of an attack; redemptions live 16 minutes. */
const STEP_MS = 5;

/** What stores keep of 100,000 texts that went out, and of millions of numbers that were only tried. */
export async function measureStoreMemory(): Promise<readonly Row[]> {
  return [...(await inMemory()), ...(await atRedis())];
}

async function inMemory(): Promise<readonly Row[]> {
  let nowMs = 1_767_225_600_000;
  const clock = () => (nowMs += STEP_MS);
  const store = createMemoryStore({ clock, maxEntries: 400_000 });
  const read = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const before = read();
  await sendAll(store, { until: () => nowMs, atOnce: 1 });
  const sent = read();
  await tryAll(store, { count: TRIED_IN_MEMORY, until: () => nowMs, atOnce: 1 });
  const tried = read();
  await store.close();
  return [
    row('memory store: texts that went out', ALLOWED, sent - before),
    row('memory store: numbers tried and refused', TRIED_IN_MEMORY, tried - sent),
  ];
}

async function atRedis(): Promise<readonly Row[]> {
  const server = await startRedisServer();
  const client = new Redis(server.port, '127.0.0.1', { enableAutoPipelining: true });
  try {
    const store = createRedisStore({ client, site: 'bench' });
    const read = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
    const before = await read();
    await sendAll(store, { until: Date.now, atOnce: 100 });
    const sent = await read();
    await tryAll(store, { count: TRIED_AT_REDIS, until: Date.now, atOnce: 200 });
    const tried = await read();
    return [
      row('Redis: texts that went out', ALLOWED, sent - before),
      row('Redis: numbers tried and refused', TRIED_AT_REDIS, tried - sent),
    ];
  } finally {
    client.disconnect();
    await server.stop();
  }
}

interface Load {
  readonly until: () => number;
  readonly atOnce: number;
}

async function sendAll(store: Store, { until, atOnce }: Load): Promise<void> {
  await inTurns(ALLOWED, atOnce, async (n) => {
    const claim = claimOf(n, 'sent', until());
    const { kind } = await store.admit(claim, choicesOf(`${n >> 5}`, 1e15));
    if (kind !== 'granted') throw new Error(`expected granted, got ${kind}`);
    await store.claim(claim.permit.pid);
    await store.settle(claim.permit.pid, 'accepted');
  });
}

async function tryAll(store: Store, { count, until, atOnce }: Load & { readonly count: number }): Promise<void> {
  await inTurns(count, atOnce, async (n) => {
    const { kind } = await store.admit(claimOf(n, 'tried', until()), choicesOf('full', 0));
    if (kind !== 'full') throw new Error(`expected full, got ${kind}`);
  });
}

async function inTurns(count: number, atOnce: number, deed: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; n < count; n += atOnce) {
    if (atOnce === 1) await deed(n);
    else await Promise.all(Array.from({ length: atOnce }, (_, at) => deed(n + at)));
  }
}

function claimOf(n: number, what: string, nowMs: number): AdmitClaim {
  // As long as the real ones: 22 characters of base64url, 43 of a thumbprint.
  const name = `${what}-${n}`.padEnd(22, '_');
  return {
    jti: name,
    redeemedUntilMs: nowMs + 960_000,
    permit: { pid: name, action: 'signup', channel: 'sms', segments: 1, microUsd: 100_000 },
    number: [name, `b${name.slice(1)}`, `c${name.slice(1)}`],
    device: name.padEnd(43, '_'),
    controlsVersion: 0,
    isSecondCall: false,
  };
}

/** A stranger's meters: one range to 32 texts. */
function choicesOf(range: string, limit: number): readonly Choice[] {
  const limits = [{ sum: 'exposed', window: 'hour', limit }] as const;
  const money = (meter: string) => ({
    use: { meter, unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: true } as const,
    limits,
  });
  const site = {
    use: { meter: 'site', unit: 'micro-usd', windows: ['hour', 'day', 'month'], keepsHistory: false } as const,
    limits,
  };
  const network = {
    use: { meter: `network:${range}`, unit: 'texts', windows: ['hour'], keepsHistory: false } as const,
    limits: [],
  };
  const meters = [site, money('pool:DE'), money(`block:${range.slice(0, -2)}`), money(`range:${range}`), network];
  return [{ tier: 'cold', opening: 'anyone', meters }];
}

function row(kind: string, count: number, bytes: number): Row {
  return { kind, count, 'MB in all': bytes / 1e6, 'bytes each': bytes / count };
}
