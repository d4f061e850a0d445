import { describe, expect, it } from 'vitest';
import type { Window } from '../../src/store.js';
import { EVERY_KIND } from '../support/stores.js';
import { choice, DAY_MS, HOUR_MS, meter } from './support/choices.js';
import { openDesk } from './support/desk.js';

const HOUR_ONLY = [choice([meter('pool:DE', [], { windows: ['hour'] })])];
const HOUR_AND_DAY = [choice([meter('pool:DE')])];

describe.each(EVERY_KIND)('a meter that counts in more windows than before, in $name,', (kind) => {
  it('gives back in no window what was not counted there', async () => {
    const desk = await openDesk(kind);
    const before = await desk.sent({}, HOUR_ONLY);
    await desk.sent({}, HOUR_AND_DAY);
    const reading = async () => (await desk.store.snapshot(['pool:DE']))[0]!;
    expect((await reading()).hour.exposed).toBe(200);
    expect((await reading()).day.exposed).toBe(100);
    await desk.report(before, 'trusted');
    expect((await reading()).hour.exposed).toBe(100);
    expect((await reading()).day.exposed).toBe(100);
    desk.pass(2 * HOUR_MS);
    expect((await reading()).day.exposed).toBe(100);
  });
});

describe.each(EVERY_KIND)('a text that was claimed late in its hold, in $name,', (kind) => {
  /** A text held at the edge of a bucket of every window, and claimed 100 s later. */
  async function setUp() {
    const desk = await openDesk(kind);
    const heldAtMs = desk.nowMs;
    const pid = await desk.hold();
    desk.pass(100_000);
    await desk.claim(pid);
    return { desk, pid, until: (ms: number) => desk.pass(heldAtMs + ms - desk.nowMs) };
  }

  it.each<[Window, number, number]>([
    ['hour', 13 * 300_000, 300_000],
    ['day', 25 * HOUR_MS, HOUR_MS],
    ['month', 31 * DAY_MS, DAY_MS],
  ])('counts in a %s to the end of its last bucket, and no longer', async (window, endsAfterMs, bucketMs) => {
    const { desk, until } = await setUp();
    for (const ms of [endsAfterMs - bucketMs, endsAfterMs - 10_000]) {
      until(ms);
      expect(await desk.holds('site', window)).toEqual({ exposed: 100, untrusted: 100, all: 100 });
    }
    until(endsAfterMs);
    expect(await desk.holds('site', window)).toEqual({ exposed: 0, untrusted: 0, all: 0 });
  });

  it('takes its outcome to the last second of 26 hours, when its meters are forgotten', async () => {
    const { desk, pid, until } = await setUp();
    until(26 * HOUR_MS + 50_000);
    expect(await desk.settle(pid, 'accepted', 150)).toEqual({ kind: 'settled', overrunMicroUsd: 50 });
    expect(await desk.report(pid, 'verified')).toEqual({ kind: 'reported', overrunMicroUsd: 0 });
    expect(await desk.holds('site', 'month')).toEqual({ exposed: 0, untrusted: 150, all: 150 });
    expect(await desk.holds('pool:DE', 'day')).toEqual({ exposed: 0, untrusted: 0, all: 0 });
  });
});
