import { describe, expect, it } from 'vitest';
import type { Outcome, ReportResult } from '../../src/store.js';
import { EVERY_KIND } from '../support/stores.js';
import { freshId } from './support/claims.js';
import { DAY_MS, HOUR_MS, SUMS, WINDOWS } from './support/choices.js';
import { openDesk } from './support/desk.js';

type Sums = readonly [exposed: number, untrusted: number, all: number];

const OUTCOMES: readonly Outcome[] = ['undelivered', 'abandoned', 'verified', 'trusted'];

/** What a text of 100 still counts for after these outcomes, one after the other. */
const LEFT_BY: readonly (readonly [outcomes: readonly Outcome[], sums: Sums])[] = [
  [[], [100, 100, 100]],
  [['undelivered'], [100, 100, 100]],
  [['abandoned'], [100, 100, 100]],
  [['verified'], [0, 100, 100]],
  [['trusted'], [0, 0, 100]],
  [
    ['undelivered', 'verified'],
    [0, 100, 100],
  ],
  [
    ['abandoned', 'trusted'],
    [0, 0, 100],
  ],
  [
    ['verified', 'trusted'],
    [0, 0, 100],
  ],
  [
    ['undelivered', 'verified', 'trusted'],
    [0, 0, 100],
  ],
];

function named(sums: Sums): Record<string, number> {
  return Object.fromEntries(SUMS.map((sum, at) => [sum, sums[at]!]));
}

describe.each(EVERY_KIND)('what a text counts for in $name', (kind) => {
  it.each(LEFT_BY)(
    'after %j is %j of exposed, untrusted and all, in every window and meter',
    async (outcomes, sums) => {
      const desk = await openDesk(kind);
      // A second text in the same buckets: what leaves twice would be missed there.
      await desk.sent();
      const pid = await desk.sent();
      for (const outcome of outcomes) {
        desk.pass(1_000);
        expect(await desk.report(pid, outcome)).toEqual({ kind: 'reported', overrunMicroUsd: 0 });
      }
      const [exposed, untrusted, all] = sums;
      const expected = named([100 + exposed, 100 + untrusted, 100 + all]);
      for (const window of WINDOWS) expect(await desk.holds('site', window)).toEqual(expected);
      expect(await desk.holds('pool:DE', 'day')).toEqual(expected);
      expect(await desk.holds('network:n')).toEqual(named([1 + exposed / 100, 1 + untrusted / 100, 1 + all / 100]));
    },
  );

  it('is nothing once the provider refused it before acceptance, and is given back once', async () => {
    const desk = await openDesk(kind);
    await desk.sent();
    const pid = await desk.claimed();
    expect(await desk.settle(pid, 'failed')).toEqual({ kind: 'settled', overrunMicroUsd: 0 });
    for (const state of ['failed', 'accepted'] as const) {
      expect(await desk.settle(pid, state)).toEqual({ kind: 'not-claimed' });
    }
    for (const window of WINDOWS) expect(await desk.holds('site', window)).toEqual(named([100, 100, 100]));
    expect(await desk.holds('network:n')).toEqual(named([1, 1, 1]));
  });

  it('is left in the buckets in which it was counted, and no others', async () => {
    const desk = await openDesk(kind);
    const [failed, verified] = [await desk.claimed(), await desk.sent()];
    desk.pass(HOUR_MS + 300_000);
    await desk.sent();
    await desk.settle(failed, 'failed');
    await desk.report(verified, 'verified');
    expect(await desk.holds('pool:DE', 'hour')).toEqual(named([100, 100, 100]));
    expect(await desk.holds('pool:DE', 'day')).toEqual(named([100, 200, 200]));
  });

  it('leaves a longer window also where the shorter one has passed it by', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent();
    desk.pass(25 * HOUR_MS);
    await desk.sent();
    expect(await desk.report(pid, 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await desk.holds('site', 'day')).toEqual(named([100, 100, 100]));
    expect(await desk.holds('site', 'month')).toEqual(named([100, 100, 200]));
  });

  it('is left alone after 26 hours, whatever is reported', async () => {
    const desk = await openDesk(kind);
    const failed = await desk.claimed();
    const trusted = await desk.sent({ number: 'n' });
    desk.pass(26 * HOUR_MS);
    await desk.settle(failed, 'failed');
    await desk.report(trusted, 'verified');
    await desk.reportOf('n', 'trusted', { microUsd: 1_000 });
    expect(await desk.holds('site', 'month')).toEqual(named([200, 200, 200]));
  });

  it('goes by itself when the window has passed, and a spare bucket', async () => {
    const desk = await openDesk(kind);
    for (const [window, windowMs, bucketMs] of [
      ['hour', HOUR_MS, 300_000],
      ['day', DAY_MS, HOUR_MS],
      ['month', 30 * DAY_MS, DAY_MS],
    ] as const) {
      desk.pass(32 * DAY_MS + 12_345);
      await desk.sent();
      desk.almostPass(windowMs);
      expect(await desk.holds('site', window)).toEqual(named([100, 100, 100]));
      desk.passTheRest();
      desk.pass(bucketMs);
      expect(await desk.holds('site', window)).toEqual(named([0, 0, 0]));
    }
  });
});

