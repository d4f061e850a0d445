import { describe, expect, it } from 'vitest';
import { REDIS_KINDS, EVERY_KIND } from '../support/stores.js';
import { freshId } from './support/claims.js';
import { choice, limit, meter, only, ROOMY, siteMeter, textMeter } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';
import { keysOf, rawRedis } from './support/raw-redis.js';

const SHADOW = { isShadow: true };
const capped = (most: number) => [choice([siteMeter([limit('all', 'hour', most)]), meter('pool:DE')])];

describe.each(EVERY_KIND)('a text of shadow mode in $name', (kind) => {
  it('is not spaced, and spaces what comes after it', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 6; turn++) await desk.sent({ ...SHADOW, number: 'n' });
    expect(await desk.admit({ number: 'n' })).toMatchObject({ kind: 'spaced' });
  });

  it('is not kept from a full device', async () => {
    const desk = await openDesk(kind);
    for (const number of ['a', 'b']) await desk.sent({ number, device: 'd' });
    expect(await desk.admit({ device: 'd' })).toEqual({ kind: 'device-full' });
    await desk.sent({ ...SHADOW, device: 'd' });
  });

  it('is filed under no device: it fills none and makes none warm', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 5; turn++) {
      await desk.report(await desk.sent({ ...SHADOW, device: 'd' }), 'verified');
      await desk.sent({ ...SHADOW, device: 'd' });
    }
    expect(await desk.opens('warm-device', { device: 'd' })).toBe(false);
    await desk.sent({ device: 'd' });
  });

  it('opens no room of warm devices', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({ device: 'd' }), 'verified');
    const warm = [choice(ROOMY[0]!.meters, 'warm', 'warm-device')];
    expect(await desk.admit({ device: 'd' }, warm)).toMatchObject({ kind: 'granted', tier: 'warm' });
    expect(await desk.admit({ ...SHADOW, device: 'd' }, warm)).toEqual({ kind: 'closed' });
  });

  it.each(['exposed', 'untrusted'] as const)('goes past a limit on what is %s, and is counted', async (sum) => {
    const desk = await openDesk(kind);
    for (const window of ['hour', 'day'] as const) {
      const full = only(limit(sum, window, 0));
      expect(await desk.admit({}, full)).toMatchObject({ kind: 'full' });
      const granted = await desk.admit(SHADOW, full);
      expect(granted).toMatchObject({ kind: 'granted', rows: [{ meter: 'pool:DE', sum, window, limit: 0 }] });
    }
    expect(await desk.holds()).toEqual({ exposed: 200, untrusted: 200, all: 200 });
  });

  it('goes past a limit on texts', async () => {
    const desk = await openDesk(kind);
    const full = [choice([textMeter('network:n', [limit('all', 'hour', 0)])])];
    expect(await desk.admit({}, full)).toMatchObject({ kind: 'full' });
    expect(await desk.admit(SHADOW, full)).toMatchObject({ kind: 'granted' });
  });

  it('is held by a limit on all money, to the last micro-dollar, and by nothing before it', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ ...SHADOW, microUsd: 60 }, capped(100));
    const row = { meter: 'site', sum: 'all', window: 'hour', limit: 100, used: 60 };
    expect(await desk.admit({ ...SHADOW, microUsd: 41 }, capped(100))).toMatchObject({ kind: 'full', row });
    await desk.sent({ ...SHADOW, microUsd: 40 }, capped(100));
    const both = [choice([meter('pool:DE', [limit('exposed', 'hour', 0)]), siteMeter([limit('all', 'hour', 100)])])];
    expect(await desk.admit({ ...SHADOW, microUsd: 1 }, both)).toMatchObject({ kind: 'full', row: { meter: 'site' } });
  });

  it('leaves nothing where it is refused: it may come as often as it likes', async () => {
    const desk = await openDesk(kind);
    const jti = freshId();
    for (let turn = 0; turn < 7; turn++) {
      expect(await desk.admit({ ...SHADOW, jti }, capped(99))).toMatchObject({ kind: 'full' });
    }
    expect(await desk.admit({ ...SHADOW, jti })).toMatchObject({ kind: 'granted' });
  });

  it('needs no clock that agrees with the process', async () => {
    const desk = await openDesk(kind);
    const old = { redeemedUntilMs: desk.nowMs - 1 };
    expect(await desk.admit(old)).toEqual({ kind: 'forgotten' });
    await desk.sent({ ...old, ...SHADOW });
  });

  it('is reported by number as any text, and makes it known', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ ...SHADOW, number: 'n' });
    expect(await desk.reportOf('n', 'trusted')).toMatchObject({ kind: 'reported' });
    desk.pass(600_000);
    expect(await desk.isKnown({ number: 'n' })).toBe(true);
  });

  it('makes a number’s record no longer than its last texts: of thirty that are held, each is claimed and reported', async () => {
    const desk = await openDesk(kind);
    const pids: string[] = [];
    for (let turn = 0; turn < 30; turn++) pids.push(await desk.hold({ ...SHADOW, number: 'n' }));
    for (const pid of pids) expect(await desk.claim(pid)).toMatchObject({ kind: 'claimed' });
    expect(await desk.reportOf('n', 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await desk.report(pids.at(-1)!, 'trusted')).toEqual({ kind: 'report-repeated' });
    expect((await desk.holds()).untrusted).toBe(2_900);
  });

  it('claims the oldest of many held texts of a number as its newest', async () => {
    const desk = await openDesk(kind);
    const first = await desk.hold({ ...SHADOW, number: 'n' });
    for (let turn = 0; turn < 25; turn++) await desk.hold({ ...SHADOW, number: 'n' });
    await desk.claim(first);
    expect(await desk.reportOf('n', 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.report(first, 'verified')).toEqual({ kind: 'report-repeated' });
  });
});

