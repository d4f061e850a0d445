import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRedisStore } from '../src/redis.js';
import { cutOffReplicas, holdBack, isOrphaned, until } from './support/redis-admin.js';
import {
  bringBack,
  type ClientName,
  startCluster,
  startSentinel,
  type StartTopology,
  successorOf,
  type Topology,
} from './support/redis-topologies.js';
import { manyRequests, openTextingGate, TEXT_MICRO_USD } from './support/texting-gate.js';

// Servers take seconds to agree on another master, and longer on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const SITE = 'shop';
/** Cold devices may have 90 % of what an hour of a pool of $1,600 may add unverified: 0.15 × ⅓ × 0.9 × 16,000 texts. */
const ROOM = 720;
const MONEY = {
  countries: { DE: { perDayUsd: 1_600 } },
  cap: { hourUsd: 600, dayUsd: 2_400, monthUsd: 72_000 },
};
/** The setting that the README names. */
const SAFE = ['--min-replicas-to-write', '1', '--min-replicas-max-lag', '1'];
const LOST = 100;

async function setUp(start: StartTopology, args: readonly string[]) {
  const topology = await start(SITE, args);
  onTestFinished(() => topology.stop());
  const open = async (client: ClientName = 'ioredis') => {
    const connection = await topology.connect(client);
    onTestFinished(() => connection.close());
    const store = createRedisStore({ client: connection.client, site: SITE });
    const process = openTextingGate({ ...MONEY, store });
    await process.gate.ready();
    return { ...process, store, die: () => connection.close() };
  };
  return { topology, open };
}

/**
 * Keeps the replicas of the master from what it acknowledges from now on; `failOver` then kills it, and resolves to it once
 * another one is asked.
 */
async function loseFromNowOn(topology: Topology) {
  const replicas = await topology.replicas();
  const goOn = await Promise.all(replicas.map(holdBack));
  return {
    failOver: async () => {
      const old = await topology.master();
      await old.kill();
      for (const replica of replicas) await until('replicas miss it', () => isOrphaned(replica));
      for (const release of goOn) await release();
      await successorOf(old, topology);
      return old;
    },
  };
}

/** All that was lost, and nothing else. What was asked for while nobody answered may hold the last of the room. */
function expectExcess(texts: number, lost: number) {
  expect(texts).toBeLessThanOrEqual(ROOM + lost);
  expect(texts).toBeGreaterThan(ROOM + lost - LOST / 2);
}

const isCluster = (start: StartTopology) => start === startCluster;

describe.each<[string, StartTopology, ClientName]>([
  ['Sentinel', startSentinel, 'ioredis'],
  ['Sentinel', startSentinel, 'node-redis'],
  ['Cluster', startCluster, 'ioredis'],
  ['Cluster', startCluster, 'node-redis'],
])('a thousand requests over %s while the master is killed', (_, start, client) => {
  it(`stay within the limits, through ${client}: the loss is noticed, and what was lost is counted again`, async () => {
    const { topology, open } = await setUp(start, SAFE);
    const { gate, request, sent, store } = await open(client);
    await manyRequests(request, [0, 400]);
    const { failOver } = await loseFromNowOn(topology);
    await manyRequests(request, [400, 400 + LOST]);
    expect(sent.length).toBeGreaterThan(400);
    const failing = failOver();
    const codes = await manyRequests(request, [400 + LOST, 1_000], 100);
    const old = await failing;
    for (const code of codes.keys()) {
      expect(['sent', 'store-unavailable', 'store-degraded', 'permit-unknown', 'permit-claimed']).toContain(code);
    }
    let next = 1_000;
    const answers = (code: string) => expect.poll(() => request(next++), { timeout: 60_000 }).toBe(code);
    // A cluster's master has one replica: until the old one is back, the new one has none to write to.
    if (isCluster(start)) await bringBack(old);
    await answers('store-degraded');
    expect(await request(next++, true)).toBe('sent');

    const [site] = await store.snapshot(['site']);
    expect(site!.hour.all).toBeGreaterThanOrEqual(sent.length * TEXT_MICRO_USD);
    await gate.reopen({ by: 'me' });
    await answers('sent');
    await manyRequests(request, [2_000, 3_000]);
    expect(sent.length).toBeLessThanOrEqual(ROOM + 1);
    expect(new Set(sent).size).toBe(sent.length);
  });
});

describe.each([
  ['Sentinel', startSentinel],
  ['Cluster', startCluster],
])('a process that dies with the master, over %s,', (_, start) => {
  it('costs what it was granted in the lost seconds beyond the limits, and not one text more', async () => {
    const { topology, open } = await setUp(start, SAFE);
    const [dying, other] = [await open(), await open()];
    await manyRequests(dying.request, [0, 200]);
    await manyRequests(other.request, [200, 400]);
    const { failOver } = await loseFromNowOn(topology);
    const before = dying.sent.length;
    await manyRequests(dying.request, [400, 400 + LOST]);
    const lost = dying.sent.length - before;
    dying.die();
    const old = await failOver();
    if (isCluster(start)) await bringBack(old);
    // It lost nothing of its own: nothing tells it.
    let next = 1_000;
    await expect.poll(() => other.request(next++), { timeout: 60_000 }).toBe('sent');
    await manyRequests(other.request, [2_000, 3_000]);
    expectExcess(dying.sent.length + other.sent.length, lost);
  });
});

describe('a master whose replicas are cut off', () => {
  /** Texts while it has none, and as many as there is room for after another took over; how many were sent alone. */
  async function textAround(args: readonly string[]) {
    const { topology, open } = await setUp(startSentinel, args);
    const [dying, other] = [await open(), await open()];
    await manyRequests(dying.request, [0, 400]);
    await cutOffReplicas(await topology.master());
    const codes = await manyRequests(dying.request, [400, 400 + LOST]);
    dying.die();
    const old = await topology.master();
    await old.kill();
    await successorOf(old, topology);
    let next = 1_000;
    await expect.poll(() => other.request(next++), { timeout: 60_000 }).toBe('sent');
    await manyRequests(other.request, [2_000, 3_000]);
    return { codes, total: dying.sent.length + other.sent.length };
  }

  it('grants nothing with the setting that the README names: nothing is lost', async () => {
    const { codes, total } = await textAround(SAFE);
    expect(codes).toEqual(new Map([['store-unavailable', LOST]]));
    expectExcess(total, 0);
  });

  it('grants on without it: all that is lost, once more, and no more', async () => {
    const { codes, total } = await textAround([]);
    expectExcess(total, codes.get('sent')!);
  });
});
