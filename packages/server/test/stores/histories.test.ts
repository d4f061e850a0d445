import { describe, expect, it } from 'vitest';
import type { Histories } from '../../src/store.js';
import { EVERY_KIND } from '../support/stores.js';
import { choice, DAY_MS, HOUR_MS, limit, meter, textMeter } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';

const SENT_IN = [choice([meter('pool:DE'), meter('block:49'), textMeter('network:n')])];

/** What `full` tells of these meters. */
async function historiesOf(desk: Desk, ...names: readonly string[]): Promise<Histories> {
  const meters = names.map((name) => meter(name, [limit('all', 'hour', 0)]));
  const result = await desk.admit({ microUsd: 1 }, [choice(meters)]);
  if (result.kind !== 'full') throw new Error(`full expected, got ${result.kind}`);
  return result.histories;
}

function dayOf(desk: Desk): number {
  return Math.floor(desk.nowMs / DAY_MS);
}

describe.each(EVERY_KIND)("a meter's history in $name", (kind) => {
  it('is left out where there is none, or only money without a code', async () => {
    const desk = await openDesk(kind);
    for (const outcome of ['undelivered', 'abandoned'] as const) {
      await desk.report(await desk.sent({}, SENT_IN), outcome);
    }
    await desk.settle(await desk.claimed({}, SENT_IN), 'failed');
    expect(await historiesOf(desk, 'pool:DE', 'block:49', 'pool:FR')).toEqual({});
  });

  it('is told of the meters of the full choice: what was verified and what was trusted at once', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({ microUsd: 30 }, SENT_IN), 'verified');
    await desk.report(await desk.sent({ microUsd: 50 }, SENT_IN), 'trusted');
    const days = [{ day: dayOf(desk), verified: 80 }];
    expect(await historiesOf(desk, 'pool:DE', 'block:49', 'pool:FR')).toEqual({ 'pool:DE': days, 'block:49': days });
    expect(await historiesOf(desk, 'block:49')).toEqual({ 'block:49': days });
  });

  it('is told of every choice that was open and full, also where a later one had room', async () => {
    const desk = await openDesk(kind);
    for (const name of ['pool:DE', 'pool:known', 'pool:FR']) {
      await desk.report(await desk.sent({}, [choice([meter(name)])]), 'verified');
    }
    const days = [{ day: dayOf(desk), verified: 100 }];
    const full = (name: string) => choice([meter(name, [limit('all', 'hour', 0)])]);
    const shut = { ...full('pool:FR'), opening: 'known-number' } as const;
    const histories = { 'pool:DE': days, 'pool:known': days };
    const choices = [shut, full('pool:known'), full('pool:DE')];
    expect(await desk.admit({}, choices)).toMatchObject({ kind: 'full', histories });
    const granted = await desk.admit({}, [...choices, choice([meter('pool:US')])]);
    expect(granted).toMatchObject({ kind: 'granted', histories });
    expect(await desk.admit({}, [choice([meter('pool:US')])])).toHaveProperty('histories', {});
  });

  it('is not kept where the meter keeps none', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({}, SENT_IN), 'trusted');
    expect(await historiesOf(desk, 'network:n')).toEqual({});
  });

  it('counts a text once: verified, and trusted later', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent({}, SENT_IN);
    const days = [{ day: dayOf(desk), verified: 100 }];
    for (const outcome of ['verified', 'verified', 'trusted', 'trusted'] as const) {
      await desk.report(pid, outcome);
      expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': days });
      desk.pass(HOUR_MS);
    }
  });

  it('counts a text once by number, and one that first did not arrive', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ number: 'n' }, SENT_IN);
    for (const outcome of ['undelivered', 'verified', 'trusted'] as const) await desk.reportOf('n', outcome);
    await desk.sent({ number: 'm' }, SENT_IN);
    for (const outcome of ['abandoned', 'trusted'] as const) await desk.reportOf('m', outcome);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day: dayOf(desk), verified: 200 }] });
  });

  it('counts a text that another’s code spoke for with its own code alone', async () => {
    const desk = await openDesk(kind);
    const first = await desk.sent({ number: 'n', microUsd: 30 }, SENT_IN);
    desk.pass(30_000);
    await desk.sent({ number: 'n', microUsd: 50 }, SENT_IN);
    await desk.reportOf('n', 'verified');
    const day = dayOf(desk);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day, verified: 50 }] });
    await desk.report(first, 'verified');
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day, verified: 80 }] });
  });

  it('counts a text at the price it was booked with', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({ microUsd: 30 }, SENT_IN), 'verified', 300);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day: dayOf(desk), verified: 30 }] });
  });

  it('writes a text to the day of its claim, whenever its outcome comes', async () => {
    const desk = await openDesk(kind);
    desk.pass(DAY_MS - 60_000);
    const day = dayOf(desk);
    const pid = await desk.hold({}, SENT_IN);
    desk.pass(90_000);
    await desk.claim(pid);
    desk.pass(20 * HOUR_MS);
    await desk.report(pid, 'verified');
    desk.pass(5 * HOUR_MS);
    await desk.report(pid, 'trusted');
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day: day + 1, verified: 100 }] });
  });

  it('takes outcomes for as long as sums do, 26 hours', async () => {
    const desk = await openDesk(kind);
    const day = dayOf(desk);
    await desk.sent({ number: 'n' }, SENT_IN);
    await desk.sent({ number: 'm' }, SENT_IN);
    desk.almostPass(26 * HOUR_MS - 2 * kind.slackMs);
    await desk.reportOf('n', 'trusted');
    const days = { 'pool:DE': [{ day, verified: 100 }] };
    expect(await historiesOf(desk, 'pool:DE')).toEqual(days);
    desk.passTheRest();
    desk.pass(2 * kind.slackMs);
    expect(await desk.reportOf('m', 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await historiesOf(desk, 'pool:DE')).toEqual(days);
  });

  it('writes nothing of a text of the day before yesterday', async () => {
    const desk = await openDesk(kind);
    desk.pass(23 * HOUR_MS);
    const pid = await desk.sent({}, SENT_IN);
    desk.pass(25.5 * HOUR_MS);
    expect(await desk.report(pid, 'trusted')).toMatchObject({ kind: 'reported' });
    expect(await historiesOf(desk, 'pool:DE')).toEqual({});
  });

  it('keeps each day apart, today and yesterday and no more', async () => {
    const desk = await openDesk(kind);
    for (let turn = 1; turn <= 5; turn++) {
      const today = dayOf(desk);
      await desk.report(await desk.sent({ microUsd: turn }, SENT_IN), turn % 2 === 0 ? 'trusted' : 'verified');
      const yesterday = turn === 1 ? [] : [{ day: today - 1, verified: turn - 1 }];
      expect(await historiesOf(desk, 'pool:DE')).toEqual({
        'pool:DE': [...yesterday, { day: today, verified: turn }],
      });
      desk.pass(DAY_MS);
    }
  });

  it('is told to the end of the next day, and no longer, also where nothing was written since', async () => {
    const desk = await openDesk(kind);
    const day = dayOf(desk);
    await desk.report(await desk.sent({}, SENT_IN), 'trusted');
    desk.test.clock.advanceMs(2 * DAY_MS - 10_000);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day, verified: 100 }] });
    desk.pass(10_000);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({});
  });

  it('leaves out the day before yesterday’s also where yesterday’s is there', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({}, SENT_IN), 'trusted');
    desk.pass(DAY_MS);
    const day = dayOf(desk);
    await desk.report(await desk.sent({ microUsd: 30 }, SENT_IN), 'trusted');
    desk.pass(DAY_MS);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day, verified: 30 }] });
  });
});
