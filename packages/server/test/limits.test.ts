import { describe, expect, it } from 'vitest';
import type { PoolOption } from '../src/pools.js';
import { type Asking, setUpMoney } from './support/money-setup.js';
import { germanPhone } from './support/phones.js';
import { permitOf, refused } from './support/test-gate.js';

/**
 * Germany has $40 a day, $10 an hour and $6 out unverified at $0.10 a text; a block has $20, $5 and 20 texts, a range
 * $10, $2.50 and 10 texts. Cold devices fill 70 % of each.
 */
function setUp(pool: PoolOption = { perDayUsd: 40 }) {
  return setUpCountries({ DE: pool });
}

function setUpCountries(countries: Readonly<Record<string, PoolOption>>) {
  const setup = setUpMoney({
    countries,
    prices: { asOf: '2026-01-01', smsUsd: { '44': 0.1, '49': 0.1 } },
    cap: { hourUsd: 50, dayUsd: 200, monthUsd: 6_000 },
  });
  const full = async (asking: Asking) => refused(await setup.ask(asking)).reasons;
  return { ...setup, full };
}

const inRange = (range: number) => (line: number) => ({ phone: germanPhone({ range, line }) });
const [RANGE, BLOCK] = ['range', 'block'];

describe('a place', () => {
  it('is of one country, also where another has numbers with the same prefix', async () => {
    // Jersey and the United Kingdom share the block +44 7700.
    const { textEach, full, used } = setUpCountries({ JE: { perDayUsd: 13.4 }, GB: { perDayUsd: 13.4 } });
    const [jersey, british] = [
      (line: number) => ({ phone: `+4477003${String(line).padStart(5, '0')}` }),
      (line: number) => ({ phone: `+4477001${String(line).padStart(5, '0')}` }),
    ];
    // The pools are small: a block of theirs has half of what they may have out.
    await textEach(7, (turn) => jersey(turn * 10_000));
    expect(await full(jersey(70_000))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    await textEach(7, (turn) => british(turn * 10_000));
    expect(await full(british(70_000))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    for (const country of ['JE', 'GB']) expect(await used(`block:${country}:447700`, 'exposed')).toBe(700_000);
  });
});

describe('a range of 10,000 numbers', () => {
  it('has ten texts out, seven of them to cold devices', async () => {
    const { textEach, ask, full, warmDevice } = setUp();
    const warm = [await warmDevice(), await warmDevice()];
    await textEach(7, inRange(0));
    const verdict = refused(await ask(inRange(0)(7)));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'range-exhausted' });
    expect(verdict.reasons).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    for (let turn = 0; turn < 3; turn++) {
      const allowed = await ask({ ...inRange(0)(10 + turn), by: warm[turn % 2]! });
      expect(allowed.reasons).toEqual(['tier-warm']);
    }
    expect(await full({ ...inRange(0)(20), by: warm[1]! })).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    expect((await ask(inRange(1)(0))).kind).toBe('allow');
  });

  it('is full for the day with what nobody verified, and has room again a day later', async () => {
    const { textEach, full, clock } = setUp();
    await textEach(7, inRange(0));
    clock.advanceSec(23 * 3_600);
    expect(await full(inRange(0)(8))).toEqual(['range-exhausted', RANGE, 'exposed', 'day']);
    clock.advanceSec(2 * 3_600);
    await textEach(7, (turn) => inRange(0)(turn + 10));
  });

  it('has a quarter of its day in an hour where every code is entered, and a quarter of the pool’s day', async () => {
    const { textEach, report, full, clock } = setUp();
    let line = 0;
    for (let hour = 0; hour < 4; hour++) {
      // 70 % of $2.50 is $1.75.
      for (let turn = 0; turn < 17; turn++) await report(await textEach(1, () => inRange(0)(line++)), 'verified');
      expect(await full(inRange(0)(line++))).toEqual(['range-exhausted', RANGE, 'untrusted', 'hour']);
      clock.advanceSec(3_900);
    }
    // 70 % of $10 are 70 texts, and 68 have gone out.
    await report(await textEach(2, () => inRange(0)(line++)), 'verified');
    expect(await full(inRange(0)(line++))).toEqual(['range-exhausted', RANGE, 'untrusted', 'day']);
  });

  it('has a quarter of what a small pool may have out: one text of a cold device, two of warm ones', async () => {
    const { textEach, ask, full, warmDevice } = setUp({ perDayUsd: 4 });
    const warm = await warmDevice();
    await textEach(1, inRange(0));
    expect(await full(inRange(0)(1))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    expect((await ask({ ...inRange(0)(2), by: warm })).reasons).toEqual(['tier-warm']);
    expect(await full({ ...inRange(0)(3), by: warm })).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
  });
});

describe('a block of a million numbers', () => {
  it('has twenty texts out, fourteen of them to cold devices', async () => {
    const { textEach, ask, full, warmDevice } = setUp();
    const warm = [await warmDevice(), await warmDevice(), await warmDevice()];
    for (const range of [0, 1]) await textEach(7, inRange(range));
    expect(await full(inRange(2)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    for (let turn = 0; turn < 6; turn++) {
      const allowed = await ask({ ...inRange(2 + turn)(0), by: warm[turn % 3]! });
      expect(allowed.reasons).toEqual(['tier-warm']);
    }
    expect(await full(inRange(9)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
    permitOf(await ask({ phone: germanPhone({ block: 1 }) }));
  });

  it('has half of what a small pool may have out', async () => {
    const { textEach, full } = setUp({ perDayUsd: 4 });
    await textEach(3, (turn) => inRange(turn)(0));
    expect(await full(inRange(3)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
  });
});

describe('a pool', () => {
  it('has 15 % of its dollars out, 70 % of that to cold devices, however many ranges are asked for', async () => {
    const { textEach, full, used } = setUp();
    await textEach(42);
    expect(await full({})).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'hour']);
    expect(await used('pool:DE', 'exposed', 'day')).toBe(4_200_000);
  });

  it('has 0.3 of the texts expected out, and twice of them in a day', async () => {
    const { textEach, full, gate, ask } = setUp({ expectPerDay: 100 });
    expect(gate.limits().pools[0]).toEqual({
      name: 'pool:DE',
      hourMicroUsd: 5_000_000,
      dayMicroUsd: 20_000_000,
      exposureFloorMicroUsd: 3_000_000,
    });
    await textEach(20);
    expect((await ask()).kind).toBe('allow');
    expect(await full({})).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'hour']);
  });
});

describe('a call, which costs ten texts', () => {
  const call = (range: number, line = 0) => ({ ...inRange(range)(line), channel: 'voice' }) as const;

  it('is possible: a range has a quarter of ten of them out, a block half', async () => {
    const { text, full } = setUp();
    await text(call(0));
    // 70 % of $2.50 and of $5.
    expect(await full(call(0, 1))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    await text(call(1));
    await text(call(2));
    expect(await full(call(3))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
  });

  it('is counted where texts are: what one has filled is full for the other', async () => {
    const { text, textEach, full } = setUp();
    await textEach(7, inRange(0));
    await text(call(0, 7));
    expect(await full(call(0, 8))).toEqual(['range-exhausted', RANGE, 'exposed', 'hour']);
    // $1.70 of the $1.40 that cold devices' texts may have out in a block.
    expect(await full(inRange(1)(0))).toEqual(['block-exhausted', BLOCK, 'exposed', 'hour']);
  });

  it('is possible for a warm device in the smallest pool, and for a cold one in a pool of sixty texts', async () => {
    const smallest = setUp({ perDayUsd: 4 });
    const warm = await smallest.warmDevice();
    expect(await smallest.full(call(0))).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'hour']);
    expect((await smallest.ask({ ...call(0), by: warm })).reasons).toEqual(['tier-warm']);
    expect((await setUp({ perDayUsd: 6 }).ask(call(0))).reasons).toEqual(['tier-cold']);
  });
});
