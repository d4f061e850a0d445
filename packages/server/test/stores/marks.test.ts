import { describe, expect, it } from 'vitest';
import { REDIS_KINDS, EVERY_KIND } from '../support/stores.js';
import { openDesk } from './support/desk.js';
import { keysOf, rawRedis, sizesOf } from './support/raw-redis.js';

const TTL_MS = 360_000;
const KEY = 'A'.repeat(22);

describe.each(EVERY_KIND)('a mark in $name', (kind) => {
  it('is not spent where there is none, and that leaves none', async () => {
    const desk = await openDesk(kind);
    expect(await desk.store.spend(KEY)).toBe('unknown');
    expect(await desk.store.mark(KEY, TTL_MS)).toBe(true);
    expect(await desk.store.spend('other')).toBe('unknown');
  });

  it('is made once and spent once', async () => {
    const desk = await openDesk(kind);
    expect(await desk.store.mark(KEY, TTL_MS)).toBe(true);
    expect(await desk.store.mark(KEY, TTL_MS)).toBe(false);
    expect(await desk.store.spend(KEY)).toBe('spent');
    expect(await desk.store.spend(KEY)).toBe('spent-before');
  });

  it('is not made anew once it was spent', async () => {
    const desk = await openDesk(kind);
    await desk.store.mark(KEY, TTL_MS);
    await desk.store.spend(KEY);
    expect(await desk.store.mark(KEY, 10 * TTL_MS)).toBe(false);
    expect(await desk.store.spend(KEY)).toBe('spent-before');
    desk.almostPass(TTL_MS);
    expect(await desk.store.spend(KEY)).toBe('spent-before');
    desk.passTheRest();
    expect(await desk.store.spend(KEY)).toBe('unknown');
  });

  it("goes with its own time by the store's clock, whoever tries to make it again", async () => {
    const desk = await openDesk(kind);
    for (const key of ['k', 'l']) await desk.store.mark(key, TTL_MS);
    desk.almostPass(TTL_MS);
    expect(await desk.store.mark('l', TTL_MS)).toBe(false);
    expect(await desk.store.spend('k')).toBe('spent');
    desk.passTheRest();
    expect(await desk.store.spend('l')).toBe('unknown');
    expect(await desk.store.mark('l', TTL_MS)).toBe(true);
    expect(await desk.store.spend('l')).toBe('spent');
  });

  it('is made by one of many at once, and spent by one of many', async () => {
    const desk = await openDesk(kind);
    const stores = [desk.store, await desk.test.second()];
    const many = Array.from({ length: 50 }, (_, at) => stores[at % 2]!);
    const made = await Promise.all(many.map((store) => store.mark(KEY, TTL_MS)));
    expect(made.filter(Boolean)).toHaveLength(1);
    const spent = await Promise.all(many.map((store) => store.spend(KEY)));
    expect(spent.filter((result) => result === 'spent')).toHaveLength(1);
    expect(spent.filter((result) => result === 'spent-before')).toHaveLength(49);
  });

  it('is spent by one at most where it is made and spent at the same time', async () => {
    const desk = await openDesk(kind);
    const stores = [desk.store, await desk.test.second()];
    const turns = Array.from({ length: 40 }, (_, at) => {
      const store = stores[at % 2]!;
      return at % 4 < 2 ? store.mark(KEY, TTL_MS) : store.spend(KEY);
    });
    const results = await Promise.all(turns);
    expect(results.filter((result) => result === true)).toHaveLength(1);
    expect(results.filter((result) => result === 'spent').length).toBeLessThanOrEqual(1);
  });

  it('is no parked permit, and neither takes the place of the other', async () => {
    const desk = await openDesk(kind);
    await desk.store.mark(KEY, TTL_MS);
    expect(await desk.store.take(KEY)).toBeUndefined();
    await desk.store.park(KEY, 'sealed', TTL_MS);
    expect(await desk.store.spend(KEY)).toBe('spent');
    expect(await desk.store.take(KEY)).toBe('sealed');
  });
});

describe.each(REDIS_KINDS)('a mark as $name keeps it', (kind) => {
  it('is one key of 100 bytes at most that goes by itself, spent or not', async () => {
    const desk = await openDesk(kind);
    const raw = await rawRedis(desk.test);
    const before = new Set(await keysOf(raw, desk.test));
    await desk.store.mark(KEY, TTL_MS);
    for (let turn = 0; turn < 2; turn++) {
      const added = [...(await sizesOf(raw, desk.test))].filter(([key]) => !before.has(key) && !key.includes('}w:'));
      expect(added).toHaveLength(1);
      const [key, bytes] = added[0]!;
      expect(key.length + bytes).toBeLessThanOrEqual(100);
      const ttlMs = await raw.pttl(key);
      expect(ttlMs).toBeGreaterThan(0);
      expect(ttlMs).toBeLessThanOrEqual(TTL_MS);
      await desk.store.spend(KEY);
    }
  });
});
