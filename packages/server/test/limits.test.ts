import { describe, expect, it } from 'vitest';
import type { PoolOption } from '../src/pools.js';
import { type Asking, setUpMoney } from './support/money-setup.js';
import { germanPhone } from './support/phones.js';
import { permitOf, refused } from './support/test-gate.js';

/**
 * Germany has $160 a day, $40 an hour and $24 out unverified, $8 of them in an hour, at $0.10 a text; a block has $40 a
 * day and 20 texts out, a range $10 and 10 texts. Cold devices fill 90 % of each.
 */
function setUp(pool: PoolOption = { perDayUsd: 160 }) {
  return setUpCountries({ DE: pool });
}

function setUpCountries(countries: Readonly<Record<string, PoolOption>>) {
  const setup = setUpMoney({
    countries,
    prices: { asOf: '2026-01-01', smsUsd: { '44': 0.1, '49': 0.1 } },
    cap: { hourUsd: 100, dayUsd: 400, monthUsd: 12_000 },
  });
  const full = async (asking: Asking) => refused(await setup.ask(asking)).reasons;
  return { ...setup, full };
}

const inRange = (range: number) => (line: number) => ({ phone: germanPhone({ range, line }) });
const [RANGE, BLOCK] = ['range', 'block'];
const HOUR_FULL = ['pool-busy', 'pool:DE', 'exposed', 'hour'];
const DAY_FULL = ['pool-exhausted', 'pool:DE', 'exposed', 'day'];

