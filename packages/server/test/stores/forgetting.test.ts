import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { numberKeys } from './support/claims.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';

const OWN = { number: 'n' };
const forget = (desk: Desk, epoch = 0, parked: readonly string[] = []) =>
  desk.store.forget(numberKeys('n', epoch), parked);

describe.each(EVERY_KIND)('a number that $name forgets', (kind) => {
  it('is no longer known, nor spaced', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent(OWN), 'trusted');
    await forget(desk);
    expect(await desk.isKnown(OWN)).toBe(false);
    await desk.sent(OWN);
  });

  it('is forgotten under whichever key it is kept', async () => {
    const desk = await openDesk(kind);
    for (const epoch of [0, 1, 2]) {
      await desk.sent({ ...OWN, epoch: 0 });
      await forget(desk, epoch);
      expect(await desk.reportOf('n', 'trusted')).toEqual({ kind: 'report-unknown' });
    }
  });

  it('is no longer found by reports by number', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    await forget(desk);
    for (const outcome of ['verified', 'trusted', 'undelivered'] as const) {
      expect(await desk.reportOf('n', outcome)).toEqual({ kind: 'report-unknown' });
    }
  });

  it('has no longer been texted in vain', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 3; turn++) {
      await desk.sent(OWN);
      desk.pass(HOUR_MS);
    }
    expect(await desk.opens('site-known-number', OWN)).toBe(false);
    await forget(desk);
    expect(await desk.opens('site-known-number', OWN)).toBe(true);
  });

  it('loses what is parked for it, and no other number does', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ number: 'm' });
    for (const key of ['a', 'b', 'c']) await desk.store.park(key, key, 120_000);
    await forget(desk, 0, ['a', 'b', 'never parked']);
    expect(await desk.store.take('a')).toBeUndefined();
    expect(await desk.store.take('b')).toBeUndefined();
    expect(await desk.store.take('c')).toBe('c');
    expect(await desk.admit({ number: 'm' })).toMatchObject({ kind: 'spaced' });
  });

  it('stays counted: held and sent money alike', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    desk.pass(30_000);
    await desk.hold(OWN);
    await forget(desk);
    expect(await desk.holds()).toEqual({ exposed: 200, untrusted: 200, all: 200 });
  });

  it('may be forgotten though it was never seen, and twice', async () => {
    const desk = await openDesk(kind);
    await expect(forget(desk)).resolves.toBeUndefined();
    await desk.sent(OWN);
    for (let turn = 0; turn < 2; turn++) await expect(forget(desk)).resolves.toBeUndefined();
  });

  it('is not brought back by what still happens to an open permit, and that still counts', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold(OWN);
    await forget(desk);
    expect(await desk.claim(pid)).toEqual({ kind: 'claimed', microUsd: 100 });
    expect(await desk.settle(pid, 'accepted')).toMatchObject({ kind: 'settled' });
    expect(await desk.report(pid, 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.report(pid, 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 0, all: 100 });
    expect(await desk.reportOf('n', 'undelivered')).toEqual({ kind: 'report-unknown' });
    desk.pass(2 * DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('is not brought back by a permit that failed', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed(OWN);
    await forget(desk);
    expect(await desk.settle(pid, 'failed')).toMatchObject({ kind: 'settled' });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 0, all: 0 });
    expect(await desk.reportOf('n', 'trusted')).toEqual({ kind: 'report-unknown' });
  });

  it('is one open number of its device, before and after', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 2; turn++) {
      await desk.sent({ ...OWN, device: 'd' });
      await forget(desk);
    }
    expect(await desk.admit({ device: 'd' })).toMatchObject({ kind: 'granted' });
  });

  it('has no code speak for a text before it any more', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    desk.pass(30_000);
    const pid = await desk.sent(OWN);
    await forget(desk);
    expect(await desk.report(pid, 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 200, all: 200 });
  });

  it('begins anew: an older permit says nothing about the number as it is kept since', async () => {
    const desk = await openDesk(kind);
    const [trusted, failed] = [await desk.sent(OWN), await desk.claimed({ number: 'm' })];
    for (const number of ['n', 'm']) await desk.store.forget(numberKeys(number), []);
    for (let turn = 0; turn < 3; turn++) {
      for (const number of ['n', 'm']) await desk.sent({ number });
      desk.pass(HOUR_MS);
    }
    await desk.report(trusted, 'trusted');
    await desk.settle(failed, 'failed');
    expect(await desk.isKnown(OWN)).toBe(false);
    for (const number of ['n', 'm']) expect(await desk.opens('site-known-number', { number })).toBe(false);
  });
});
