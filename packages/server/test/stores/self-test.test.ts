import { describe, expect, it } from 'vitest';
import { createGate } from '../../src/gate.js';
import { EVERY_KIND, REDIS_KINDS, type StoreKind } from '../support/stores.js';
import { testOptions } from '../support/test-gate.js';
import { DAY_MS } from './support/choices.js';
import { openDesk } from './support/desk.js';
import { keysOf, rawRedis, sizesOf } from './support/raw-redis.js';

/** A gate over a store of this kind, by the store's clock. */
async function openGate(kind: StoreKind) {
  const desk = await openDesk(kind);
  const site = desk.store.site ?? 'shop';
  const gate = createGate(testOptions({ site, store: desk.store, clock: () => desk.nowMs }));
  const failing = async () => (await gate.selfTest()).rules.filter(({ state }) => state === 'fails');
  return { desk, gate, failing };
}

describe.each(EVERY_KIND)('the self test over $name', (kind) => {
  it('finds that the store denies, each time that it is asked', async () => {
    const { gate, failing } = await openGate(kind);
    await gate.ready();
    expect(await failing()).toEqual([]);
  });

  it('finds so where somebody else changes the controls meanwhile', async () => {
    const { gate, desk, failing } = await openGate(kind);
    await gate.ready();
    const second = await desk.test.second();
    const testing = failing();
    await second.control({ version: 1, text: '' });
    expect(await testing).toEqual([]);
  });

  it('moves no money of the site', async () => {
    const { gate, desk } = await openGate(kind);
    await gate.ready();
    for (const meter of ['site', 'pool:DE', 'pool:US', 'pool:known']) {
      expect(await desk.holds(meter, 'month')).toEqual({ exposed: 0, untrusted: 0, all: 0 });
    }
  });
});

describe.each(REDIS_KINDS)('the self test over $name', (kind) => {
  it('leaves less than a kilobyte, which goes within 26 hours', async () => {
    const { gate, desk } = await openGate(kind);
    await gate.ready();
    const raw = await rawRedis(desk.test);
    const sizes = [...(await sizesOf(raw, desk.test))].filter(([key]) => !/\}$|\}w:/.test(key));
    expect(sizes.map(([key]) => /\}(\w):/.exec(key)![1]).sort()).toEqual(['d', 'm', 'p', 'p', 'r', 'r']);
    expect(sizes.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(1_024);
    for (const [key] of sizes) {
      const ttlMs = await raw.pttl(key);
      expect(ttlMs).toBeGreaterThan(0);
      expect(ttlMs).toBeLessThanOrEqual((26 / 24) * DAY_MS);
    }
  });

  it('passes while the store is closed to strangers because it lost writes', async () => {
    const { gate, desk, failing } = await openGate(kind);
    await gate.ready();
    const raw = await rawRedis(desk.test);
    for (const key of await keysOf(raw, desk.test)) await raw.del(key);
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect(await failing()).toEqual([]);
  });
});
