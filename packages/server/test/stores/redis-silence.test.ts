import { describe, expect, it } from 'vitest';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { REDIS_KINDS } from '../support/stores.js';
import { ROOMY } from './support/choices.js';
import { openDesk } from './support/desk.js';
import { rawRedis, redisOf } from './support/raw-redis.js';

const QUIET_MS = 86_400_001;

describe.each(REDIS_KINDS)('a process that was silent for a day, through $name,', (kind) => {
  /** A store of a process whose own clock the test sets. */
  async function setUp() {
    const desk = await openDesk(kind);
    const raw = await rawRedis(desk.test);
    const { client } = redisOf(desk.test);
    const site = desk.store.site!;
    let nowMs = 0;
    const offsetMs = () => desk.test.clock.nowMs() - Date.now();
    const store = new RedisStore({ client, site }, { offsetMs, clocks: [() => nowMs] });
    const pass = (ms: number) => {
      nowMs += ms;
    };
    const countsOf = () => raw.keys(`{tg:${site}}w:*`);
    const loseCounts = async () => {
      for (const key of await countsOf()) await raw.del(key);
    };
    const admit = (version = 0) => store.admit(desk.claimOf({ controlsVersion: version }), ROOMY);
    return { store, raw, countsOf, pass, loseCounts, admit };
  }

  it('goes on where its count is no longer kept', async () => {
    const { pass, loseCounts, admit } = await setUp();
    for (let turn = 0; turn < 3; turn++) expect(await admit()).toMatchObject({ kind: 'granted' });
    pass(QUIET_MS);
    await loseCounts();
    for (let turn = 0; turn < 3; turn++) expect(await admit()).toMatchObject({ kind: 'granted' });
  });

  it('and only read meanwhile goes on as well', async () => {
    const { store, pass, loseCounts, admit } = await setUp();
    expect(await admit()).toMatchObject({ kind: 'granted' });
    for (let turn = 0; turn < 25; turn++) {
      pass(QUIET_MS / 24);
      await store.controls();
      await store.snapshot(['site']);
    }
    await loseCounts();
    expect(await admit()).toMatchObject({ kind: 'granted' });
  });

  it('notices a store that lost everything, and puts the controls back', async () => {
    const { store, raw, pass, admit } = await setUp();
    await store.control({ version: 1, text: '{"closed":["998"]}' });
    expect(await admit(1)).toMatchObject({ kind: 'granted' });
    await raw.flushall();
    pass(QUIET_MS);
    const { version, text } = await store.controls();
    expect(text).toBe('{"closed":["998"]}');
    expect(await admit(version)).toEqual({ kind: 'degraded' });
  });

  it('notices a count that is lower than it was', async () => {
    const { raw, countsOf, pass, admit } = await setUp();
    for (let turn = 0; turn < 3; turn++) await admit();
    for (const key of await countsOf()) await raw.set(key, '0');
    pass(QUIET_MS);
    expect(await admit()).toEqual({ kind: 'degraded' });
  });

  it('less long ago takes a missing count for a loss', async () => {
    const { pass, loseCounts, admit } = await setUp();
    for (let turn = 0; turn < 3; turn++) await admit();
    pass(QUIET_MS - 1);
    await loseCounts();
    expect(await admit()).toEqual({ kind: 'degraded' });
  });
});
