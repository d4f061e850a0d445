import { describe, expect, it } from 'vitest';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { facts, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const DAY_SEC = 86_400;
/** Five segments: $0.50, of which cold devices may have eight out before there is a history: 70 % of $6. */
const FIVE = { segments: 5 } as const;

/** Germany has $40 a day, $10 an hour, and $6 out unverified. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 } },
    cap: { hourUsd: 500, dayUsd: 500, monthUsd: 9_000 },
  });
  const toMidnight = () => setup.clock.advanceSec(DAY_SEC - (setup.clock.nowSec % DAY_SEC));
  /** Spends $5 so often on each of so many days, and ends on the last of them. */
  const spend = async (days: number, outcome: 'verified' | 'trusted', times = 4) => {
    for (let day = 0; day < days; day++) {
      if (day > 0) toMidnight();
      for (let turn = 0; turn < times; turn++) {
        setup.clock.advanceSec(3_900);
        await setup.report([await setup.text({ channel: 'voice', segments: 5 })], outcome);
      }
    }
  };
  /** Sends texts of five segments until none is allowed, and answers how many went out and why it ended. */
  const fill = async () => {
    for (let count = 0; ; count++) {
      const verdict = await setup.ask(FIVE);
      if (verdict.kind !== 'allow') return { count, reasons: verdict.reasons };
      await send(verdict.permit, '');
    }
  };
  return { ...setup, toMidnight, spend, fill };
}

const EXPOSED_HOUR = ['pool-exhausted', 'pool:DE', 'exposed', 'hour'];

describe('what may be out unverified', () => {
  it('is the floor without a history', async () => {
    expect(await setUp().fill()).toEqual({ count: 8, reasons: EXPOSED_HOUR });
  });

  it('is still the floor after seven days of $20, half of whose median is $5, and grows with the eighth', async () => {
    const { spend, fill, toMidnight } = setUp();
    await spend(7, 'trusted');
    toMidnight();
    expect(await fill()).toEqual({ count: 8, reasons: EXPOSED_HOUR });
    toMidnight();
    await spend(1, 'trusted');
    toMidnight();
    expect(await fill()).toEqual({ count: 14, reasons: EXPOSED_HOUR });
  });

  it('is half of a trusted day after eight of 14 days: 70 % of $10', async () => {
    const { spend, fill, toMidnight, clock } = setUp();
    await spend(8, 'trusted');
    toMidnight();
    clock.advanceSec(6 * DAY_SEC);
    expect(await fill()).toEqual({ count: 14, reasons: EXPOSED_HOUR });
    // A day later the first of the eight is fifteen days old, and these texts count no more.
    clock.advanceSec(DAY_SEC + 7_200);
    expect(await fill()).toEqual({ count: 8, reasons: EXPOSED_HOUR });
  });

  it('does not count the day that is not over', async () => {
    const { spend, fill } = setUp();
    await spend(8, 'trusted');
    expect(await fill()).toEqual({ count: 8, reasons: EXPOSED_HOUR });
  });

  it('counts verified money up to three times the floor: 70 % of half of $18', async () => {
    const { spend, fill, toMidnight, clock } = setUp();
    await spend(8, 'verified');
    toMidnight();
    clock.advanceSec(DAY_SEC);
    expect(await fill()).toEqual({ count: 12, reasons: EXPOSED_HOUR });
  });

  it('is never more than may be spent: $40 a day and $10 an hour, whatever was trusted', async () => {
    const { spend, fill, toMidnight, clock } = setUp();
    await spend(8, 'trusted', 20);
    toMidnight();
    for (let hour = 0; hour < 4; hour++) {
      expect(await fill()).toEqual({ count: 14, reasons: EXPOSED_HOUR });
      clock.advanceSec(3_900);
    }
    expect(await fill()).toEqual({ count: 0, reasons: ['pool-exhausted', 'pool:DE', 'exposed', 'day'] });
  });

  it('is looked up anew once it is a minute old, and a second look is no second presentation', async () => {
    const { spend, fill, toMidnight, clock, gate } = setUp();
    await spend(8, 'trusted');
    toMidnight();
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    await fill();
    for (let turn = 0; turn < 5; turn++) {
      const verdict = refused(await gate.admit(facts(token, { phone, ...FIVE })));
      expect(verdict.reasons).toEqual(EXPOSED_HOUR);
      expect(verdict.cost.exposure).toMatchObject({ usedMicroUsd: 7_000_000, limitMicroUsd: 7_000_000 });
      clock.advanceSec(60);
    }
    expect(refused(await gate.admit(facts(token, { phone, ...FIVE }))).code).toBe('token-used');
  });
});
