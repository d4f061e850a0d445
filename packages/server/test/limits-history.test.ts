import { describe, expect, it } from 'vitest';
import type { Permit } from '../src/permit.js';
import { type Asking, send, setUpMoney } from './support/money-setup.js';
import { freshPhone, germanPhone } from './support/phones.js';
import { facts, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const DAY_SEC = 86_400;
/** Five segments: $0.50. */
const FIVE = { segments: 5 } as const;
/** $1: of the pool’s $10 an hour there is room for nine that are not trusted. */
const TEN = { segments: 10 } as const;

/** Germany has $40 a day, $10 an hour, and $6 out unverified: cold devices have ten texts of $0.50 of that, 90 %. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 } },
    cap: { hourUsd: 500, dayUsd: 500, monthUsd: 9_000 },
  });
  const toMidnight = () => setup.clock.advanceSec(DAY_SEC - (setup.clock.nowSec % DAY_SEC));
  const toNextHour = () => setup.clock.advanceSec(3_900);
  /** Sends five texts of $1 an hour, each of which is reported so, and ends an hour after the last. */
  const spend = async (times: number, outcome: 'verified' | 'trusted') => {
    for (let turn = 0; turn < times; turn++) {
      for (let text = 0; text < 5; text++) await setup.report([await setup.text(TEN)], outcome);
      toNextHour();
    }
  };
  /** Sends texts of $0.50 until none is allowed, and answers with those that went out and why it ended. */
  const fill = async (asking: (turn: number) => Asking = () => ({})) => {
    const sent: Permit[] = [];
    for (;;) {
      const verdict = await setup.ask({ ...FIVE, ...asking(sent.length) });
      if (verdict.kind !== 'allow') return { sent, count: sent.length, reasons: verdict.reasons };
      await send(verdict.permit, '');
      sent.push(verdict.permit);
    }
  };
  return { ...setup, toMidnight, toNextHour, spend, fill };
}

const EXPOSED_HOUR = ['pool-exhausted', 'pool:DE', 'exposed', 'hour'];

describe('what may be out unverified', () => {
  it('is the floor while no code was entered', async () => {
    expect(await setUp().fill()).toMatchObject({ count: 10, reasons: EXPOSED_HOUR });
  });

  it.each(['verified', 'trusted'] as const)('grows on the day on which texts are %s', async (outcome) => {
    const { spend, fill } = setUp();
    await spend(5, outcome);
    // 90 % of a quarter of $25 is $5.625.
    expect(await fill()).toMatchObject({ count: 11, reasons: EXPOSED_HOUR });
  });

  it('counts a text once that is verified and then trusted', async () => {
    const { text, report, fill } = setUp();
    for (let turn = 0; turn < 25; turn++) {
      const sent = [await text(TEN)];
      await report(sent, 'verified');
      await report(sent, 'trusted');
    }
    expect(await fill()).toMatchObject({ count: 11, reasons: EXPOSED_HOUR });
  });

  it('stays the floor while a quarter of what was verified is less', async () => {
    const { spend, fill } = setUp();
    await spend(4, 'trusted');
    expect(await fill()).toMatchObject({ count: 10, reasons: EXPOSED_HOUR });
  });

  it('grows with each code, also within the minute in which a full limit was looked up', async () => {
    const { spend, fill, report } = setUp();
    await spend(5, 'trusted');
    const { sent } = await fill();
    await report(sent, 'trusted');
    // 90 % of a quarter of $25 and of $5.50 more: $6.8625.
    expect(await fill()).toMatchObject({ count: 13, reasons: EXPOSED_HOUR });
  });

  it.each([
    ['is what yesterday earned, at midnight', 0, 11],
    ['is what yesterday earned, up to the next midnight', DAY_SEC - 1, 11],
    ['is not what the day before yesterday earned', DAY_SEC, 10],
  ])('%s', async (_, seconds, count) => {
    const { spend, fill, toMidnight, clock } = setUp();
    await spend(5, 'trusted');
    toMidnight();
    clock.advanceSec(seconds);
    expect(await fill()).toMatchObject({ count, reasons: EXPOSED_HOUR });
  });

  it('is what today earned or yesterday, whichever is more', async () => {
    const { spend, fill, toMidnight } = setUp();
    await spend(5, 'trusted');
    toMidnight();
    await spend(4, 'trusted');
    expect(await fill()).toMatchObject({ count: 11, reasons: EXPOSED_HOUR });
    toMidnight();
    // A quarter of $30: 90 % of it is $6.75.
    await spend(6, 'trusted');
    expect(await fill()).toMatchObject({ count: 13, reasons: EXPOSED_HOUR });
  });

  it.each([
    ['is earned on the day of the text, also by a code that is entered after midnight', 1, 11],
    ['counts such a code as long as that day', 2, 10],
  ])('%s', async (_, midnights, count) => {
    const { textEach, report, spend, fill, toMidnight, clock } = setUp();
    clock.advanceSec(DAY_SEC / 2);
    // $20, and $5 that come back on the next day.
    await spend(4, 'trusted');
    const sent = await textEach(5, () => TEN);
    toMidnight();
    await report(sent, 'trusted');
    if (midnights === 2) toMidnight();
    expect(await fill()).toMatchObject({ count, reasons: EXPOSED_HOUR });
  });

  it('is never more than may be spent: $40 a day and $10 an hour, whatever was trusted', async () => {
    const { text, report, fill, toMidnight, toNextHour } = setUp();
    // A quarter of $200 would be $50.
    for (let turn = 0; turn < 200; turn++) await report([await text(TEN)], 'trusted');
    toMidnight();
    for (let hour = 0; hour < 4; hour++) {
      expect(await fill()).toMatchObject({ count: 18, reasons: EXPOSED_HOUR });
      toNextHour();
    }
    expect(await fill()).toMatchObject({ count: 0, reasons: ['pool-exhausted', 'pool:DE', 'exposed', 'day'] });
  });

  it('opens nothing beyond the day to whoever types codes back: what they spent on them is gone', async () => {
    const { spend, fill } = setUp();
    await spend(7, 'verified');
    // $35 of the $36 that cold devices have in a day are not trusted, though $7.875 might be out.
    expect(await fill()).toMatchObject({ count: 2, reasons: ['pool-exhausted', 'pool:DE', 'untrusted', 'day'] });
  });

  it('is looked up anew once it is a minute old, and a second look is no second presentation', async () => {
    const { spend, fill, clock, gate } = setUp();
    await spend(5, 'trusted');
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    await fill();
    for (let turn = 0; turn < 5; turn++) {
      const verdict = refused(await gate.admit(facts(token, { phone, ...FIVE })));
      expect(verdict.reasons).toEqual(EXPOSED_HOUR);
      expect(verdict.cost.exposure).toMatchObject({ usedMicroUsd: 5_500_000, limitMicroUsd: 5_625_000 });
      clock.advanceSec(60);
    }
    expect(refused(await gate.admit(facts(token, { phone, ...FIVE }))).code).toBe('token-used');
  });

  it('costs one trip more for each look, and none where nothing was entered since the last', async () => {
    const { spend, fill, ask, report, store } = setUp();
    // 90 % of a quarter of $35 is $7.875, more than 90 % of eight texts of $1.
    await spend(7, 'trusted');
    const { sent } = await fill();
    const trips = async () => {
      const before = store.count('admit');
      refused(await ask({ segments: 10 }));
      return store.count('admit') - before;
    };
    expect(await trips()).toBe(1);
    await report(sent.slice(0, 1), 'verified');
    expect(await trips()).toBe(2);
    expect(await trips()).toBe(1);
  });
});

