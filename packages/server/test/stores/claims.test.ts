import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { freshId } from './support/claims.js';
import { HOUR_MS, limit, only, SUMS } from './support/choices.js';
import { openDesk } from './support/desk.js';

const NOTHING = { exposed: 0, untrusted: 0, all: 0 };
const ONE_TEXT = { exposed: 100, untrusted: 100, all: 100 };

describe.each(EVERY_KIND)('a permit held in $name', (kind) => {
  it('is unknown under another id', async () => {
    const desk = await openDesk(kind);
    await desk.hold();
    expect(await desk.claim(freshId())).toEqual({ kind: 'permit-unknown' });
  });

  it('is claimed once, for its price', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold({ microUsd: 70 });
    expect(await desk.claim(pid)).toEqual({ kind: 'claimed', microUsd: 70 });
    expect(await desk.claim(pid)).toEqual({ kind: 'permit-claimed' });
    await desk.settle(pid, 'accepted');
    expect(await desk.claim(pid)).toEqual({ kind: 'permit-claimed' });
    expect((await desk.holds()).all).toBe(70);
  });

  it('is claimed within its 120 s also where its challenge has passed', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold({ redeemedUntilMs: desk.nowMs + 10_000 });
    desk.pass(110_000);
    expect(await desk.claim(pid)).toEqual({ kind: 'claimed', microUsd: 100 });
  });

  it('is not claimed again after it failed, or once the 120 s are over', async () => {
    const desk = await openDesk(kind);
    const failed = await desk.claimed();
    const sent = await desk.claimed();
    await desk.settle(failed, 'failed');
    for (const ms of [0, 120_000, HOUR_MS]) {
      desk.pass(ms);
      expect(await desk.claim(failed)).toEqual({ kind: 'permit-claimed' });
      expect(await desk.claim(sent)).toEqual({ kind: 'permit-claimed' });
    }
  });

  it('is claimed just before 120 s have passed', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold();
    desk.almostPass(120_000);
    expect(await desk.claim(pid)).toMatchObject({ kind: 'claimed' });
  });

  it('is refused once 120 s have passed, also when somebody tried earlier to claim another', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold();
    await desk.claimed();
    desk.pass(120_000);
    for (let turn = 0; turn < 2; turn++) expect(await desk.claim(pid)).toEqual({ kind: 'permit-expired' });
  });

  it('is still refused at 120 s where the clock was set back since', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold();
    desk.pass(120_000);
    await desk.sent();
    desk.test.clock.advanceMs(-HOUR_MS);
    expect(await desk.claim(pid)).toEqual({ kind: 'permit-expired' });
  });

  it('keeps its money for 120 s, and for 150 s at most', async () => {
    const desk = await openDesk(kind);
    for (const late of [0, 15_000, 27_000]) {
      desk.pass(30_000 - (desk.nowMs % 30_000) + late);
      await desk.hold();
      desk.almostPass(120_000);
      expect(await desk.holds('pool:DE', 'hour')).toEqual(ONE_TEXT);
      expect(await desk.holds('pool:DE', 'day')).toEqual(ONE_TEXT);
      desk.passTheRest();
      desk.pass(30_000);
      expect(await desk.holds('pool:DE', 'hour')).toEqual(NOTHING);
      expect(await desk.holds('pool:DE', 'day')).toEqual(NOTHING);
    }
  });

  it('makes room again when it was never claimed, and not before', async () => {
    const desk = await openDesk(kind);
    for (const sum of SUMS) {
      const choices = only(limit(sum, 'day', 100));
      await desk.hold({}, choices);
      desk.almostPass(120_000);
      expect(await desk.admit({}, choices)).toMatchObject({ kind: 'full' });
      desk.pass(32_000);
      await desk.hold({}, choices);
      desk.pass(150_000);
    }
  });

  it('moves its money to the buckets of now when it is claimed', async () => {
    const desk = await openDesk(kind);
    desk.pass(290_000);
    const pid = await desk.hold();
    desk.pass(60_000);
    await desk.claim(pid);
    expect(await desk.holds()).toEqual(ONE_TEXT);
    // Counted from the claim on: an hour, and the spare bucket; the hold was a bucket earlier.
    desk.almostPass(HOUR_MS);
    expect(await desk.holds()).toEqual(ONE_TEXT);
    desk.passTheRest();
    desk.pass(300_000);
    expect(await desk.holds()).toEqual(NOTHING);
    expect(await desk.holds('pool:DE', 'day')).toEqual(ONE_TEXT);
    expect(await desk.holds('site', 'month')).toEqual(ONE_TEXT);
  });

  it('counts once around its claim, not as held and claimed', async () => {
    const desk = await openDesk(kind);
    const choices = only(limit('all', 'hour', 200));
    await desk.claimed({}, choices);
    expect(await desk.admit({ microUsd: 101 }, choices)).toMatchObject({ kind: 'full', row: { used: 100 } });
    expect(await desk.admit({ microUsd: 100 }, choices)).toMatchObject({ kind: 'granted' });
  });

  it('counts as sent when its process went away right after the claim', async () => {
    const desk = await openDesk(kind);
    await desk.claimed();
    desk.pass(150_000);
    expect(await desk.holds()).toEqual(ONE_TEXT);
  });
});
