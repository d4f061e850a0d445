import type { GateOptions } from '@tollgate/server';
import { createLabGate, type LabGate } from '@tollgate/server/lab';
import { createRedisStore } from '@tollgate/server/redis';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startRedisServer } from '../packages/server/test/support/redis-server.js';
import { bookedRequest, MONEY_OPTIONS } from './booked-requests.js';
import { quantile, type Row } from './table.js';

/** Machines are shared: of five rounds the fastest says what the code costs, the median what the machine gave. */
const ROUNDS = 5;
/** Decisions of a round: a multiple of how many are at once. */
const DECISIONS = 6_400;
const WARM_UP = 3_200;
const PER_SEC = 1_000;
const SECONDS = 10;

/** Decisions from the tier step on, proof and signature booked as done: price, number's hashes, meters, verdict. */
export async function measureDecisions(): Promise<readonly Row[]> {
  return [
    { kind: 'memory, admitted', ...(await rateOf(MONEY_OPTIONS, 'admitted', 1)) },
    { kind: 'memory, refused (range full)', ...(await rateOf(MONEY_OPTIONS, 'refused', 1)) },
    ...(await onRedis(async (client) => [
      {
        kind: 'Redis, admitted, 32 at once',
        ...(await rateOf({ ...MONEY_OPTIONS, store: createRedisStore({ client, site: 'bench' }) }, 'admitted', 32)),
      },
    ])),
  ];
}

/**
 * The latency of admissions that arrive evenly, 1,000 a second, and what they cost the server. Quantiles of each two
 * seconds, and the median of these: a machine that stops for a moment spoils one of five.
 */
export function measureRedisLatency(): Promise<readonly Row[]> {
  return onRedis(async (client) => {
    const gate = createLabGate({ ...MONEY_OPTIONS, store: createRedisStore({ client, site: 'bench' }) });
    await arrive(gate, PER_SEC, 0);
    await fillMeters(client);
    await client.config('RESETSTAT');
    const times = await arrive(gate, PER_SEC * SECONDS, PER_SEC);
    const windows = Array.from({ length: ROUNDS }, (_, at) =>
      times.slice((at * times.length) / ROUNDS, ((at + 1) * times.length) / ROUNDS),
    );
    const median = (share: number) =>
      quantile(
        windows.map((window) => quantile(window, share)),
        0.5,
      );
    const { calls, usec } = await scriptStats(client);
    return [
      {
        kind: `admitted, ${PER_SEC} a second, a month behind it`,
        'p50 ms': median(0.5),
        'p95 ms': median(0.95),
        'p99 ms': median(0.99),
        'p99 in all': quantile(times, 0.99),
        'trips each': calls / times.length,
        'script µs': usec / calls,
      },
    ];
  });
}

async function rateOf(options: GateOptions, kind: 'admitted' | 'refused', atOnce: number) {
  const gate = createLabGate(options);
  const requests = Array.from({ length: WARM_UP + ROUNDS * DECISIONS }, (_, n) => bookedRequest(n, kind));
  let next = 0;
  let admitted = 0;
  const judge = async () => {
    if ((await gate.judge(requests[next++]!)).kind === 'allow') admitted += 1;
  };
  const round = async (decisions: number) => {
    const start = performance.now();
    for (let done = 0; done < decisions; done += atOnce) await Promise.all(Array.from({ length: atOnce }, judge));
    return (performance.now() - start) / decisions;
  };
  await round(WARM_UP);
  admitted = 0;
  const cpu = process.cpuUsage();
  const rounds: number[] = [];
  for (let at = 0; at < ROUNDS; at += 1) rounds.push(await round(DECISIONS));
  const { user, system } = process.cpuUsage(cpu);
  const decisions = ROUNDS * DECISIONS;
  return {
    'a second': 1_000 / Math.min(...rounds),
    'µs each': 1_000 * Math.min(...rounds),
    'median µs': 1_000 * quantile(rounds, 0.5),
    'CPU µs each': (user + system) / decisions,
    'admitted %': (100 * admitted) / decisions,
  };
}

/** Sends requests at even distances, whether or not the ones before were answered; answers how long each took. */
async function arrive(gate: LabGate, count: number, from: number): Promise<readonly number[]> {
  const times: number[] = [];
  const open: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < count; n += 1) {
    const due = start + (n * 1_000) / PER_SEC;
    if (due - performance.now() > 1) await sleep(due - performance.now());
    const began = performance.now();
    const judged = gate.judge(bookedRequest(from + n, 'admitted')).then(({ kind, code }) => {
      if (kind !== 'allow') throw new Error(`expected allow, got ${code}`);
      times.push(performance.now() - began);
    });
    open.push(judged);
  }
  await Promise.all(open);
  return times;
}

/** Gives every meter that the site has so far a month behind it: something in each bucket of each of its windows. */
async function fillMeters(client: Redis): Promise<void> {
  for (const key of await client.keys('{tg:bench}m:*')) await client.eval(FILL, 1, key);
}

const FILL = /* lua */ `
local kept = cmsgpack.unpack(redis.call('GET', KEYS[1]))
local time = redis.call('TIME')
for window, shape in pairs({hour = {300, 13}, day = {3600, 25}, month = {86400, 31}}) do
  local cells = kept[2][window]
  for ago = shape[2] - 1, 0, -1 do
    if cells then
      for _, cell in ipairs({math.floor(time[1] / shape[1]) - ago, 1, 1, 1}) do cells[#cells + 1] = cell end
    end
  end
end
redis.call('SET', KEYS[1], cmsgpack.pack(kept), 'KEEPTTL')
`;

async function scriptStats(client: Redis): Promise<{ readonly calls: number; readonly usec: number }> {
  const stats = await client.info('commandstats');
  const [, calls = '0', usec = '0'] = /^cmdstat_evalsha:calls=(\d+),usec=(\d+)/m.exec(stats) ?? [];
  return { calls: Number(calls), usec: Number(usec) };
}

async function onRedis<T>(measure: (client: Redis) => Promise<T>): Promise<T> {
  const server: RedisServer = await startRedisServer();
  const client = new Redis(server.port, '127.0.0.1');
  try {
    return await measure(client);
  } finally {
    client.disconnect();
    await server.stop();
  }
}
