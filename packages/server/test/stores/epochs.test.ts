import { describe, expect, it } from 'vitest';
import { REDIS_KINDS, EVERY_KIND } from '../support/stores.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { numberKeys } from './support/claims.js';
import { openDesk } from './support/desk.js';

const at = (epoch: number) => ({ number: 'n', epoch });

describe.each(EVERY_KIND)('a number whose key changed, in $name,', (kind) => {
  it.each([1, 2])('is found under the key of %d before, with its spacing', async (epoch) => {
    const desk = await openDesk(kind);
    await desk.sent(at(0));
    expect(await desk.admit(at(epoch))).toMatchObject({ kind: 'spaced' });
  });

  it('is not found under a key of three before', async () => {
    const desk = await openDesk(kind);
    await desk.sent(at(0));
    expect(await desk.admit(at(3))).toMatchObject({ kind: 'granted' });
  });

  it('is rewritten by its next text: from then on that epoch is the newest it is kept under', async () => {
    const desk = await openDesk(kind);
    await desk.sent(at(0));
    desk.pass(30_000);
    await desk.sent(at(2));
    expect(await desk.admit(at(4))).toMatchObject({ kind: 'spaced' });
    expect(await desk.admit(at(5))).toMatchObject({ kind: 'granted' });
  });

  it('is not rewritten by an admission that is refused: junk keeps nothing alive', async () => {
    const desk = await openDesk(kind);
    await desk.sent(at(0));
    expect(await desk.admit(at(2))).toMatchObject({ kind: 'spaced' });
    expect(await desk.admit(at(3))).toMatchObject({ kind: 'granted' });
  });

  it('stays known, and loses that after three texts over two keys', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent(at(0)), 'trusted');
    desk.pass(50 * DAY_MS);
    expect(await desk.isKnown(at(2))).toBe(true);
    for (const epoch of [2, 3, 4]) {
      await desk.sent(at(epoch));
      desk.pass(HOUR_MS);
    }
    expect(await desk.isKnown(at(4))).toBe(false);
  });

  it('ripens over it: a code under the old key makes it known a day later', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent(at(0)), 'verified');
    desk.pass(HOUR_MS);
    expect(await desk.isKnown(at(1))).toBe(false);
    desk.pass(DAY_MS);
    expect(await desk.isKnown(at(1))).toBe(true);
  });

  it.each([0, 1, 2])('is reached by a report on a permit given before (%d changes)', async (changes) => {
    const desk = await openDesk(kind);
    const pid = await desk.sent(at(0));
    for (let epoch = 1; epoch <= changes; epoch++)
      expect(await desk.admit(at(epoch))).toMatchObject({ kind: 'spaced' });
    expect(await desk.report(pid, 'trusted')).toMatchObject({ kind: 'reported' });
    desk.pass(HOUR_MS);
    expect(await desk.isKnown(at(changes))).toBe(true);
  });

  it('is reached by a report on a permit older than the texts that are kept', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent(at(0));
    for (let turn = 0; turn < 5; turn++) {
      desk.pass(HOUR_MS);
      await desk.sent(at(0));
    }
    expect(await desk.admit(at(1))).toMatchObject({ kind: 'spaced' });
    expect(await desk.report(pid, 'trusted')).toMatchObject({ kind: 'reported' });
    desk.pass(HOUR_MS);
    expect(await desk.isKnown(at(1))).toBe(true);
  });

  it('is reached by a claim and a settlement of a permit given before', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold(at(0));
    expect(await desk.admit(at(1))).toMatchObject({ kind: 'spaced' });
    expect(await desk.claim(pid)).toMatchObject({ kind: 'claimed' });
    expect(await desk.reportOf('n', 'undelivered', { epoch: 1 })).toMatchObject({ kind: 'reported' });
    const failed = await desk.claimed({ number: 'm', epoch: 0 });
    expect(await desk.admit({ number: 'm', epoch: 2 })).toMatchObject({ kind: 'spaced' });
    await desk.settle(failed, 'failed');
    expect(await desk.admit({ number: 'm', epoch: 2 })).toMatchObject({ kind: 'granted' });
  });

  it('is found by a report by number under the new key', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent(at(0));
    expect(await desk.reportOf('n', 'verified', { epoch: 2 })).toMatchObject({ kind: 'reported' });
    expect(await desk.report(pid, 'verified')).toEqual({ kind: 'report-repeated' });
  });

  it('has its earlier texts taken off their device by a code for one under the new key', async () => {
    const desk = await openDesk(kind);
    for (const number of ['a', 'b', 'c']) {
      await desk.sent({ number, device: 'd' });
      desk.pass(HOUR_MS);
    }
    await desk.sent({ ...at(0), device: 'd' });
    desk.pass(30_000);
    await desk.report(await desk.sent({ ...at(1), device: 'd' }), 'verified');
    // Three of the five that a device may leave unanswered in a day are left.
    for (const number of ['e', 'f'])
      expect(await desk.admit({ number, device: 'd' })).toMatchObject({ kind: 'granted' });
  });

  it('is one open number of its device, not two', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ ...at(0), device: 'd' });
    desk.pass(30_000);
    await desk.sent({ ...at(1), device: 'd' });
    expect(await desk.admit({ device: 'd' })).toMatchObject({ kind: 'granted' });
  });
});

describe.each(REDIS_KINDS)('a number whose key changed, in $name, through several processes,', (kind) => {
  it('is forgotten by a process that is still in the epoch before', async () => {
    const desk = await openDesk(kind);
    await desk.sent(at(0));
    desk.pass(30_000);
    await desk.report(await desk.sent(at(1)), 'trusted');
    desk.pass(HOUR_MS);
    await desk.store.forget(numberKeys('n', 0), []);
    expect(await desk.isKnown(at(1))).toBe(false);
  });
});
