import { describe, expect, it } from 'vitest';
import type { Outcome } from '../src/store.js';
import { setUpMoney } from './support/money-setup.js';
import { germanPhone } from './support/phones.js';
import { refusing } from './support/refusing-sender.js';
import { permitOf } from './support/test-gate.js';

const METERS = ['pool:DE', 'block:DE:4915000', 'range:DE:491500000'];
const SUMS = ['exposed', 'untrusted', 'all'] as const;

/** Germany has $160 a day: its ranges have room for ten texts out unverified, nine of them to cold devices. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 160 } },
    cap: { hourUsd: 100, dayUsd: 400, monthUsd: 12_000 },
  });
  const phone = germanPhone({ line: 1 });
  /** Texts of $0.10 that a meter holds in each of its sums. */
  const textsIn = async (meter: string) =>
    Promise.all(SUMS.map(async (sum) => (await setup.used(meter, sum, 'day')) / 100_000));
  return { ...setup, phone, textsIn };
}

describe('a text is counted', () => {
  it('from its admission on, and no longer once its hold has passed', async () => {
    const { ask, phone, textsIn, clock } = setUp();
    permitOf(await ask({ phone }));
    for (const meter of [...METERS, 'site']) expect(await textsIn(meter)).toEqual([1, 1, 1]);
    clock.advanceSec(150);
    for (const meter of [...METERS, 'site']) expect(await textsIn(meter)).toEqual([0, 0, 0]);
  });

  it('nowhere where the provider refused it before acceptance', async () => {
    const { ask, phone, textsIn } = setUp();
    await expect(refusing(permitOf(await ask({ phone })), '')).rejects.toThrow('refused');
    for (const meter of [...METERS, 'site']) expect(await textsIn(meter)).toEqual([0, 0, 0]);
  });

  it.each<[Outcome | 'nothing', readonly number[]]>([
    ['nothing', [1, 1, 1]],
    ['undelivered', [1, 1, 1]],
    ['abandoned', [1, 1, 1]],
    ['verified', [0, 1, 1]],
    ['trusted', [0, 0, 1]],
  ])('as %s leaves it: %j exposed, untrusted and in all', async (outcome, expected) => {
    const { text, report, phone, textsIn } = setUp();
    const sent = await text({ phone });
    if (outcome !== 'nothing') await report([sent], outcome);
    for (const meter of [...METERS, 'site']) expect(await textsIn(meter)).toEqual(expected);
  });

  it('with its code in the history of its pool, block and range, and of nothing else', async () => {
    const { text, report, phone, store } = setUp();
    await report([await text({ phone })], 'verified');
    const daysOf = async (meter: string) => (await store.snapshot([meter]))[0]!.days.map(({ verified }) => verified);
    for (const meter of METERS) expect(await daysOf(meter)).toEqual([100_000]);
    expect(await daysOf('site')).toEqual([]);
  });

  it('in the hour in which it was claimed, whenever its outcome comes, for 26 hours', async () => {
    const { gate, text, report, phone, textsIn, clock } = setUp();
    const sent = await text({ phone });
    clock.advanceSec(20 * 3_600);
    await report([sent], 'verified');
    expect(await textsIn('pool:DE')).toEqual([0, 1, 1]);
    clock.advanceSec(6 * 3_600);
    expect(await textsIn('pool:DE')).toEqual([0, 0, 0]);
    expect(await gate.report({ phone, outcome: 'trusted' })).toEqual({ ok: true });
    expect(await textsIn('pool:DE')).toEqual([0, 0, 0]);
  });
});

describe('a code that is entered', () => {
  it('takes its own text out and no other: what the two before it cost within ten minutes stays out', async () => {
    const { text, report, phone, textsIn, clock } = setUp();
    await text({ phone });
    clock.advanceSec(30);
    await text({ phone });
    clock.advanceSec(60);
    const third = await text({ phone });
    await report([third], 'verified');
    for (const meter of [...METERS, 'site']) expect(await textsIn(meter)).toEqual([2, 3, 3]);
    await report([third], 'trusted');
    for (const meter of [...METERS, 'site']) expect(await textsIn(meter)).toEqual([2, 2, 3]);
  });

  it('takes none out that was sent longer before, or to another number, or later', async () => {
    const { text, report, phone, textsIn, clock } = setUp();
    await text({ phone });
    await text({ phone: germanPhone({ line: 2 }) });
    clock.advanceSec(601);
    const second = await text({ phone });
    clock.advanceSec(60);
    await text({ phone });
    await report([second], 'verified');
    expect(await textsIn('pool:DE')).toEqual([3, 4, 4]);
  });

  it('leaves an earlier text to the code of its own, which takes that out once', async () => {
    const { text, report, phone, textsIn, clock } = setUp();
    const first = await text({ phone });
    clock.advanceSec(30);
    await report([await text({ phone })], 'verified');
    expect(await textsIn('pool:DE')).toEqual([1, 2, 2]);
    await report([first], 'verified');
    expect(await textsIn('pool:DE')).toEqual([0, 2, 2]);
    await report([first], 'trusted');
    expect(await textsIn('pool:DE')).toEqual([0, 1, 2]);
  });
});