describe.each(EVERY_KIND)('a key in shadow mode in $name', (kind) => {
  const KEY = { idempotency: 'a', alias: 'key.a', number: 'n' };

  it.each<[string, object, object]>([
    ['a text of shadow mode, then another', SHADOW, SHADOW],
    ['an ordinary text, then one of shadow mode', {}, SHADOW],
    ['a text of shadow mode, then an ordinary one', SHADOW, {}],
  ])('gives the same permit whatever token it comes with: %s', async (_, first, second) => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed({ ...KEY, ...first });
    for (const full of [ROOMY, capped(0)]) {
      const again = await desk.admit({ ...KEY, ...second }, full);
      expect(again).toMatchObject({ kind: 'repeated', permit: { pid }, state: 'claimed' });
    }
    expect((await desk.holds()).all).toBe(100);
  });

  it('finds nothing under another name, or under none', async () => {
    const desk = await openDesk(kind);
    await desk.claimed({ ...KEY, ...SHADOW });
    await desk.hold({ ...KEY, ...SHADOW, alias: 'key.b' });
    await desk.hold({ ...SHADOW, idempotency: 'a' });
  });

  it('finds its text for 26 hours, long after the token has expired, and as long as that counts', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent({ ...KEY, ...SHADOW, redeemedUntilMs: desk.nowMs + 1 });
    desk.almostPass(26 * 3_600_000);
    for (const again of [SHADOW, {}]) {
      expect(await desk.admit({ ...KEY, ...again })).toMatchObject({
        kind: 'repeated',
        permit: { pid },
        state: 'accepted',
      });
    }
    desk.passTheRest();
    expect(await desk.hold({ ...KEY, ...SHADOW })).not.toBe(pid);
  });

  it('is judged anew where the text failed, or its hold ran out', async () => {
    const desk = await openDesk(kind);
    const failed = await desk.claimed({ ...KEY, ...SHADOW });
    await desk.settle(failed, 'failed');
    const held = await desk.hold({ ...KEY, ...SHADOW });
    expect(held).not.toBe(failed);
    expect(await desk.admit({ ...KEY, ...SHADOW })).toMatchObject({ kind: 'repeated', permit: { pid: held } });
    desk.pass(120_000);
    expect(await desk.hold({ ...KEY, ...SHADOW })).not.toBe(held);
  });
});

describe.each(REDIS_KINDS)('a text of shadow mode in $name, which lost its writes', (kind) => {
  async function lose(desk: Desk) {
    const raw = await rawRedis(desk.test);
    await desk.hold();
    for (const key of await keysOf(raw, desk.test)) await raw.del(key);
    expect(await desk.admit()).toEqual({ kind: 'degraded' });
  }

  it('goes out and is counted, and the cap holds', async () => {
    const desk = await openDesk(kind);
    await lose(desk);
    // What this process was granted before is put back: 100 of the 200.
    await desk.sent(SHADOW, capped(200));
    expect(await desk.admit(SHADOW, capped(200))).toMatchObject({ kind: 'full', row: { meter: 'site' } });
  });

  it('is put back without a device, and so is the name of its key', async () => {
    const desk = await openDesk(kind);
    const asked = { ...SHADOW, idempotency: 'a', alias: 'key.a', number: 'n' };
    const pid = await desk.claimed(asked);
    await lose(desk);
    expect(await desk.admit(asked)).toMatchObject({ kind: 'repeated', permit: { pid }, state: 'claimed' });
    const raw = await rawRedis(desk.test);
    const devices = (await keysOf(raw, desk.test)).filter((key) => key.includes('}d:'));
    expect(devices).toHaveLength(1);
  });
});
