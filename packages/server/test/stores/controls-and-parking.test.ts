import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { choice, limit, meter, siteMeter } from './support/choices.js';
import { openDesk } from './support/desk.js';
import { START_MS } from '../support/test-gate.js';

const TTL_MS = 120_000;
const NOTHING = { exposed: 0, untrusted: 0, all: 0 };

describe.each(EVERY_KIND)('the controls in $name', (kind) => {
  it('are empty and of version 0 before the first change', async () => {
    const desk = await openDesk(kind);
    expect(await desk.store.controls()).toEqual({ version: 0, text: '' });
  });

  it('are replaced by the next version only, and answered as they are then', async () => {
    const desk = await openDesk(kind);
    const first = { version: 1, text: '{"a":"ü \\" \u0000"}' };
    expect(await desk.store.control(first)).toEqual(first);
    for (const version of [0, 1, 3, 7]) {
      expect(await desk.store.control({ version, text: `wrong ${version}` })).toEqual(first);
    }
    expect(await desk.store.controls()).toEqual(first);
    expect(await desk.store.control({ version: 2, text: '' })).toEqual({ version: 2, text: '' });
    expect(await desk.store.controls()).toEqual({ version: 2, text: '' });
  });

  it('are changed by exactly one of two processes at once, and both learn by which', async () => {
    const desk = await openDesk(kind);
    const stores = [desk.store, await desk.test.second()];
    for (let version = 1; version <= 10; version++) {
      const changes = stores.map((store, at) => store.control({ version, text: `of ${at}` }));
      const [first, second] = await Promise.all(changes);
      expect(first).toEqual(second);
      expect(first!.version).toBe(version);
      for (const store of stores) expect(await store.controls()).toEqual(first);
    }
  });
});

describe.each(EVERY_KIND)('a sealed permit parked in $name', (kind) => {
  it('is handed out once', async () => {
    const desk = await openDesk(kind);
    expect(await desk.store.take('k')).toBeUndefined();
    await desk.store.park('k', 'sealed', TTL_MS);
    expect(await desk.store.take('other')).toBeUndefined();
    expect(await desk.store.take('k')).toBe('sealed');
    expect(await desk.store.take('k')).toBeUndefined();
  });

  it('is replaced by a later one, with its own time', async () => {
    const desk = await openDesk(kind);
    await desk.store.park('k', 'first', 10 * TTL_MS);
    await desk.store.park('k', 'second', TTL_MS);
    await desk.store.park('l', 'first', TTL_MS / 2);
    await desk.store.park('l', 'second', TTL_MS);
    desk.almostPass(TTL_MS);
    expect(await desk.store.take('l')).toBe('second');
    desk.passTheRest();
    expect(await desk.store.take('k')).toBeUndefined();
  });

  it("expires by the store's clock", async () => {
    const desk = await openDesk(kind);
    for (const key of ['k', 'l']) await desk.store.park(key, 'sealed', TTL_MS);
    desk.almostPass(TTL_MS);
    expect(await desk.store.take('k')).toBe('sealed');
    desk.passTheRest();
    expect(await desk.store.take('l')).toBeUndefined();
  });

  it('is handed to one of many takers at once', async () => {
    const desk = await openDesk(kind);
    const stores = [desk.store, await desk.test.second()];
    await desk.store.park('k', 'sealed', TTL_MS);
    const taken = await Promise.all(Array.from({ length: 20 }, (_, at) => stores[at % 2]!.take('k')));
    expect(taken.filter((sealed) => sealed !== undefined)).toEqual(['sealed']);
  });
});

describe.each(EVERY_KIND)('a snapshot of $name', (kind) => {
  it('reads each meter in the order asked, unknown ones as empty', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({ microUsd: 30 }, [choice([siteMeter(), meter('pool:DE')])]), 'verified');
    await desk.hold({ microUsd: 5 }, [choice([siteMeter(), meter('pool:FR')])]);
    const [site, unknown, french, german, siteAgain] = await desk.store.snapshot([
      'site',
      'pool:XX',
      'pool:FR',
      'pool:DE',
      'site',
    ]);
    const both = { exposed: 5, untrusted: 35, all: 35 };
    expect(site).toEqual({ hour: both, day: both, month: both, days: [] });
    expect(siteAgain).toEqual(site);
    expect(unknown).toEqual({ hour: NOTHING, day: NOTHING, month: NOTHING, days: [] });
    expect(french).toMatchObject({ hour: { all: 5 }, day: { all: 5 } });
    expect(german).toMatchObject({ hour: { exposed: 0, untrusted: 30, all: 30 } });
    expect(german?.days).toEqual([{ day: Math.floor(START_MS / 86_400_000), verified: 30 }]);
    expect(await desk.store.snapshot([])).toEqual([]);
  });

  it('changes nothing, and is the same from another process', async () => {
    const desk = await openDesk(kind);
    const second = await desk.test.second();
    const choices = [choice([siteMeter([limit('all', 'hour', 150)])])];
    await desk.sent({}, choices);
    const before = await desk.store.snapshot(['site']);
    for (let turn = 0; turn < 5; turn++) expect(await second.snapshot(['site'])).toEqual(before);
    expect(await desk.admit({ microUsd: 51 }, choices)).toMatchObject({ kind: 'full', row: { used: 100 } });
    expect(await desk.admit({ microUsd: 50 }, choices)).toMatchObject({ kind: 'granted' });
  });
});
