import { describe, expect, it, onTestFinished } from 'vitest';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { ask } from '../support/redis-admin.js';
import { type RedisClusterServers, startRedisCluster } from '../support/redis-cluster.js';
import { toClusterByIoredis, toClusterByNodeRedis } from '../support/redis-connections.js';
import type { RedisServer } from '../support/redis-process.js';
import { claimOf } from './support/claims.js';
import { choice, limit, ROOMY, siteMeter } from './support/choices.js';

const SITE = 'moving';
const THREE_TEXTS = [choice([siteMeter([limit('all', 'hour', 300)])])];

describe.each([
  ['ioredis', async (ports: readonly number[]) => toClusterByIoredis(ports)],
  ['node-redis', toClusterByNodeRedis],
])('a slot that is moved to another master while its site is served, through %s,', (_, connect) => {
  async function setUp() {
    const cluster = await startRedisCluster();
    onTestFinished(() => cluster.stop());
    const connection = await connect(cluster.servers.map(({ port }) => port));
    onTestFinished(() => connection.close());
    const store = new RedisStore({ client: connection.client, site: SITE });
    const from = await cluster.ownerOf(SITE);
    const to = cluster.servers.slice(0, 3).find((master) => master !== from)!;
    return { store, slot: await slotBetween(cluster, from, to) };
  }

  it('is refused whole, counts nothing twice, and goes on where it was', async () => {
    const { store, slot } = await setUp();
    const admit = () => store.admit(claimOf(Date.now(), {}), THREE_TEXTS);
    const claim = claimOf(Date.now(), {});
    expect(await store.admit(claim, ROOMY)).toMatchObject({ kind: 'granted' });
    expect(await admit()).toMatchObject({ kind: 'granted' });
    await slot.begin();
    const refused = async () => {
      await expect(admit()).rejects.toThrow();
      await expect(store.claim(claim.permit.pid)).rejects.toThrow();
      await expect(store.snapshot(['site'])).rejects.toThrow();
    };
    await refused();
    // The site's own record first, and then all but a meter: what is there already looks like a whole site.
    await slot.move((key) => key === `{tg:${SITE}}`);
    await refused();
    await slot.move((key) => !key.includes('}m:'));
    await refused();
    await slot.move(() => true);
    await slot.end();

    expect(await store.claim(claim.permit.pid)).toMatchObject({ kind: 'claimed' });
    expect(await admit()).toMatchObject({ kind: 'granted' });
    expect(await admit()).toMatchObject({ kind: 'full' });
    expect((await store.snapshot(['site']))[0]!.hour.all).toBe(300);
  });
});

/** Moves the site's slot from one master to another, as an operator does, a step at a time. */
async function slotBetween(cluster: RedisClusterServers, from: RedisServer, to: RedisServer) {
  const slot = (await ask(from, 'CLUSTER', 'KEYSLOT', `{tg:${SITE}}`)) as number;
  const [fromId, toId] = (await Promise.all([from, to].map((node) => ask(node, 'CLUSTER', 'MYID')))) as [
    string,
    string,
  ];
  return {
    async begin() {
      await ask(to, 'CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
      await ask(from, 'CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
    },
    async move(isOne: (key: string) => boolean) {
      const keys = (await ask(from, 'CLUSTER', 'GETKEYSINSLOT', slot, 1_000)) as string[];
      for (const key of keys.filter(isOne)) await ask(from, 'MIGRATE', '127.0.0.1', to.port, key, 0, 5_000);
    },
    async end() {
      for (const node of [to, from, ...cluster.servers.slice(0, 3)]) {
        await ask(node, 'CLUSTER', 'SETSLOT', slot, 'NODE', toId);
      }
    },
  };
}
