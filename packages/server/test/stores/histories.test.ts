import { describe, expect, it } from 'vitest';
import type { Histories } from '../../src/store.js';
import { STORE_KINDS } from '../support/stores.js';
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

describe.each(STORE_KINDS)("a meter's history in $name", (kind) => {
  it('is left out where there is none, or only money without a code', async () => {
    const desk = await openDesk(kind);
    for (const outcome of ['undelivered', 'abandoned'] as const) {
      await desk.report(await desk.sent({}, SENT_IN), outcome);
    }
    await desk.settle(await desk.claimed({}, SENT_IN), 'failed');
    expect(await historiesOf(desk, 'pool:DE', 'block:49', 'pool:FR')).toEqual({});
  });

  it('is told of the meters of the full choice, verified and trusted apart', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({ microUsd: 30 }, SENT_IN), 'verified');
    await desk.report(await desk.sent({ microUsd: 50 }, SENT_IN), 'trusted');
    const days = [{ day: dayOf(desk), trusted: 50, verified: 30 }];
    expect(await historiesOf(desk, 'pool:DE', 'block:49', 'pool:FR')).toEqual({ 'pool:DE': days, 'block:49': days });
    expect(await historiesOf(desk, 'block:49')).toEqual({ 'block:49': days });
  });

  it('is not kept where the meter keeps none', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({}, SENT_IN), 'trusted');
    expect(await historiesOf(desk, 'network:n')).toEqual({});
  });

  it('moves money from verified to trusted, once', async () => {
    const desk = await openDesk(kind);
    const pid = await desk.sent({}, SENT_IN);
    await desk.report(pid, 'verified');
    await desk.report(pid, 'verified');
    desk.pass(HOUR_MS);
    await desk.report(pid, 'trusted');
    await desk.report(pid, 'trusted');
    const days = [{ day: dayOf(desk), trusted: 100, verified: 0 }];
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': days });
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
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day: day + 1, trusted: 100, verified: 0 }] });
  });

  it('writes what is reported by number after 26 hours as well', async () => {
    const desk = await openDesk(kind);
    const day = dayOf(desk);
    await desk.sent({ number: 'n' }, SENT_IN);
    await desk.reportOf('n', 'verified');
    desk.pass(10 * DAY_MS);
    await desk.reportOf('n', 'trusted');
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day, trusted: 100, verified: 0 }] });
  });

  it('writes nothing of a text that lies 15 days back', async () => {
    const desk = await openDesk(kind);
    await desk.sent({ number: 'n' }, SENT_IN);
    desk.pass(15 * DAY_MS);
    await desk.reportOf('n', 'trusted');
    expect(await historiesOf(desk, 'pool:DE')).not.toHaveProperty('pool:DE.0.day');
  });

  it('keeps each day apart, of the last 15 and no more', async () => {
    const desk = await openDesk(kind);
    const first = dayOf(desk);
    for (let day = 0; day < 20; day++) {
      await desk.report(await desk.sent({ microUsd: day + 1 }, SENT_IN), day % 2 === 0 ? 'trusted' : 'verified');
      desk.pass(DAY_MS);
    }
    desk.pass(-DAY_MS);
    const { 'pool:DE': days = [] } = await historiesOf(desk, 'pool:DE');
    const expected = Array.from({ length: 15 }, (_, at) => {
      const microUsd = at + 6;
      const isTrusted = microUsd % 2 === 1;
      return { day: first + at + 5, trusted: isTrusted ? microUsd : 0, verified: isTrusted ? 0 : microUsd };
    });
    expect([...days].sort((a, b) => a.day - b.day)).toEqual(expected);
  });

  it('tells no day that lies 15 days back, also where nothing was written since', async () => {
    const desk = await openDesk(kind);
    await desk.report(await desk.sent({}, SENT_IN), 'trusted');
    desk.pass(10 * DAY_MS);
    const day = dayOf(desk);
    await desk.report(await desk.sent({}, SENT_IN), 'trusted');
    desk.pass(4 * DAY_MS);
    expect((await historiesOf(desk, 'pool:DE'))['pool:DE']).toHaveLength(2);
    desk.pass(DAY_MS);
    expect(await historiesOf(desk, 'pool:DE')).toEqual({ 'pool:DE': [{ day, trusted: 100, verified: 0 }] });
  });
});
