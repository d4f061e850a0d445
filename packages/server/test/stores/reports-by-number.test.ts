import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';

const OWN = { number: 'n' };

describe.each(EVERY_KIND)('a report by number to $name', (kind) => {
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

describe.each(EVERY_KIND)('a code that was entered, in $name,', (kind) => {
  /** Texts a number from a device that has another number open: it has room for no third until a code frees it. */
  async function sendFrom(desk: Desk, device: string, number = 'n'): Promise<string> {
    await desk.sent({ device });
    return desk.sent({ device, number });
  }

  /** Whether a device has room for a new number. No choice is offered, so that nothing is held by asking. */
  async function isFree(desk: Desk, device: string): Promise<boolean> {
    return (await desk.admit({ device }, [])).kind !== 'device-full';
  }

  it('frees the devices of the two texts claimed just before, and not of a third', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ device: 'd' });
    const first = await desk.hold({ ...OWN, device: 'd' });
    desk.pass(30_000);
    await sendFrom(desk, 'e');
    desk.pass(60_000);
    await sendFrom(desk, 'f');
    // Claimed after the other two, and yet, like them, within 10 minutes of the fourth.
    desk.pass(20_000);
    await desk.claim(first);
    desk.pass(490_000);
    await sendFrom(desk, 'g');
    expect(await desk.reportOf('n', 'verified')).toMatchObject({ kind: 'reported' });
    const free = [];
    for (const device of ['d', 'e', 'f', 'g']) free.push(await isFree(desk, device));
    expect(free).toEqual([true, false, true, true]);
  });

  it('takes no money but its own out of exposed: each further text to a number is paid for', async () => {
    const desk = await openDesk(kind);
    for (const gapMs of [30_000, 60_000, 0]) {
      await desk.sent(OWN);
      desk.pass(gapMs);
    }
    await desk.reportOf('n', 'verified');
    expect(await desk.holds()).toEqual({ exposed: 200, untrusted: 300, all: 300 });
  });

  it('frees devices of the 10 minutes before, and none from further back', async () => {
    const desk = await openDesk(kind);
    await sendFrom(desk, 'd', 'n');
    await sendFrom(desk, 'e', 'm');
    desk.almostPass(600_000);
    await desk.sent({ number: 'n' });
    await desk.reportOf('n', 'verified');
    expect(await isFree(desk, 'd')).toBe(true);
    desk.passTheRest();
    desk.pass(1);
    await desk.sent({ number: 'm' });
    await desk.reportOf('m', 'verified');
    expect(await isFree(desk, 'e')).toBe(false);
  });

  it('frees no device for a later text, and none for another number', async () => {
    const desk = await openDesk(kind);
    await sendFrom(desk, 'd', 'm');
    const pid = await desk.sent(OWN);
    desk.pass(30_000);
    await sendFrom(desk, 'e');
    await desk.report(pid, 'verified');
    expect(await isFree(desk, 'd')).toBe(false);
    expect(await isFree(desk, 'e')).toBe(false);
  });

  it.each([['undelivered'], ['verified'], ['trusted'], ['verified', 'trusted']] as const)(
    'leaves the earlier text to its own report: %s %s',
    async (...outcomes) => {
      const desk = await openDesk(kind);
      const earlier = await sendFrom(desk, 'd');
      desk.pass(30_000);
      await desk.sent(OWN);
      await desk.reportOf('n', 'verified');
      for (const outcome of outcomes) expect(await desk.report(earlier, outcome)).toMatchObject({ kind: 'reported' });
      expect(await isFree(desk, 'd')).toBe(true);
      const isVerified = outcomes.some((outcome) => outcome === 'verified' || outcome === 'trusted');
      const isTrusted = outcomes.some((outcome) => outcome === 'trusted');
      expect(await desk.holds()).toEqual({
        exposed: isVerified ? 100 : 200,
        untrusted: isTrusted ? 200 : 300,
        all: 300,
      });
    },
  );
});
