import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';

const OWN = { number: 'n' };

/** Sends texts to the number that nobody answers, an hour apart. */
async function pump(desk: Desk, texts: number): Promise<void> {
  for (let turn = 0; turn < texts; turn++) {
    desk.pass(HOUR_MS);
    await desk.sent(OWN);
  }
  desk.pass(HOUR_MS);
}

async function trust(desk: Desk): Promise<void> {
  await desk.report(await desk.sent(OWN), 'trusted');
  desk.pass(HOUR_MS);
}

describe.each(EVERY_KIND)('a number in $name', (kind) => {
  it('is not known before anything, nor by texts without a code', async () => {
    const desk = await openDesk(kind);
    expect(await desk.isKnown(OWN)).toBe(false);
    for (const outcome of ['undelivered', 'abandoned'] as const) {
      await desk.report(await desk.sent(OWN), outcome);
      desk.pass(HOUR_MS);
    }
    desk.pass(2 * DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('is known once trusted, for 90 days', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent(OWN);
    desk.pass(HOUR_MS);
    await desk.report(pid, 'trusted');
    expect(await desk.isKnown(OWN)).toBe(true);
    desk.almostPass(90 * DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(true);
    desk.passTheRest();
    desk.pass(1);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('is known from 24 hours to 90 days after a code', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent(OWN), 'verified');
    desk.almostPass(DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(false);
    desk.passTheRest();
    expect(await desk.isKnown(OWN)).toBe(true);
    desk.almostPass(89 * DAY_MS - 2 * kind.slackMs);
    expect(await desk.isKnown(OWN)).toBe(true);
    desk.passTheRest();
    desk.pass(1);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('stays known by an old code while a new one ripens', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent(OWN), 'verified');
    desk.pass(60 * DAY_MS);
    await desk.report(await desk.sent(OWN), 'verified');
    for (const ms of [HOUR_MS, 23 * HOUR_MS, 30 * DAY_MS, 50 * DAY_MS]) {
      desk.pass(ms);
      expect(await desk.isKnown(OWN)).toBe(true);
    }
    desk.pass(10 * DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('is known by the newest of its codes to the end, also where that came within a day of another', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent(OWN), 'verified');
    desk.pass(12 * HOUR_MS);
    await desk.report(await desk.sent(OWN), 'verified');
    desk.pass(90 * DAY_MS - 6 * HOUR_MS);
    expect(await desk.isKnown(OWN)).toBe(true);
  });

  it('becomes known by trust that is reported by number long after', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    desk.pass(80 * DAY_MS);
    await desk.reportOf('n', 'trusted');
    desk.pass(80 * DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(true);
  });

  it('is lost after three claimed texts in a row without a code, and not after two', async () => {
    const desk = await openDesk(kind);
    await trust(desk);
    await pump(desk, 2);
    expect(await desk.isKnown(OWN)).toBe(true);
    await pump(desk, 1);
    expect(await desk.isKnown(OWN)).toBe(false);
    desk.pass(30 * DAY_MS);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it.each(['verified', 'trusted'] as const)('is regained by the next text that is %s', async (outcome) => {
    const desk = await openDesk(kind);
    await trust(desk);
    await pump(desk, 3);
    expect(await desk.isKnown(OWN)).toBe(false);
    await desk.report(await desk.sent(OWN), outcome);
    desk.pass(HOUR_MS);
    expect(await desk.isKnown(OWN)).toBe(true);
    await pump(desk, 2);
    expect(await desk.isKnown(OWN)).toBe(true);
  });

  it('is lost also where each text came back undelivered or abandoned', async () => {
    const desk = await openDesk(kind);
    await trust(desk);
    for (const outcome of ['undelivered', 'abandoned', 'undelivered'] as const) {
      expect(await desk.isKnown(OWN)).toBe(true);
      await desk.report(await desk.sent(OWN), outcome);
      desk.pass(HOUR_MS);
    }
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('is not lost by texts that were only held, or that the provider refused', async () => {
    const desk = await openDesk(kind);
    await trust(desk);
    for (let turn = 0; turn < 4; turn++) {
      await desk.hold(OWN);
      desk.pass(HOUR_MS);
      await desk.settle(await desk.claimed(OWN), 'failed');
      desk.pass(HOUR_MS);
    }
    expect(await desk.isKnown(OWN)).toBe(true);
    await pump(desk, 2);
    expect(await desk.isKnown(OWN)).toBe(true);
  });

  it('is lost after three in a row, whatever became of a text before the code', async () => {
    const desk = await openDesk(kind);
    const late = await desk.claimed(OWN);
    desk.pass(HOUR_MS);
    await trust(desk);
    await pump(desk, 1);
    await desk.settle(late, 'failed');
    await pump(desk, 2);
    expect(await desk.isKnown(OWN)).toBe(false);
  });
});

describe.each(EVERY_KIND)('a number that the site says it knows, in $name,', (kind) => {
  it('opens its choice though the store never saw it', async () => {
    const desk = await openDesk(kind);
    expect(await desk.opens('site-known-number', OWN)).toBe(true);
    expect(await desk.isKnown(OWN)).toBe(false);
  });

  it('loses it after three claimed texts in a row without a code, and regains it by the next', async () => {
    const desk = await openDesk(kind);
    await pump(desk, 2);
    expect(await desk.opens('site-known-number', OWN)).toBe(true);
    await pump(desk, 1);
    expect(await desk.opens('site-known-number', OWN)).toBe(false);
    await desk.report(await desk.sent(OWN), 'verified');
    desk.pass(HOUR_MS);
    expect(await desk.opens('site-known-number', OWN)).toBe(true);
    expect(await desk.isKnown(OWN)).toBe(false);
  });
});
