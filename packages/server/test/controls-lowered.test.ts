import { describe, expect, it } from 'vitest';
import { NO_CONTROLS, withPool } from '../src/controls.js';
import type { Gate } from '../src/gate.js';
import { setUpMoney } from './support/money-setup.js';

/** Thirteen buckets of five minutes, 25 of an hour, 31 of a day, and the hold before a claim. */
const COUNTED_SEC = { hour: 13 * 300 + 120, day: 25 * 3_600 + 120, month: 31 * 86_400 + 120 };
const BY = { by: 'ada' };

/** Germany has $40 a day, the United States $40; all of the cap is given away. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 }, US: { perDayUsd: 40 } },
    // 20 / 0.75 an hour, 80 / 0.75 a day; 30 × 80 and 30 × a quarter of the day in 30 days.
    cap: { hourUsd: 26.67, dayUsd: 106.67, monthUsd: 3_200.03 },
  });
  const { gate } = setup;
  const dayOf = (name: string) => gate.limits().pools.find((pool) => pool.name === name)?.dayMicroUsd;
  return { ...setup, dayOf };
}

describe('a pool that was lowered', () => {
  const raise = (gate: Gate) => gate.setPool('US', { perDayUsd: 60 }, BY);

  it('counts as before for as long as its money may count in an hour, a day and 30 days', async () => {
    const { gate, clock, dayOf } = setUp();
    await gate.setPool('DE', { perDayUsd: 20 }, BY);
    const lowered = clock.nowSec;
    const refusals = [
      // (10 + 15) / 0.75, (40 + 60) / 0.75, 30 × 100 + 30 × 0.25 × 106.67.
      [0, COUNTED_SEC.hour, '"cap.hourUsd" must be at least $33.34'],
      [COUNTED_SEC.hour + 1, COUNTED_SEC.day, '"cap.dayUsd" must be at least $133.34'],
      [COUNTED_SEC.day + 1, COUNTED_SEC.month, '"cap.monthUsd" must be at least $3800.03'],
    ] as const;
    for (const [from, until, message] of refusals) {
      for (const seconds of [from, until]) {
        clock.nowMs = (lowered + seconds) * 1_000;
        await expect(raise(gate)).rejects.toThrow(message);
        expect(dayOf('pool:US')).toBe(40_000_000);
      }
    }
    clock.advanceSec(1);
    await raise(gate);
    expect(dayOf('pool:US')).toBe(60_000_000);
  });

  it('counts as before also when it is lowered twice, or back as configured', async () => {
    const { gate, clock } = setUp();
    for (const option of [{ perDayUsd: 30 }, { perDayUsd: 4 }, { perDayUsd: 20 }]) {
      clock.advanceSec(60);
      await gate.setPool('DE', option, BY);
    }
    await expect(raise(gate)).rejects.toThrow('"cap.hourUsd" must be at least $33.34');
    await gate.setPool('DE', 'as-configured', BY);
    await expect(raise(gate)).rejects.toThrow('"cap.hourUsd"');
  });

  it('is remembered 500 times in 30 days, and then refuses to be lowered further', async () => {
    const { gate, clock, dayOf } = setUp();
    // Each is less than the one before, so that none says all of another.
    const lower = (turn: number) => gate.setPool('DE', { perDayUsd: 39 - turn / 20 }, BY);
    for (let turn = 0; turn < 500; turn++) await lower(turn);
    expect((await gate.controls()).former).toHaveLength(500);
    await expect(lower(500)).rejects.toThrow(new RangeError('pools were lowered more than 500 times in 30 days'));
    expect(dayOf('pool:DE')).toBe(14_050_000);
    expect((await gate.controls()).former).toHaveLength(500);
    clock.advanceSec(COUNTED_SEC.month + 1);
    await lower(500);
    expect((await gate.controls()).former).toHaveLength(1);
  });

  it('is remembered once where what came later was more', async () => {
    const { gate } = setUp();
    for (let turn = 0; turn < 20; turn++) {
      await gate.setPool('DE', { perDayUsd: 20 }, BY);
      await gate.setPool('DE', { perDayUsd: 40 }, BY);
    }
    // What the 20 replaced, and what the 40 replaced.
    expect((await gate.controls()).former).toHaveLength(2);
  });

  it('counts as before when it is closed altogether', async () => {
    const { gate, clock } = setUpMoney({
      elsewhere: { perDayUsd: 40 },
      cap: { hourUsd: 14.67, dayUsd: 58.67, monthUsd: 1_760.03 },
    });
    await gate.setPool('elsewhere', 'refuse', BY);
    await expect(gate.setPool('DE', { perDayUsd: 5 }, BY)).rejects.toThrow('"cap.hourUsd"');
    clock.advanceSec(COUNTED_SEC.month + 1);
    await gate.setPool('DE', { perDayUsd: 44 }, BY);
  });

  it('is remembered beside what it replaced, unless both its hour and its day were as much', () => {
    const former = (hourMicroUsd: number, dayMicroUsd: number, name = 'pool:DE') => {
      return { name, hourMicroUsd, dayMicroUsd, replacedAtSec: 0 };
    };
    const before = { ...NO_CONTROLS, former: [former(10, 40)] };
    const keptBeside = (limits: ReturnType<typeof former>) => {
      const change = { name: 'DE', option: { perDayUsd: 4 }, former: [limits] };
      return withPool(before, change, { by: 'ada', nowSec: 60 }).former.length === 2;
    };
    // Processes with other prices reckon other hours of one day.
    expect(keptBeside(former(9, 41))).toBe(true);
    expect(keptBeside(former(11, 39))).toBe(true);
    expect(keptBeside(former(10, 40, 'pool:US'))).toBe(true);
    expect(keptBeside(former(10, 40))).toBe(false);
    expect(keptBeside(former(11, 41))).toBe(false);
  });
});
