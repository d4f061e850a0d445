import { describe, expect, it } from 'vitest';
import { commandsOf, type RedisClient } from '../../src/redis-store/redis-client.js';
import { RedisStore } from '../../src/redis-store/redis-store.js';
import { REDIS_KINDS } from '../support/stores.js';
import { DAY_MS, limit, only, ROOMY } from './support/choices.js';
import { openDesk } from './support/desk.js';
import { rawRedis, redisOf } from './support/raw-redis.js';
import { savePoint } from './support/save-point.js';

const ONE_TEXT = { exposed: 100, untrusted: 100, all: 100 };

describe.each(REDIS_KINDS)('a server that went back to an earlier state, through $name,', (kind) => {
  it('is noticed by a process whose writes it lost, also after others have written more', async () => {
    const desk = await openDesk(kind);
    const second = await desk.test.second();
    await desk.sent();
    const goBack = await savePoint(await rawRedis(desk.test));
    for (let turn = 0; turn < 3; turn++) await desk.sent();
    await goBack();
    for (let turn = 0; turn < 7; turn++) await second.take('nothing');
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect((await desk.holds()).all).toBe(400);
  });

  it('texts no permit twice whose claim it lost', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold();
    const goBack = await savePoint(await rawRedis(desk.test));
    expect(await desk.claim(pid)).toMatchObject({ kind: 'claimed' });
    await goBack();
    expect(await desk.claim(pid)).toEqual({ kind: 'permit-claimed' });
    desk.pass(160_000);
    expect(await desk.holds()).toEqual(ONE_TEXT);
  });

  it('texts no permit twice that another process than its own claimed, whoever notices first', async () => {
    for (const isClaimerFirst of [true, false]) {
      const desk = await openDesk(kind);
      const second = await desk.test.second();
      const pid = await desk.hold();
      expect(await second.claim(pid)).toMatchObject({ kind: 'claimed' });
      await (await rawRedis(desk.test)).flushall();
      const order = isClaimerFirst ? [second, desk.store] : [desk.store, second];
      for (const store of order) await store.take('nothing');
      expect(await desk.claim(pid)).toEqual({ kind: 'permit-claimed' });
      desk.pass(160_000);
      expect(await desk.holds()).toEqual(ONE_TEXT);
    }
  });

  it('texts no permit twice whose claim was lost, whoever claims next and before the claimer calls again', async () => {
    for (const loses of ['everything', 'the claim'] as const) {
      const desk = await openDesk(kind);
      const second = await desk.test.second();
      const pid = await desk.hold();
      const goBack = await savePoint(await rawRedis(desk.test));
      expect(await second.claim(pid)).toMatchObject({ kind: 'claimed' });
      if (loses === 'everything') {
        await (await rawRedis(desk.test)).flushall();
        expect(await desk.claim(pid)).toEqual({ kind: 'permit-unknown' });
      } else {
        await goBack();
        // The granter lost nothing: it cannot notice. The claimer does at its next call.
        await second.take('nothing');
        expect(await desk.claim(pid)).toEqual({ kind: 'permit-claimed' });
      }
      await second.take('nothing');
      expect(await desk.holds()).toEqual(ONE_TEXT);
    }
  });

  it('keeps the newest controls that a process knows, also over older ones that came back with it', async () => {
    const desk = await openDesk(kind);
    const second = await desk.test.second();
    await desk.store.control({ version: 1, text: '{"closed":["1"]}' });
    const goBack = await savePoint(await rawRedis(desk.test));
    await desk.store.control({ version: 2, text: '{"closed":["1","998"]}' });
    await goBack();
    await desk.store.take('nothing');
    expect((await second.controls()).text).toBe('{"closed":["1","998"]}');
  });

  it('takes newer controls from a process that comes later, unless the operator made others meanwhile', async () => {
    for (const isChanged of [false, true]) {
      const desk = await openDesk(kind);
      const second = await desk.test.second();
      await second.control({ version: 1, text: '{"closed":["1"]}' });
      await desk.store.control({ version: 2, text: '{"closed":["1","998"]}' });
      await (await rawRedis(desk.test)).flushall();
      const { version } = await second.controls();
      if (isChanged) await second.control({ version: version + 1, text: '{"closed":["44"]}' });
      await desk.store.take('nothing');
      expect((await second.controls()).text).toBe(isChanged ? '{"closed":["44"]}' : '{"closed":["1","998"]}');
    }
  });

  it('keeps the controls that a process knows, and takes none for others of the same version', async () => {
    const desk = await openDesk(kind);
    const second = await desk.test.second();
    await desk.store.control({ version: 1, text: '{"closed":["4915"]}' });
    await (await rawRedis(desk.test)).flushall();
    await second.take('nothing');
    expect(await second.control({ version: 1, text: '{"closed":["4917"]}' })).toMatchObject({ version: 1 });
    const known = await desk.admit({ controlsVersion: 1 });
    expect(known).toMatchObject({ kind: 'controls-changed', controls: { text: '{"closed":["4917"]}' } });

    await (await rawRedis(desk.test)).flushall();
    await desk.store.take('nothing');
    const { version, text } = await second.controls();
    expect([text, version > 1]).toEqual(['{"closed":["4917"]}', true]);
  });

  it('gets back what a process was granted also where the connection breaks while it is put back', async () => {
    const desk = await openDesk(kind);
    const raw = await rawRedis(desk.test);
    const broken = new Set<number>();
    let calls = 0;
    const commands = commandsOf(redisOf(desk.test).client);
    const shaky = {
      evalsha: async (sha: string, _: number, key: string, argument: string) => {
        if (broken.delete(++calls)) throw new Error('the connection broke');
        return commands.evalSha(sha, key, argument);
      },
      eval: async (script: string, _: number, key: string, argument: string) => commands.eval(script, key, argument),
    } satisfies RedisClient;
    const offsetMs = () => desk.test.clock.nowMs() - Date.now();
    const store = new RedisStore({ client: shaky, site: desk.store.site! }, { offsetMs });
    const claim = desk.claimOf();
    expect(await store.admit(claim, ROOMY)).toMatchObject({ kind: 'granted' });
    await raw.flushall();
    // The call that notices, the new name, and then the one that puts back.
    broken.add(calls + 3);
    await expect(store.take('nothing')).rejects.toThrow('the connection broke');
    expect(await store.claim(claim.permit.pid)).toEqual({ kind: 'permit-unknown' });
    expect((await store.snapshot(['pool:DE']))[0]?.hour.all).toBe(100);
  });
});

describe.each(REDIS_KINDS)('a clock that was ahead and that the operator turned back, in $name,', (kind) => {
  it('leaves every limit as it is: what was counted ahead goes on counting', async () => {
    const desk = await openDesk(kind);
    const choices = only(limit('all', 'hour', 500));
    desk.pass(DAY_MS);
    await desk.sent({}, choices);
    desk.test.clock.advanceMs(-DAY_MS);
    await desk.store.reopen();
    for (let turn = 0; turn < 4; turn++) await desk.sent({}, choices);
    expect(await desk.admit({}, choices)).toMatchObject({ kind: 'full' });
    expect((await desk.holds()).all).toBe(500);
  });
});
