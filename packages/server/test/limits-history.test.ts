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

/**
 * Germany has $40 a day, $10 an hour, and $6 out unverified: of that cold devices have ten texts of $0.50, 90 %. In an
 * hour they add four: a third of $6 is less than five of these texts, $2.50.
 */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 } },
    cap: { hourUsd: 500, dayUsd: 500, monthUsd: 9_000 },
  });
  const toMidnight = () => setup.clock.advanceSec(DAY_SEC - (setup.clock.nowSec % DAY_SEC));
  /** Sends five texts of $1 an hour, each of which is reported so, and ends an hour after the last. */
  const spend = async (times: number, outcome: 'verified' | 'trusted') => {
    for (let turn = 0; turn < times; turn++) {
      for (let text = 0; text < 5; text++) await setup.report([await setup.text(TEN)], outcome);
      setup.passHour();
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
  /** The same hour after hour, until the hour is not why it ended. */
  const fillHours = async () => {
    const sent: Permit[] = [];
    for (;;) {
      const hour = await fill();
      sent.push(...hour.sent);
      if (hour.reasons.at(-1) !== 'hour') return { sent, count: sent.length, reasons: hour.reasons };
      setup.passHour();
    }
  };
  return { ...setup, toMidnight, spend, fill, fillHours };
}

const EXPOSED_HOUR = ['pool-busy', 'pool:DE', 'exposed', 'hour'];
const EXPOSED_DAY = ['pool-exhausted', 'pool:DE', 'exposed', 'day'];

describe('what may be out unverified', () => {
  it('is the floor while no code was entered, and an hour adds five texts', async () => {
    const { fill, fillHours, passHour } = setUp();
    expect(await fill()).toMatchObject({ count: 4, reasons: EXPOSED_HOUR });
    passHour();
    expect(await fillHours()).toMatchObject({ count: 6, reasons: EXPOSED_DAY });
  });

  it.each(['verified', 'trusted'] as const)('grows on the day on which texts are %s', async (outcome) => {
    const { spend, fillHours, toMidnight, clock } = setUp();
    await spend(5, outcome);
    toMidnight();
    // Of what was spent yesterday the pool holds nothing any more.
    clock.advanceSec(DAY_SEC / 3);
    await spend(2, outcome);
    // 90 % of a fifth of $35 is $6.30.
    expect(await fillHours()).toMatchObject({ count: 12, reasons: EXPOSED_DAY });
  });

  it('grows by the hour as well: a third of it, where that is more than five texts', async () => {
    const { spend, fill } = setUp();
    await spend(9, 'trusted');
    // 90 % of a third of $9 is $2.70.
    expect(await fill()).toMatchObject({ count: 5, reasons: EXPOSED_HOUR });
  });

  it('counts a text once that is verified and then trusted', async () => {
    const { text, report, fillHours } = setUp();
    for (let turn = 0; turn < 35; turn++) {
      const sent = [await text(TEN)];
      await report(sent, 'verified');
      await report(sent, 'trusted');
    }
    expect(await fillHours()).toMatchObject({ count: 12, reasons: EXPOSED_DAY });
  });

  it('stays the floor while a fifth of what was verified is less', async () => {
    const { spend, fillHours } = setUp();
    await spend(5, 'trusted');
    expect(await fillHours()).toMatchObject({ count: 10, reasons: EXPOSED_DAY });
  });

  it('grows with each code, also within the minute in which a full limit was looked up', async () => {
    const { spend, fill, fillHours, passHour, report } = setUp();
    await spend(9, 'trusted');
    const { sent } = await fillHours();
    await report(sent, 'trusted');
    // 90 % of a fifth of $45 and of $8 more: $9.54, and $3.18 in an hour.
    expect(await fill()).toMatchObject({ count: 6, reasons: EXPOSED_HOUR });
    passHour();
    expect(await fillHours()).toMatchObject({ count: 13, reasons: EXPOSED_DAY });
  });

  it.each([
    ['is what yesterday earned, at midnight', 0, 5, EXPOSED_HOUR],
    ['is what yesterday earned, up to the next midnight', DAY_SEC - 1, 5, EXPOSED_HOUR],
    ['is not what the day before yesterday earned', DAY_SEC, 0, EXPOSED_DAY],
  ])('%s', async (_, seconds, count, reasons) => {
    const { spend, fill, passHour, toMidnight, clock } = setUp();
    await spend(9, 'trusted');
    toMidnight();
    clock.advanceSec(seconds - 2 * 3_900);
    // Ten texts are all of the floor, and sixteen are 90 % of a fifth of $45.
    for (let hour = 0; hour < 2; hour++) {
      expect(await fill()).toMatchObject({ count: 5, reasons: EXPOSED_HOUR });
      passHour();
    }
    expect(await fill()).toMatchObject({ count, reasons });
  });

  it('is what today earned and yesterday together, and no day before', async () => {
    const { spend, fillHours, toMidnight, clock } = setUp();
    await spend(7, 'trusted');
    toMidnight();
    await spend(2, 'trusted');
    // A fifth of $35 and $10: 90 % of it is $8.10.
    expect(await fillHours()).toMatchObject({ count: 16, reasons: EXPOSED_DAY });
    toMidnight();
    // What nobody verified yesterday is no longer out.
    clock.advanceSec(DAY_SEC / 3);
    await spend(8, 'trusted');
    // A fifth of $10 and $40: 90 % of it is $9.
    expect(await fillHours()).toMatchObject({ count: 18, reasons: EXPOSED_DAY });
  });

  it.each([
    ['is earned also by a code that is entered after midnight', 1, 12],
    ['counts such a code for the day of its text, and as long as that', 2, 10],
  ])('%s', async (_, midnights, count) => {
    const { textHours, report, spend, fillHours, toMidnight, clock } = setUp();
    clock.advanceSec(DAY_SEC / 2);
    // $30, and $5 that come back on the next day.
    await spend(6, 'trusted');
    const sent = await textHours([4, 1], () => TEN);
    toMidnight();
    await report(sent, 'trusted');
    if (midnights === 2) {
      // With $5 more this day would have earned more than the floor.
      await spend(6, 'trusted');
      toMidnight();
    }
    expect(await fillHours()).toMatchObject({ count, reasons: EXPOSED_DAY });
  });

  it('is never more than may be spent: $40 a day and $10 an hour, whatever was trusted', async () => {
    const { text, report, fill, toMidnight, passHour } = setUp();
    // A fifth of $210 would be $42.
    for (let turn = 0; turn < 210; turn++) await report([await text(TEN)], 'trusted');
    toMidnight();
    for (let hour = 0; hour < 4; hour++) {
      expect(await fill()).toMatchObject({ count: 18, reasons: EXPOSED_HOUR });
      passHour();
    }
    expect(await fill()).toMatchObject({ count: 0, reasons: EXPOSED_DAY });
  });

  it('opens nothing beyond the day to whoever types codes back: what they spent on them is gone', async () => {
    const { spend, fill } = setUp();
    await spend(7, 'verified');
    // $35 of the $36 that cold devices have in a day are not trusted, though $6.30 might be out.
    expect(await fill()).toMatchObject({ count: 2, reasons: ['pool-exhausted', 'pool:DE', 'untrusted', 'day'] });
  });

  it('is looked up anew once it is a minute old, and a second look is no second presentation', async () => {
    const { spend, fillHours, clock, gate } = setUp();
    await spend(9, 'trusted');
    await fillHours();
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    for (let turn = 0; turn < 5; turn++) {
      const verdict = refused(await gate.admit(facts(token, { phone, ...FIVE })));
      expect(verdict.reasons).toEqual(EXPOSED_DAY);
      expect(verdict.cost.exposure).toMatchObject({ usedMicroUsd: 8_000_000, limitMicroUsd: 8_100_000 });
      clock.advanceSec(60);
    }
    expect(refused(await gate.admit(facts(token, { phone, ...FIVE }))).code).toBe('token-used');
  });

  it('costs one trip more for each look, and none where nothing was entered since the last', async () => {
    const { spend, fillHours, ask, report, store } = setUp();
    // 90 % of a fifth of $45 is $8.10, more than 90 % of eight texts of $1.
    await spend(9, 'trusted');
    const { sent } = await fillHours();
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

  /** As above, in one range: it has $2.50 a day and four texts of $0.10 out, three of them to cold devices. */
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

  it('grows with its own codes alone: two fifths of $2, today’s and yesterday’s', async () => {
    const { spendIn, fillRange, toMidnight, clock } = setUpRange();
    // 90 % of $0.80 is $0.72.
    await spendIn(4);
    await spendIn(4, 1);
    const { count, reasons } = await fillRange();
    expect([count, reasons]).toEqual([7, RANGE_FULL]);
    toMidnight();
    clock.advanceSec(2 * 3_600);
    expect(await fillRange()).toMatchObject({ count: 7, reasons: RANGE_FULL });
    toMidnight();
    clock.advanceSec(2 * 3_600);
    expect(await fillRange()).toMatchObject({ count: 0, reasons: ['range-exhausted', 'range', 'exposed', 'day'] });
    clock.advanceSec(2 * 3_600);
    expect(await fillRange()).toMatchObject({ count: 3, reasons: RANGE_FULL });
  });

  it('is never more than may be spent there: $2.50 a day, at once if they come at once', async () => {
    const { spend, spendIn, fillRange, passHour } = setUpRange();
    // Two fifths of $15 would be $6. In an hour the pool adds a third of a fifth of $40, $2.40 to cold devices.
    await spend(5, 'trusted');
    await spendIn(30);
    // 90 % of $2.50 are 22 texts.
    expect(await fillRange()).toMatchObject({ count: 22, reasons: RANGE_FULL });
    passHour();
    expect(await fillRange()).toMatchObject({ count: 0, reasons: ['range-exhausted', 'range', 'exposed', 'day'] });
  });
});
