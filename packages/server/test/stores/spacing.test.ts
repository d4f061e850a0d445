import { describe, expect, it } from 'vitest';
import type { AdmitResult } from '../../src/store.js';
import { EVERY_KIND } from '../support/stores.js';
import { HOUR_MS, ROOMY } from './support/choices.js';
import { type Asked, freshName } from './support/claims.js';
import { type Desk, openDesk } from './support/desk.js';

const MINUTE_MS = 60_000;
const OWN = { number: 'n' };

/** Expects a wait until this moment, as exactly as the store's clock can be set. */
function expectWaitUntil(desk: Desk, untilMs: number, result: AdmitResult): void {
  expect(result).toMatchObject({ kind: 'spaced' });
  const { waitMs } = result as Extract<AdmitResult, { kind: 'spaced' }>;
  expect(Math.abs(waitMs - (untilMs - desk.nowMs))).toBeLessThanOrEqual(desk.test.kind.slackMs);
}

/** Sends one text to the number at each of these times from now on; answers the times. */
async function sendAt(desk: Desk, ...delaysMs: readonly number[]): Promise<readonly number[]> {
  const startMs = desk.nowMs;
  const times: number[] = [];
  for (const delayMs of delaysMs) {
    desk.pass(startMs + delayMs - desk.nowMs);
    await desk.sent(OWN);
    times.push(desk.nowMs);
  }
  return times;
}

/** Asks until it is granted, and answers how long the store says that the next text has to wait. */
async function resendAfter(desk: Desk, asked: Asked = OWN): Promise<number> {
  const result = await desk.admit(asked);
  if (result.kind !== 'granted' && result.kind !== 'repeated') throw new Error(`not admitted: ${result.kind}`);
  return result.resendAfterMs;
}

describe.each(EVERY_KIND)('the wait that comes with an admission in $name', (kind) => {
  it('is 30 s, 60 s, then what is left of ten minutes: exactly as long as the next has to wait', async () => {
    const desk = await openDesk(kind);
    const startMs = desk.nowMs;
    for (const expectedMs of [30_000, 60_000, undefined]) {
      const claim = desk.claimOf(OWN);
      const granted = await desk.store.admit(claim, ROOMY);
      if (granted.kind !== 'granted') throw new Error(granted.kind);
      await desk.claim(claim.permit.pid);
      const waitMs = expectedMs ?? startMs + 10 * MINUTE_MS - desk.nowMs;
      expect(Math.abs(granted.resendAfterMs - waitMs)).toBeLessThanOrEqual(kind.slackMs);
      expectWaitUntil(desk, desk.nowMs + granted.resendAfterMs, await desk.admit(OWN));
      desk.pass(granted.resendAfterMs);
    }
    expect(Math.abs((await resendAfter(desk)) - 120_000)).toBeLessThanOrEqual(kind.slackMs);
  });

  it('is told anew to whoever comes again, and is over in time', async () => {
    const desk = await openDesk(kind);
    const again = { ...OWN, jti: freshName('jti'), idempotency: 'a' };
    await desk.sent(again);
    desk.pass(20_000 - kind.slackMs);
    expect(Math.abs((await resendAfter(desk, again)) - 10_000)).toBeLessThanOrEqual(kind.slackMs);
    desk.pass(10_000);
    expect(await resendAfter(desk, again)).toBe(0);
  });

  it('is nothing after a text that the provider refused', async () => {
    const desk = await openDesk(kind);
    const again = { ...OWN, jti: freshName('jti'), idempotency: 'a' };
    await desk.settle(await desk.claimed(again), 'failed');
    expect(await resendAfter(desk, again)).toBe(0);
  });
});