describe('a place', () => {
  it('is of one country, also where another has numbers with the same prefix', async () => {
    // Jersey and the United Kingdom share the block +44 7700.
    const { textEach, full, used } = setUpCountries({ JE: { perDayUsd: 10 }, GB: { perDayUsd: 10 } });
    const [jersey, british] = [
      (line: number) => ({ phone: `+4477003${String(line).padStart(5, '0')}` }),
      (line: number) => ({ phone: `+4477001${String(line).padStart(5, '0')}` }),
    ];
    // The pools are small: a block of theirs has four texts out, three of them to cold devices.
    await textEach(3, (turn) => jersey(turn * 10_000));
    expect(await full(jersey(30_000))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    await textEach(3, (turn) => british(turn * 10_000));
    expect(await full(british(30_000))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    for (const country of ['JE', 'GB']) expect(await used(`block:${country}:447700`, 'exposed')).toBe(300_000);
  });
});

describe('a range of 10,000 numbers', () => {
  it('has ten texts out, nine of them to cold devices', async () => {
    const { textEach, ask, full, warmDevice } = setUp();
    const warm = [await warmDevice(), await warmDevice()];
    await textEach(9, inRange(0));
    const verdict = refused(await ask(inRange(0)(9)));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'range-exhausted' });
    expect(verdict.reasons).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    expect((await ask({ ...inRange(0)(10), by: warm[0]! })).reasons).toEqual(['tier-warm']);
    expect(await full({ ...inRange(0)(20), by: warm[1]! })).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    expect((await ask(inRange(1)(0))).kind).toBe('allow');
  });

  it('is full for the day with what nobody verified, and has room again a day later', async () => {
    const { textEach, full, clock } = setUp();
    await textEach(9, inRange(0));
    clock.advanceSec(23 * 3_600);
    expect(await full(inRange(0)(9))).toEqual(['range-exhausted', RANGE, 'exposed', 'day']);
    clock.advanceSec(2 * 3_600);
    await textEach(9, (turn) => inRange(0)(turn + 10));
  });

  it('may use its day at once where every code is entered: a sixteenth of the pool’s day', async () => {
    const { verifiedEach, full, passHour, warmDevice } = setUp();
    const by = await warmDevice();
    let line = 0;
    const next = () => inRange(0)(line++);
    // 90 % of $10.
    await verifiedEach(90, next);
    expect(await full(next())).toEqual(['range-exhausted', RANGE, 'untrusted', 'hour']);
    await verifiedEach(10, () => ({ ...next(), by }));
    expect(await full({ ...next(), by })).toEqual(['range-exhausted', RANGE, 'untrusted', 'hour']);
    passHour();
    expect(await full({ ...next(), by })).toEqual(['range-exhausted', RANGE, 'untrusted', 'day']);
  });

  it('has a sixteenth of what a pool may have out: seven of 120 texts, six of them to cold devices', async () => {
    const { textEach, ask, full, warmDevice } = setUp({ perDayUsd: 80 });
    const warm = await warmDevice();
    await textEach(6, inRange(0));
    expect(await full(inRange(0)(6))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    expect((await ask({ ...inRange(0)(7), by: warm })).reasons).toEqual(['tier-warm']);
    expect(await full({ ...inRange(0)(8), by: warm })).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
  });

  it('of a small pool has four texts out, three of them to cold devices', async () => {
    const { textEach, ask, full, warmDevice } = setUp({ perDayUsd: 24 });
    const warm = await warmDevice();
    await textEach(3, inRange(0));
    expect(await full(inRange(0)(3))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    expect((await ask({ ...inRange(0)(4), by: warm })).reasons).toEqual(['tier-warm']);
    expect(await full({ ...inRange(0)(5), by: warm })).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
  });

  it('of the smallest pool has four texts in a day where every code is entered, three to cold devices', async () => {
    const { verifiedEach, full, clock, warmDevice } = setUp({ perDayUsd: 4 });
    const warm = await warmDevice();
    await verifiedEach(3, inRange(0));
    clock.advanceSec(3_900);
    expect(await full(inRange(0)(3))).toEqual(['range-exhausted', RANGE, 'untrusted', 'day']);
    await verifiedEach(1, () => ({ ...inRange(0)(4), by: warm }));
    clock.advanceSec(3_900);
    expect(await full({ ...inRange(0)(5), by: warm })).toEqual(['range-exhausted', RANGE, 'untrusted', 'day']);
  });
});

describe('a block of a million numbers', () => {
  it('has twenty texts out, eighteen of them to cold devices', async () => {
    const { textEach, ask, full, warmDevice } = setUp();
    const warm = [await warmDevice(), await warmDevice(), await warmDevice()];
    for (const range of [0, 1]) await textEach(9, inRange(range));
    expect(await full(inRange(2)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    for (let turn = 0; turn < 2; turn++) {
      const allowed = await ask({ ...inRange(2 + turn)(0), by: warm[turn]! });
      expect(allowed.reasons).toEqual(['tier-warm']);
    }
    expect(await full({ ...inRange(9)(0), by: warm[2]! })).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    permitOf(await ask({ phone: germanPhone({ block: 1 }) }));
  });

  it('has a quarter of what a pool may have out: fifteen of sixty texts, 13 of them to cold devices', async () => {
    const { textEach, full } = setUp({ perDayUsd: 40 });
    await textEach(13, (turn) => inRange(turn)(0));
    expect(await full(inRange(13)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
  });

  it('may use its day at once where every code is entered: a quarter of the pool’s day, which is the pool’s hour', async () => {
    const { verifiedEach, full, ask, passHour } = setUp({ perDayUsd: 24 });
    // 90 % of $6.
    await verifiedEach(54, (turn) => inRange(turn)(0));
    expect(await full(inRange(54)(0))).toEqual(['pool-exhausted', 'pool:DE', 'untrusted', 'hour']);
    passHour();
    expect(await full(inRange(54)(0))).toEqual(['block-exhausted', BLOCK, 'untrusted', 'day']);
    permitOf(await ask({ phone: germanPhone({ block: 1 }) }));
  });

  it('of a small pool has four texts out, three of them to cold devices', async () => {
    const { textEach, full } = setUp({ perDayUsd: 4 });
    await textEach(3, (turn) => inRange(turn)(0));
    expect(await full(inRange(3)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
  });
});

describe('a pool', () => {
  it('has 15 % of its dollars out, 90 % of that to cold devices, however many ranges are asked for', async () => {
    const { textHours, full, passHour, used } = setUp({ perDayUsd: 40 });
    await textHours([18, 18, 18]);
    expect(await used('pool:DE', 'exposed', 'day')).toBe(5_400_000);
    passHour();
    expect(await full({})).toEqual(DAY_FULL);
  });

  it('adds a third of that in an hour, and the next third an hour later though the first is still out', async () => {
    const { textEach, full, passHour, warmDevice, used } = setUp({ perDayUsd: 40 });
    const warm = [await warmDevice(), await warmDevice(), await warmDevice(), await warmDevice()];
    for (let hour = 1; hour <= 2; hour++) {
      // 90 % of twenty texts, and all of them.
      await textEach(18);
      expect(await full({})).toEqual(HOUR_FULL);
      await textEach(2, () => ({ by: warm[0]! }));
      expect(await full({ by: warm[1]! })).toEqual(HOUR_FULL);
      expect(await used('pool:DE', 'exposed', 'hour')).toBe(2_000_000);
      expect(await used('pool:DE', 'exposed', 'day')).toBe(hour * 2_000_000);
      passHour();
    }
    // Cold devices have 54 in all, and forty are out.
    await textEach(14);
    expect(await full({})).toEqual(DAY_FULL);
    await textEach(6, (turn) => ({ by: warm[1 + (turn >> 1)]! }));
    passHour();
    expect(await full({ by: warm[3]! })).toEqual(DAY_FULL);
  });

  it('that is small has eight texts out, seven of them to cold devices', async () => {
    const { textHours, text, full, passHour, warmDevice } = setUp({ perDayUsd: 4 });
    const warm = await warmDevice();
    await textHours([4, 3]);
    expect(await full({})).toEqual(DAY_FULL);
    await text({ by: warm });
    passHour();
    expect(await full({ by: warm })).toEqual(DAY_FULL);
  });

  // A third of its eight or nine texts would be less.
  it.each([4, 6])('that has $%i a day adds five texts in an hour, four of them to cold devices', async (perDayUsd) => {
    const { textEach, text, full, warmDevice } = setUp({ perDayUsd });
    const warm = [await warmDevice(), await warmDevice()];
    await textEach(4);
    expect(await full({})).toEqual(HOUR_FULL);
    await text({ by: warm[0]! });
    expect(await full({ by: warm[1]! })).toEqual(HOUR_FULL);
  });

  it('has three tenths of the texts expected out, and twice of them in a day', async () => {
    const { textHours, full, passHour, gate } = setUp({ expectPerDay: 100 });
    expect(gate.limits().pools[0]).toEqual({
      name: 'pool:DE',
      hourMicroUsd: 5_000_000,
      dayMicroUsd: 20_000_000,
      exposureFloorMicroUsd: 3_000_000,
    });
    // Cold devices fill 90 % of thirty.
    await textHours([9, 9, 9]);
    expect(await full({})).toEqual(HOUR_FULL);
    passHour();
    expect(await full({})).toEqual(DAY_FULL);
  });
});

describe('a call, which costs ten texts', () => {
  const call = (range: number, line = 0) => ({ ...inRange(range)(line), channel: 'voice' }) as const;

  const callIn = (block: number) => ({ phone: germanPhone({ block }), channel: 'voice' }) as const;
  const textIn = (block: number) => ({ phone: germanPhone({ block }) });

  it('is possible as half of what a pool may have out, in one hour too: at most $16.20 of $36 to cold devices', async () => {
    const { textEach, full, passHour, used } = setUp({ perDayUsd: 240 });
    await textEach(16, callIn);
    expect(await full(callIn(16))).toEqual(HOUR_FULL);
    expect(await used('pool:DE', 'exposed')).toBe(16_000_000);
    passHour();
    expect(await full(callIn(17))).toEqual(DAY_FULL);
    // The other half is left to texts.
    await textEach(18, (turn) => textIn(20 + turn));
  });

  it('takes its price from the third that texts may add in its hour', async () => {
    const { textEach, full, passHour } = setUp({ perDayUsd: 80 });
    await textEach(1, () => callIn(0));
    // 90 % of $4, less $1.
    await textEach(26, (turn) => textIn(1 + turn));
    expect(await full(textIn(27))).toEqual(HOUR_FULL);
    passHour();
    await textEach(36, (turn) => textIn(100 + turn));
    expect(await full(textIn(136))).toEqual(HOUR_FULL);
  });

  it('leaves texts none of its hour where calls fill their half in it, and the other half in the hours after', async () => {
    const { textEach, textHours, full, passHour } = setUp({ perDayUsd: 80 });
    // 90 % of half of $12 is $5.40; texts may add $3.60 in an hour.
    await textEach(5, callIn);
    expect(await full(callIn(5))).toEqual(HOUR_FULL);
    expect(await full(textIn(6))).toEqual(HOUR_FULL);
    passHour();
    expect(await full(callIn(7))).toEqual(DAY_FULL);
    // $10.80, less $5.
    await textHours([36, 22], (turn) => textIn(100 + turn));
    expect(await full(textIn(8))).toEqual(DAY_FULL);
  });

  it('has one call of a range out, and as many texts of a block as fit beside it', async () => {
    const { textEach, full } = setUp({ perDayUsd: 240 });
    await textEach(1, () => call(0));
    expect(await full(call(0, 1))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    // The call is as much as the range’s ten texts.
    expect(await full(inRange(0)(1))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    // $1 of the $1.80 that a block has.
    await textEach(8, inRange(1));
    expect(await full(inRange(2)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
  });

  it('is not possible in a pool of which half is less than its price, and its texts are left alone', async () => {
    const { full, textHours } = setUp({ perDayUsd: 12 });
    expect(await full(call(0))).toEqual(HOUR_FULL);
    // 90 % of $1.80, and of a third of it in an hour.
    await textHours([5, 5, 5, 1], textIn);
    expect(await full(textIn(16))).toEqual(DAY_FULL);
  });
});