describe('what may be out unverified in a range', () => {
  const RANGE_FULL = ['range-exhausted', 'range', 'exposed', 'hour'];

  /** As above, in one range: it has $2.50 a day, $1 an hour and four texts of $0.10 out, three of them to cold devices. */
  function setUpRange() {
    const setup = setUp();
    let line = 0;
    const inRange = (range = 0) => ({ phone: germanPhone({ range, line: line++ }) });
    const spendIn = async (times: number, range = 0) => {
      for (let turn = 0; turn < times; turn++) {
        await setup.report([await setup.text({ ...FIVE, ...inRange(range) })], 'trusted');
      }
    };
    const fillRange = () => setup.fill(() => ({ segments: 1, ...inRange() }));
    return { ...setup, spendIn, fillRange };
  }

  it('is its floor while no code was entered', async () => {
    expect(await setUpRange().fillRange()).toMatchObject({ count: 3, reasons: RANGE_FULL });
  });

  it('grows with its own codes alone: a quarter of $2.50, today and yesterday', async () => {
    const { spendIn, fillRange, toMidnight, clock } = setUpRange();
    // 90 % of $0.625 is $0.5625.
    await spendIn(5);
    await spendIn(5, 1);
    const { count, reasons } = await fillRange();
    expect([count, reasons]).toEqual([5, RANGE_FULL]);
    toMidnight();
    clock.advanceSec(2 * 3_600);
    expect(await fillRange()).toMatchObject({ count: 5, reasons: RANGE_FULL });
    toMidnight();
    clock.advanceSec(2 * 3_600);
    expect(await fillRange()).toMatchObject({ count: 0, reasons: ['range-exhausted', 'range', 'exposed', 'day'] });
    clock.advanceSec(2 * 3_600);
    expect(await fillRange()).toMatchObject({ count: 3, reasons: RANGE_FULL });
  });

  it('is never more than may be spent there: $2.50 a day and $1 an hour', async () => {
    const { spendIn, fillRange, toNextHour } = setUpRange();
    // A quarter of $12 would be $3.
    await spendIn(24);
    for (const count of [9, 9]) {
      expect(await fillRange()).toMatchObject({ count, reasons: RANGE_FULL });
      toNextHour();
    }
    // 90 % of $2.50 are 22 texts.
    expect(await fillRange()).toMatchObject({ count: 4, reasons: ['range-exhausted', 'range', 'exposed', 'day'] });
  });
});
