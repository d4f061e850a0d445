import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { freshName } from './support/claims.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';

const OWN = { device: 'd' };

/** Sends one text to a new number. */
function sendNew(desk: Desk): Promise<string> {
  return desk.sent({ ...OWN, number: freshName('number') });
}

describe.each(EVERY_KIND)('a device in $name', (kind) => {
  it('has two open numbers at most', async () => {
    const desk = await openDesk(kind);
    for (const number of ['a', 'b']) await desk.sent({ ...OWN, number });
    expect(await desk.admit({ ...OWN, number: 'c' })).toEqual({ kind: 'device-full' });
    desk.pass(30_000);
    expect(await desk.admit({ ...OWN, number: 'c' })).toEqual({ kind: 'device-full' });
    for (const number of ['a', 'b']) await desk.sent({ ...OWN, number });
    await desk.sent({ device: 'e', number: 'c' });
  });

  it('may text one number again while two are open, and not another', async () => {
    const desk = await openDesk(kind);
    for (const number of ['a', 'b', 'a']) {
      await desk.sent({ ...OWN, number });
      desk.pass(30_000);
    }
    expect(await desk.admit({ ...OWN, number: 'c' })).toEqual({ kind: 'device-full' });
  });

  it('has a number open while its text is only held, until the hold expires', async () => {
    const desk = await openDesk(kind);
    for (const number of ['a', 'b']) await desk.hold({ ...OWN, number });
    desk.almostPass(120_000);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
    desk.passTheRest();
    await sendNew(desk);
  });

  it('has a number open for an hour after its text', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 2; turn++) await sendNew(desk);
    desk.almostPass(HOUR_MS);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
    desk.passTheRest();
    for (let turn = 0; turn < 2; turn++) await sendNew(desk);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });

  it.each(['verified', 'trusted'] as const)('is free of a number once that is %s', async (outcome) => {
    const desk = await openDesk(kind);
    const [first] = [await sendNew(desk), await sendNew(desk)];
    await desk.report(first, outcome);
    await sendNew(desk);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });

  it('is free of a number by one code, also where that was texted twice', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 2; turn++) {
      await desk.sent({ ...OWN, number: 'a' });
      desk.pass(30_000);
    }
    await desk.reportOf('a', 'verified');
    for (let turn = 0; turn < 2; turn++) await sendNew(desk);
  });

  it('is free of a number that the provider refused', async () => {
    const desk = await openDesk(kind);
    await sendNew(desk);
    await desk.settle(await desk.claimed(OWN), 'failed');
    await sendNew(desk);
  });

  it('is not free of one by any other outcome', async () => {
    const desk = await openDesk(kind);
    for (const outcome of ['undelivered', 'abandoned'] as const) await desk.report(await sendNew(desk), outcome);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });

  it('has five unverified texts in 24 hours at most, to whichever numbers', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 5; turn++) {
      await desk.sent({ ...OWN, number: 'a' });
      desk.pass(HOUR_MS);
    }
    for (const number of ['a', 'b']) expect(await desk.admit({ ...OWN, number })).toEqual({ kind: 'device-full' });
    desk.almostPass(DAY_MS - 5 * (HOUR_MS + kind.slackMs));
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
    desk.passTheRest();
    await sendNew(desk);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });

  it('sends on where its texts are verified, as many as there are', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 8; turn++) await desk.report(await sendNew(desk), 'verified');
    for (let turn = 0; turn < 2; turn++) await sendNew(desk);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });

  it('has one of five free again by a code for it', async () => {
    const desk = await openDesk(kind);
    const sent: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      sent.push(await sendNew(desk));
      desk.pass(HOUR_MS);
    }
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
    await desk.report(sent[2]!, 'verified');
    await sendNew(desk);
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });

  it('does not count what was refused, or held and never sent', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 7; turn++) {
      expect(await desk.admit(OWN, [])).toEqual({ kind: 'closed' });
      await desk.hold(OWN);
      desk.pass(120_000);
    }
    for (let turn = 0; turn < 2; turn++) await sendNew(desk);
  });

  it('keeps its later texts where an outcome of an old one comes after a day', async () => {
    const desk = await openDesk(kind);
    const old = await sendNew(desk);
    desk.pass(24.5 * HOUR_MS);
    for (let turn = 0; turn < 2; turn++) await sendNew(desk);
    expect(await desk.report(old, 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.admit(OWN)).toEqual({ kind: 'device-full' });
  });
});

describe.each(EVERY_KIND)('a device is warm in $name', (kind) => {
  const isWarm = (desk: Desk, device = 'd') => desk.opens('warm-device', { device });

  it('not before a code, nor by texts without one', async () => {
    const desk = await openDesk(kind);
    expect(await isWarm(desk)).toBe(false);
    await desk.report(await sendNew(desk), 'undelivered');
    await desk.settle(await desk.claimed(OWN), 'failed');
    expect(await isWarm(desk)).toBe(false);
  });

  it.each(['verified', 'trusted'] as const)('from a text that is %s on, for 90 days', async (outcome) => {
    const desk = await openDesk(kind);
    await desk.report(await sendNew(desk), outcome);
    expect(await isWarm(desk)).toBe(true);
    expect(await isWarm(desk, 'e')).toBe(false);
    desk.almostPass(90 * DAY_MS);
    expect(await isWarm(desk)).toBe(true);
    desk.passTheRest();
    desk.pass(1);
    expect(await isWarm(desk)).toBe(false);
  });

  it('by a report by number too, and for 90 days from the newest', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ ...OWN, number: 'n' });
    await desk.reportOf('n', 'verified');
    desk.pass(60 * DAY_MS);
    await desk.report(await sendNew(desk), 'verified');
    desk.pass(60 * DAY_MS);
    expect(await isWarm(desk)).toBe(true);
  });

  it('by a code for a text that left its own day behind, while outcomes still count', async () => {
    const desk = await openDesk(kind);
    for (const outcome of ['verified', 'trusted'] as const) {
      const device = `${outcome} d`;
      const pid = await desk.sent({ device });
      desk.pass(25 * HOUR_MS);
      expect(await desk.report(pid, outcome)).toMatchObject({ kind: 'reported' });
      expect(await isWarm(desk, device)).toBe(true);
    }
  });
});