describe.each(EVERY_KIND)('a report to $name', (kind) => {
  it('is unknown for a permit that is unknown, or only held, and writes nothing', async () => {
    const desk = await openDesk(kind);
    const held = await desk.hold({ number: 'n' });
    for (const outcome of OUTCOMES) {
      expect(await desk.report(freshId(), outcome)).toEqual({ kind: 'report-unknown' });
      expect(await desk.report(held, outcome)).toEqual({ kind: 'report-unknown' });
      expect(await desk.reportOf('n', outcome)).toEqual({ kind: 'report-unknown' });
      expect(await desk.reportOf('m', outcome)).toEqual({ kind: 'report-unknown' });
    }
    expect(await desk.holds()).toEqual(named([100, 100, 100]));
    expect(await desk.claim(held)).toMatchObject({ kind: 'claimed' });
  });

  it.each(OUTCOMES.flatMap((first) => OUTCOMES.map((then) => ({ first, then }))))(
    'goes forward: $first, then $then',
    async ({ first, then }) => {
      const desk = await openDesk(kind);
      const pid = await desk.sent();
      await desk.report(pid, first);
      const before = await desk.holds();
      const isForward = then !== first && (then === 'trusted' || (then === 'verified' && first !== 'trusted'));
      const refusal = then === first ? 'report-repeated' : 'outcome-contradicts';
      const expected: ReportResult['kind'] = isForward ? 'reported' : refusal;
      expect(await desk.report(pid, then)).toMatchObject({ kind: expected });
      if (!isForward) expect(await desk.holds()).toEqual(before);
    },
  );

  it('comes before or after the settlement: both count', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    expect(await desk.report(pid, 'verified')).toMatchObject({ kind: 'reported' });
    expect(await desk.settle(pid, 'accepted')).toMatchObject({ kind: 'settled' });
    expect(await desk.report(pid, 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await desk.holds()).toEqual(named([0, 0, 100]));
  });

  it('contradicts a text that failed before acceptance', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.claimed();
    await desk.settle(pid, 'failed');
    for (const outcome of OUTCOMES) expect(await desk.report(pid, outcome)).toEqual({ kind: 'outcome-contradicts' });
    expect(await desk.holds()).toEqual(named([0, 0, 0]));
  });
});

describe.each(EVERY_KIND)('a settlement in $name', (kind) => {
  it('is refused for a permit that is unknown or only held', async () => {
    const desk = await openDesk(kind);
    const held = await desk.hold();
    for (const state of ['accepted', 'failed'] as const) {
      expect(await desk.settle(freshId(), state)).toEqual({ kind: 'not-claimed' });
      expect(await desk.settle(held, state)).toEqual({ kind: 'not-claimed' });
    }
    expect(await desk.claim(held)).toMatchObject({ kind: 'claimed' });
  });

  it('happens once', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent();
    for (const state of ['accepted', 'failed'] as const) {
      expect(await desk.settle(pid, state)).toEqual({ kind: 'not-claimed' });
    }
    expect(await desk.holds()).toEqual(named([100, 100, 100]));
  });

  it.each(['undelivered', 'verified', 'trusted'] as const)(
    'as failed contradicts %s, which proves acceptance',
    async (outcome) => {
      const desk = await openDesk(kind);
      const pid = await desk.claimed();
      await desk.report(pid, outcome);
      const before = await desk.holds();
      expect(await desk.settle(pid, 'failed')).toEqual({ kind: 'outcome-contradicts' });
      expect(await desk.settle(pid, 'failed')).toEqual({ kind: 'not-claimed' });
      expect(await desk.holds()).toEqual(before);
    },
  );

  it('as failed after an outcome leaves it accepted, for whoever presents its token again', async () => {
    const desk = await openDesk(kind);
    const asked = { jti: freshId(), idempotency: 'a' };
    const pid = await desk.claimed(asked);
    await desk.report(pid, 'undelivered');
    await desk.settle(pid, 'failed');
    expect(await desk.admit(asked)).toMatchObject({ kind: 'repeated', permit: { pid }, state: 'accepted' });
  });
});
