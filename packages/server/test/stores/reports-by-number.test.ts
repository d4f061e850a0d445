import { describe, expect, it } from 'vitest';
import { STORE_KINDS } from '../support/stores.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { openDesk } from './support/desk.js';

const OWN = { number: 'n' };

describe.each(STORE_KINDS)('a report by number to $name', (kind) => {
  it('is of the newest text by the order of claims, not of admissions', async () => {
    const desk = await openDesk(kind);
    const first = await desk.hold(OWN);
    desk.pass(30_000);
    const second = await desk.hold(OWN);
    await desk.claim(second);
    await desk.claim(first);
    expect(await desk.reportOf('n', 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.report(first, 'verified')).toEqual({ kind: 'report-repeated' });
    expect(await desk.report(second, 'verified')).toMatchObject({ kind: 'reported' });
  });

  it('passes over a text that is only held', async () => {
    const desk = await openDesk(kind);
    const sent = await desk.sent(OWN);
    desk.pass(30_000);
    await desk.hold(OWN);
    expect(await desk.reportOf('n', 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.report(sent, 'verified')).toEqual({ kind: 'report-repeated' });
  });

  it('touches no older text when it is repeated', async () => {
    const desk = await openDesk(kind);
    const older = await desk.sent(OWN);
    desk.pass(2 * HOUR_MS);
    await desk.sent(OWN);
    expect(await desk.reportOf('n', 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await desk.reportOf('n', 'trusted')).toEqual({ kind: 'report-repeated' });
    expect(await desk.holds('pool:DE', 'day')).toEqual({ exposed: 100, untrusted: 100, all: 200 });
    expect(await desk.report(older, 'verified')).toMatchObject({ kind: 'reported' });
  });

  it('touches no older text when it contradicts', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    desk.pass(HOUR_MS);
    await desk.sent(OWN);
    await desk.reportOf('n', 'trusted');
    expect(await desk.reportOf('n', 'verified')).toEqual({ kind: 'outcome-contradicts' });
    expect(await desk.holds('pool:DE', 'day')).toEqual({ exposed: 100, untrusted: 100, all: 200 });
  });

  it('of a code finds a text within an hour of its claim', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold(OWN);
    desk.pass(100_000);
    await desk.claim(pid);
    desk.almostPass(HOUR_MS);
    expect(await desk.reportOf('n', 'verified')).toMatchObject({ kind: 'reported' });
  });

  it('of a code finds nothing after an hour, where its permit still does', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent(OWN);
    desk.pass(HOUR_MS + 1);
    expect(await desk.reportOf('n', 'verified')).toEqual({ kind: 'report-unknown' });
    expect((await desk.holds('pool:DE', 'day')).exposed).toBe(100);
    expect(await desk.report(pid, 'verified')).toMatchObject({ kind: 'reported' });
  });

  it('of trust finds a text within 90 days, and nothing after', async () => {
    const desk = await openDesk(kind);
    for (const number of ['n', 'm']) await desk.sent({ number });
    desk.almostPass(90 * DAY_MS);
    expect(await desk.reportOf('n', 'trusted')).toMatchObject({ kind: 'reported' });
    desk.passTheRest();
    desk.pass(1);
    expect(await desk.reportOf('m', 'trusted')).toEqual({ kind: 'report-unknown' });
  });

  it('says repeated and contradicting also once the sums are left alone', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    desk.pass(26 * HOUR_MS);
    expect(await desk.reportOf('n', 'undelivered')).toMatchObject({ kind: 'reported' });
    expect(await desk.reportOf('n', 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await desk.reportOf('n', 'trusted')).toEqual({ kind: 'report-repeated' });
    expect(await desk.reportOf('n', 'undelivered')).toEqual({ kind: 'outcome-contradicts' });
  });
});

describe.each(STORE_KINDS)('a code that was entered, in $name,', (kind) => {
  it('takes two earlier texts of its number out of exposed, and out of nothing else', async () => {
    const desk = await openDesk(kind);
    await desk.sent();
    for (const gapMs of [30_000, 60_000, 0]) {
      await desk.sent(OWN);
      desk.pass(gapMs);
    }
    expect(await desk.reportOf('n', 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 400, all: 400 });
  });

  it('takes no third: the two newest of three within 10 minutes', async () => {
    const desk = await openDesk(kind);
    const first = await desk.hold({ ...OWN, microUsd: 1 });
    desk.pass(30_000);
    await desk.sent({ ...OWN, microUsd: 10 });
    desk.pass(60_000);
    await desk.sent({ ...OWN, microUsd: 100 });
    // Claimed before the other two by order of admission, and yet within 10 minutes of the fourth.
    desk.pass(20_000);
    await desk.claim(first);
    desk.pass(490_000);
    await desk.sent({ ...OWN, microUsd: 1_000 });
    await desk.reportOf('n', 'verified');
    expect((await desk.holds()).exposed).toBe(10);
  });

  it('takes texts of the 10 minutes before, and none from further back', async () => {
    const desk = await openDesk(kind);
    for (const number of ['n', 'm']) await desk.sent({ number });
    desk.almostPass(600_000);
    await desk.sent({ number: 'n' });
    await desk.reportOf('n', 'verified');
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 300, all: 300 });
    desk.passTheRest();
    desk.pass(1);
    await desk.sent({ number: 'm' });
    await desk.reportOf('m', 'verified');
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 400, all: 400 });
  });

  it('takes no later text, and none of another number or the same device', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ number: 'm', device: 'd' });
    const pid = await desk.sent({ number: 'n', device: 'd' });
    desk.pass(30_000);
    await desk.sent({ number: 'n', device: 'd' });
    await desk.report(pid, 'verified');
    expect(await desk.holds()).toEqual({ exposed: 200, untrusted: 300, all: 300 });
  });

  it('takes nothing twice out of exposed, whatever is reported of the earlier texts later', async () => {
    for (const outcomes of [['undelivered'], ['verified'], ['trusted'], ['verified', 'trusted']] as const) {
      const desk = await openDesk(kind);
      await desk.sent();
      const covered = await desk.sent(OWN);
      desk.pass(30_000);
      await desk.sent(OWN);
      await desk.reportOf('n', 'verified');
      for (const outcome of outcomes) expect(await desk.report(covered, outcome)).toMatchObject({ kind: 'reported' });
      const isTrusted = outcomes.some((outcome) => outcome === 'trusted');
      expect(await desk.holds()).toEqual({ exposed: 100, untrusted: isTrusted ? 200 : 300, all: 300 });
    }
  });

  it('takes nothing twice out of exposed where an earlier text was verified, covered or failed already', async () => {
    const desk = await openDesk(kind);
    await desk.sent();
    const first = await desk.sent(OWN);
    await desk.report(first, 'verified');
    desk.pass(30_000);
    const second = await desk.claimed(OWN);
    desk.pass(60_000);
    const third = await desk.sent(OWN);
    await desk.report(third, 'verified');
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 400, all: 400 });
    await desk.report(third, 'trusted');
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 300, all: 400 });
    expect(await desk.settle(second, 'failed')).toMatchObject({ kind: 'settled' });
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 200, all: 300 });
  });
});