describe.each(EVERY_KIND)('the admissions of one number in $name', (kind) => {
  it('are 30 s apart, then 60 s', async () => {
    const desk = await openDesk(kind);
    for (const gapMs of [30_000, 60_000]) {
      const atMs = desk.nowMs;
      await desk.sent(OWN);
      expectWaitUntil(desk, atMs + gapMs, await desk.admit(OWN));
      desk.almostPass(gapMs);
      expectWaitUntil(desk, atMs + gapMs, await desk.admit(OWN));
      desk.passTheRest();
    }
    await desk.sent(OWN);
  });

  it('are 120 s apart from the third on', async () => {
    const desk = await openDesk(kind);
    const times = await sendAt(desk, 0, MINUTE_MS, 9.5 * MINUTE_MS);
    expectWaitUntil(desk, times[2]! + 2 * MINUTE_MS, await desk.admit(OWN));
    desk.almostPass(2 * MINUTE_MS);
    expect(await desk.admit(OWN)).toMatchObject({ kind: 'spaced' });
    desk.passTheRest();
    await desk.sent(OWN);
    expectWaitUntil(desk, desk.nowMs + 2 * MINUTE_MS, await desk.admit(OWN));
  });

  it('are three in any 10 minutes', async () => {
    const desk = await openDesk(kind);
    const times = await sendAt(desk, 0, 35_000, 100_000);
    expectWaitUntil(desk, times[0]! + 10 * MINUTE_MS, await desk.admit(OWN));
    desk.almostPass(times[0]! + 10 * MINUTE_MS - desk.nowMs);
    expectWaitUntil(desk, times[0]! + 10 * MINUTE_MS, await desk.admit(OWN));
    desk.passTheRest();
    await desk.sent(OWN);
    expectWaitUntil(desk, desk.nowMs + 2 * MINUTE_MS, await desk.admit(OWN));
  });

  it('are five in any hour', async () => {
    const desk = await openDesk(kind);
    const times = await sendAt(desk, ...[0, 10, 20, 30, 40].map((minutes) => minutes * MINUTE_MS));
    desk.pass(10 * MINUTE_MS);
    expectWaitUntil(desk, times[0]! + HOUR_MS, await desk.admit(OWN));
    desk.almostPass(times[0]! + HOUR_MS - desk.nowMs);
    expect(await desk.admit(OWN)).toMatchObject({ kind: 'spaced' });
    desk.passTheRest();
    await desk.sent(OWN);
    desk.pass(2 * MINUTE_MS);
    expectWaitUntil(desk, times[1]! + HOUR_MS, await desk.admit(OWN));
  });

  it('are ten in any day, whatever became of them', async () => {
    const desk = await openDesk(kind);
    const startMs = desk.nowMs;
    const times: number[] = [];
    for (let text = 0; text < 10; text++) {
      desk.pass(startMs + text * 20 * MINUTE_MS - desk.nowMs);
      await desk.report(await desk.sent(OWN), 'trusted');
      times.push(desk.nowMs);
    }
    desk.pass(20 * MINUTE_MS);
    expectWaitUntil(desk, times[0]! + 24 * HOUR_MS, await desk.admit(OWN));
    desk.almostPass(times[0]! + 24 * HOUR_MS - desk.nowMs);
    expect(await desk.admit(OWN)).toMatchObject({ kind: 'spaced' });
    desk.passTheRest();
    await desk.sent(OWN);
    desk.pass(2 * MINUTE_MS);
    expectWaitUntil(desk, times[1]! + 24 * HOUR_MS, await desk.admit(OWN));
  });

  it('are counted anew after an hour', async () => {
    const desk = await openDesk(kind);
    await sendAt(desk, 0, 35_000, 100_000);
    desk.pass(HOUR_MS);
    await desk.sent(OWN);
    expectWaitUntil(desk, desk.nowMs + 30_000, await desk.admit(OWN));
  });

  it('count from the admission, not from the claim', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.hold(OWN);
    desk.pass(29_000 - kind.slackMs);
    await desk.claim(pid);
    desk.pass(1_000 + kind.slackMs);
    await desk.hold(OWN);
  });

  it('count while they are only held, and drop out once the hold expired', async () => {
    const desk = await openDesk(kind);
    for (const gapMs of [30_000, 60_000, 0]) {
      await desk.hold(OWN);
      desk.pass(gapMs);
    }
    expect(await desk.admit(OWN)).toMatchObject({ kind: 'spaced' });
    desk.pass(120_000);
    await desk.sent(OWN);
    expectWaitUntil(desk, desk.nowMs + 30_000, await desk.admit(OWN));
  });

  it('drop out where the provider refused the text', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 8; turn++) {
      const pid = await desk.claimed(OWN);
      expect(await desk.admit(OWN)).toMatchObject({ kind: 'spaced' });
      await desk.settle(pid, 'failed');
    }
    await desk.sent(OWN);
    expectWaitUntil(desk, desk.nowMs + 30_000, await desk.admit(OWN));
  });

  it('are not what was refused: that leaves the number as it was', async () => {
    const desk = await openDesk(kind);
    for (let turn = 0; turn < 8; turn++) expect(await desk.admit(OWN, [])).toEqual({ kind: 'closed' });
    await desk.sent(OWN);
  });

  it('are spaced however the number is known, from whichever device, and after any outcome', async () => {
    const desk = await openDesk(kind);
    for (const outcome of ['undelivered', 'verified', 'trusted'] as const) {
      const number = `${outcome} n`;
      const pid = await desk.sent({ number, device: 'd' });
      await desk.report(pid, outcome);
      for (const device of ['d', 'e']) expect(await desk.admit({ number, device })).toMatchObject({ kind: 'spaced' });
      await desk.sent({ number: `another ${outcome}` });
    }
  });

  it('are spaced by a clock that never goes back', async () => {
    const desk = await openDesk(kind);
    await desk.sent(OWN);
    desk.test.clock.advanceMs(-10 * MINUTE_MS);
    const result = await desk.admit(OWN);
    desk.test.clock.advanceMs(10 * MINUTE_MS);
    expectWaitUntil(desk, desk.nowMs + 30_000, result);
    desk.pass(30_000);
    await desk.sent(OWN);
  });
});
