import { describe, expect, it } from 'vitest';
import { REDIS_KINDS } from '../support/stores.js';
import { choice, HOUR_MS, limit, meter, only, siteMeter } from './support/choices.js';
import { openDesk } from './support/desk.js';
import { keysOf, rawRedis, redisOf } from './support/raw-redis.js';

const NOTHING = { exposed: 0, untrusted: 0, all: 0 };
const KNOWN_TO_SITE = [choice([siteMeter(), meter('pool:known')], 'known', 'site-known-number')];

describe.each(REDIS_KINDS)('a server that lost everything, through $name,', (kind) => {
  it('closes to strangers, and serves numbers that the site knows', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({ device: 'd', number: 'n' }), 'trusted');
    await (await rawRedis(desk.test)).flushall();
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect(await desk.admit({ device: 'd' }, [choice([], 'warm', 'warm-device')])).toEqual({ kind: 'degraded' });
    expect(await desk.admit({}, KNOWN_TO_SITE)).toMatchObject({ kind: 'granted', tier: 'known' });
  });

  it('serves strangers again after an hour', async () => {
    const desk = await openDesk(kind);
    await (await rawRedis(desk.test)).flushall();
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    desk.almostPass(HOUR_MS);
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    desk.passTheRest();
    expect(await desk.admit()).toMatchObject({ kind: 'granted' });
  });

  it("serves strangers again by the operator's word, in every process", async () => {
    const desk = await openDesk(kind);
    const second = await desk.test.second();
    await (await rawRedis(desk.test)).flushall();
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    await second.reopen();
    expect(await desk.admit()).toMatchObject({ kind: 'granted' });
  });

  it('has what each process was granted in the last two minutes put back, once', async () => {
    const desk = await openDesk(kind);
    const second = await desk.test.second();
    const [held, sent, failed] = [await desk.hold(), await desk.claimed(), await desk.claimed()];
    await desk.settle(failed, 'failed');
    const others = desk.claimOf({ microUsd: 30 });
    await second.admit(others, only(limit('all', 'hour', 10_000)));
    await (await rawRedis(desk.test)).flushall();

    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect(await desk.holds()).toEqual({ exposed: 200, untrusted: 200, all: 200 });
    // Nobody can say that these were not claimed before the store lost it.
    expect(await second.claim(others.permit.pid)).toEqual({ kind: 'permit-unknown' });
    expect(await desk.holds()).toEqual({ exposed: 230, untrusted: 230, all: 230 });
    expect(await desk.claim(sent)).toEqual({ kind: 'permit-claimed' });
    expect(await second.claim(held)).toEqual({ kind: 'permit-unknown' });
    desk.pass(150_000);
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 100, all: 100 });
  });

  it('puts a hold back as old as it was: it still expires 120 s after its grant', async () => {
    const desk = await openDesk(kind);
    await desk.hold({ microUsd: 7 });
    desk.pass(60_000);
    const pid = await desk.hold();
    desk.pass(60_000);
    await (await rawRedis(desk.test)).flushall();
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect((await desk.holds()).all).toBe(100);
    desk.pass(60_000);
    expect(await desk.claim(pid)).toEqual({ kind: 'permit-expired' });
  });

  it('has a text put back into the meters it was granted in, also where two choices are of one tier', async () => {
    const desk = await openDesk(kind);
    await desk.hold({}, [...only(limit('all', 'hour', 0)), choice([meter('pool:FR')])]);
    await (await rawRedis(desk.test)).flushall();
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect((await desk.holds('pool:FR')).all).toBe(100);
    expect((await desk.holds('pool:DE')).all).toBe(0);
  });

  it('still knows a challenge that was redeemed in the last two minutes, and its permit', async () => {
    const desk = await openDesk(kind);
    const [used, keyed] = [desk.claimOf(), desk.claimOf({ idempotency: 'a' })];
    const roomy = [choice([meter('pool:DE')])];
    for (const claim of [used, keyed]) await desk.store.admit(claim, roomy);
    await (await rawRedis(desk.test)).flushall();
    expect(await desk.store.admit(used, roomy)).toEqual({ kind: 'used' });
    const { permit } = keyed;
    expect(await desk.store.admit(keyed, roomy)).toMatchObject({
      kind: 'repeated',
      permit,
      state: 'held',
      tier: 'cold',
    });
  });

  it('is noticed by every operation, and answered all the same', async () => {
    const operations: ((desk: Awaited<ReturnType<typeof openDesk>>, pid: string) => Promise<unknown>)[] = [
      (desk, pid) => desk.claim(pid),
      (desk, pid) => desk.settle(pid, 'failed'),
      (desk, pid) => desk.report(pid, 'verified'),
      (desk) => desk.holds(),
      (desk) => desk.store.controls(),
      (desk) => desk.store.take('k'),
      (desk) => desk.store.mark('k', 1_000),
      (desk) => desk.store.spend('k'),
      (desk) => desk.store.park('k', 'sealed', 1_000),
      (desk) => desk.store.forget(['a', 'b', 'c'], []),
    ];
    for (const operation of operations) {
      const desk = await openDesk(kind);
      const pid = await desk.claimed();
      await (await rawRedis(desk.test)).flushall();
      await operation(desk, pid);
      expect(await desk.admit()).toEqual({ kind: 'degraded' });
    }
  });

  it('lost some writes only: that is noticed by its count', async () => {
    const [desk, other] = [await openDesk(kind), await openDesk(kind)];
    const raw = await rawRedis(desk.test);
    await desk.sent();
    const [count] = (await keysOf(raw, desk.test)).filter((key) => key.includes('}w:'));
    await raw.decr(count!);
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 100, all: 100 });
    expect(await other.holds()).toEqual(NOTHING);
  });

  it('forgot its scripts only: nothing is lost', async () => {
    const desk = await openDesk(kind);
    await desk.sent();
    await (await rawRedis(desk.test)).script('FLUSH');
    await desk.sent();
    expect(await desk.holds()).toEqual({ exposed: 200, untrusted: 200, all: 200 });
  });

  it('was killed and started again: strangers wait, and own grants are counted', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold();
    await (await redisOf(desk.test).server()).restart();
    const claim = () => desk.claim(pid).catch(() => undefined);
    await expect.poll(claim, { timeout: 20_000 }).toEqual({ kind: 'permit-unknown' });
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 100, all: 100 });
  });
});
