import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { HOUR_MS } from './support/choices.js';
import { openDesk } from './support/desk.js';

describe.each(EVERY_KIND)('a price that arrives later, in $name', (kind) => {
  it.each([0, 1, 99, 100])('changes nothing where it is not higher: %d for 100', async (microUsd) => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    expect(await desk.settle(pid, 'accepted', microUsd)).toEqual({ kind: 'settled', overrunMicroUsd: 0 });
    expect(await desk.report(pid, 'verified', microUsd)).toEqual({ kind: 'reported', overrunMicroUsd: 0 });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 100, all: 100 });
  });

  it('is added to every sum with the settlement, and answered as the difference', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    expect(await desk.settle(pid, 'accepted', 150)).toEqual({ kind: 'settled', overrunMicroUsd: 50 });
    expect(await desk.holds()).toEqual({ exposed: 150, untrusted: 150, all: 150 });
    expect(await desk.holds('site', 'month')).toEqual({ exposed: 150, untrusted: 150, all: 150 });
    expect(await desk.holds('network:n')).toEqual({ exposed: 1, untrusted: 1, all: 1 });
  });

  it('is added once: what comes after counts from there', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    await desk.settle(pid, 'accepted', 150);
    expect(await desk.report(pid, 'undelivered', 150)).toEqual({ kind: 'reported', overrunMicroUsd: 0 });
    expect(await desk.report(pid, 'verified', 170)).toEqual({ kind: 'reported', overrunMicroUsd: 20 });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 170, all: 170 });
  });

  it('is added only to sums in which the text still counts', async () => {
    const desk = await openDesk(kind);
    const [verified, trusted] = [await desk.claimed(), await desk.claimed()];
    await desk.report(verified, 'verified');
    await desk.report(trusted, 'trusted');
    expect(await desk.settle(verified, 'accepted', 150)).toEqual({ kind: 'settled', overrunMicroUsd: 50 });
    expect(await desk.settle(trusted, 'accepted', 170)).toEqual({ kind: 'settled', overrunMicroUsd: 70 });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 150, all: 320 });
    expect(await desk.report(verified, 'trusted', 160)).toEqual({ kind: 'reported', overrunMicroUsd: 10 });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 0, all: 330 });
  });

  it('is added to exposed also for a text before one whose code was entered', async () => {
    const desk = await openDesk(kind);
    const earlier = await desk.claimed({ number: 'n' });
    desk.pass(30_000);
    await desk.sent({ number: 'n' });
    await desk.reportOf('n', 'verified');
    expect(await desk.settle(earlier, 'accepted', 150)).toEqual({ kind: 'settled', overrunMicroUsd: 50 });
    expect(await desk.holds()).toEqual({ exposed: 150, untrusted: 250, all: 250 });
  });

  it('leaves with its text, in the buckets of its claim', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    desk.pass(HOUR_MS + 300_000);
    await desk.settle(pid, 'accepted', 150);
    expect(await desk.holds('pool:DE', 'hour')).toEqual({ exposed: 0, untrusted: 0, all: 0 });
    expect(await desk.holds('pool:DE', 'day')).toEqual({ exposed: 150, untrusted: 150, all: 150 });
    await desk.report(pid, 'trusted');
    expect(await desk.holds('pool:DE', 'day')).toEqual({ exposed: 0, untrusted: 0, all: 150 });
  });

  it('is nothing for a text that failed', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    expect(await desk.settle(pid, 'failed', 150)).toEqual({ kind: 'settled', overrunMicroUsd: 0 });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 0, all: 0 });
  });

  it('comes by number as well', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ number: 'n' });
    expect(await desk.reportOf('n', 'undelivered', { microUsd: 130 })).toEqual({
      kind: 'reported',
      overrunMicroUsd: 30,
    });
    expect(await desk.holds()).toEqual({ exposed: 130, untrusted: 130, all: 130 });
  });

  it('adds nothing with a report that is refused', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent();
    await desk.report(pid, 'verified');
    for (const outcome of ['verified', 'undelivered'] as const) {
      expect(await desk.report(pid, outcome, 1_000)).not.toMatchObject({ kind: 'reported' });
    }
    expect(await desk.settle(pid, 'accepted', 1_000)).toEqual({ kind: 'not-claimed' });
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 100, all: 100 });
  });
});
