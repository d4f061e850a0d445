import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/memory-store/memory-store.js';
import type { HistoryDay } from '../../src/store.js';
import { claimOf } from './support/claims.js';
import { choice, DAY_MS, limit, meter } from './support/choices.js';

/** Meters of a text of its own: eight ranges. */
const eight = (name: string) => Array.from({ length: 8 }, (_, at) => `range:${name}${at}`);

describe('a memory store that has no room for another history', () => {
  async function setUp() {
    let nowMs = 1_767_225_600_000;
    const store = createMemoryStore({ clock: () => nowMs, maxEntries: 16 });
    const passDays = (days: number) => void (nowMs += days * DAY_MS);
    const sent = async (names: readonly string[]) => {
      const claim = claimOf(nowMs, {});
      await store.admit(claim, [choice(names.map((name) => meter(name)))]);
      await store.claim(claim.permit.pid);
      return claim.permit.pid;
    };
    const daysOf = async (name: string): Promise<readonly HistoryDay[]> => {
      const result = await store.admit(claimOf(nowMs, {}), [choice([meter(name, [limit('all', 'hour', 0)])])]);
      return (result as Extract<typeof result, { kind: 'full' }>).histories[name] ?? [];
    };
    return { store, passDays, sent, daysOf };
  }

  it('goes on writing those it has', async () => {
    const { store, passDays, sent, daysOf } = await setUp();
    await store.report({ pid: await sent(eight('a')) }, { outcome: 'trusted' });
    passDays(1.2);
    await store.report({ pid: await sent(eight('b')) }, { outcome: 'trusted' });
    await store.report({ pid: await sent(eight('a')) }, { outcome: 'trusted' });
    passDays(1.2);
    expect(await daysOf('range:a0')).toEqual([{ day: 1_767_225_600_000 / DAY_MS + 1, verified: 100 }]);
  });

  it('counts a text no more that was verified while there was none', async () => {
    const { store, passDays, sent, daysOf } = await setUp();
    await store.report({ pid: await sent(eight('a')) }, { outcome: 'trusted' });
    passDays(1.2);
    await store.report({ pid: await sent(eight('b')) }, { outcome: 'trusted' });
    const pid = await sent(eight('c'));
    await store.report({ pid }, { outcome: 'verified' });
    // The first histories are gone now: there is room to begin some.
    passDays(0.9);
    expect(await store.report({ pid }, { outcome: 'trusted' })).toMatchObject({ kind: 'reported' });
    passDays(0.2);
    expect(await daysOf('range:c0')).toEqual([]);
    await store.report({ pid: await sent(eight('c')) }, { outcome: 'trusted' });
    passDays(1.2);
    expect(await daysOf('range:c0')).toHaveLength(1);
  });
});

describe('a memory store that keeps as many parked permits as it can', () => {
  it('refuses another, and takes it once one was taken or its time has passed', async () => {
    let nowMs = 1_767_225_600_000;
    const store = createMemoryStore({ clock: () => nowMs, maxEntries: 8 });
    for (let at = 0; at < 8; at++) await store.park(`key ${at}`, 'sealed', 120_000);
    const park = () => store.park('another', 'sealed too', 120_000);
    await expect(park()).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'the memory store is full and refuses rather than forgets',
    });
    expect(await store.take('another')).toBeUndefined();
    expect(await store.take('key 0')).toBe('sealed');
    await park();
    await expect(store.park('one more', 'sealed', 120_000)).rejects.toMatchObject({ code: 'store-unavailable' });
    nowMs += 180_000;
    await store.park('one more', 'sealed', 120_000);
    expect(await store.take('one more')).toBe('sealed');
  });
});

describe('a memory store that keeps as many marks as it can', () => {
  it('refuses another until they have passed, and goes on saying which it has', async () => {
    let nowMs = 1_767_225_600_000;
    const store = createMemoryStore({ clock: () => nowMs, maxEntries: 8 });
    for (let at = 0; at < 8; at++) expect(await store.mark(`key ${at}`, 120_000)).toBe(true);
    await expect(store.mark('another', 120_000)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: 'the memory store is full and refuses rather than forgets',
    });
    expect(await store.mark('key 0', 120_000)).toBe(false);
    expect([await store.spend('key 0'), await store.spend('another')]).toEqual(['spent', 'unknown']);
    nowMs += 180_000;
    expect(await store.mark('another', 120_000)).toBe(true);
  });
});
