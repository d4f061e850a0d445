import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { createPools, demandRoomUnderCap, type PoolOptions } from '../src/pools.js';
import { createPriceTable } from '../src/prices/price-table.js';
import { ROOM_RULES, type RoomRules } from '../src/room-rules.js';
import { testOptions } from './support/test-gate.js';

const prices = createPriceTable({ asOf: '2026-01-01', smsUsd: { '49': 0.1, '1': 0.01 } });
const CAP = { hourUsd: 1_000, dayUsd: 3_000, monthUsd: 90_000 };
const pools = (options: Partial<PoolOptions>) =>
  createPools({ countries: { DE: { perDayUsd: 40 } }, elsewhere: 'refuse', cap: CAP, ...options }, prices);
/** As a gate builds them: only what fits under the cap. */
const poolsUnderCap = (options: Partial<PoolOptions>) => {
  const built = pools(options);
  demandRoomUnderCap(built);
  return built;
};

/** The figure in dollars that an error names. */
function leastOf(build: () => unknown, option: string): number {
  try {
    build();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    const { message } = error as RangeError;
    expect(message).toContain(`"${option}"`);
    return Number(/\$(\d+\.\d\d)/.exec(message)?.[1]);
  }
  throw new Error(`${option} should have been refused`);
}

describe('a pool', () => {
  it.each([
    [{ perDayUsd: 40 }, 40_000_000, 10_000_000],
    [{ perDayUsd: 4 }, 4_000_000, 1_000_000],
    [{ perDayUsd: 10 }, 10_000_000, 2_500_000],
    [{ expectPerDay: 1_000 }, 200_000_000, 50_000_000],
    [{ expectPerDay: 20 }, 4_000_000, 1_000_000],
  ])('%j: has its day, and an hour of a quarter', (option, dayMicroUsd, hourMicroUsd) => {
    expect(pools({ countries: { DE: option } }).all[0]).toMatchObject({ name: 'pool:DE', dayMicroUsd, hourMicroUsd });
  });

  it.each([
    ['15 % of its dollars', { perDayUsd: 40 }, 6_000_000],
    ['at least eight texts', { perDayUsd: 4 }, 800_000],
    ['three tenths of the texts expected', { expectPerDay: 1_000 }, 30_000_000],
    ['at least eight texts of those expected', { expectPerDay: 20 }, 800_000],
  ])('may have out unverified %s: %j', (_, option, exposureFloorMicroUsd) => {
    const [pool] = pools({ countries: { DE: option } }).all;
    expect(pool?.exposureFloorMicroUsd).toBe(exposureFloorMicroUsd);
    expect(Object.keys(pool ?? {})).toEqual(['name', 'hourMicroUsd', 'dayMicroUsd', 'exposureFloorMicroUsd']);
  });

  it('has room for eight texts in an hour at least, where an hour has a smaller share, and never for more than its day', () => {
    const hourOf = (rules: Partial<RoomRules>, perDayUsd = 4) =>
      createPools({ countries: { DE: { perDayUsd } }, elsewhere: 'refuse', cap: CAP }, prices, {
        rules: { ...ROOM_RULES, ...rules },
      }).all[0]?.hourMicroUsd;
    expect(hourOf({ hourShare: 0.1 })).toBe(800_000);
    expect(hourOf({ hourShare: 0.1 }, 40)).toBe(4_000_000);
    expect(hourOf({ poolTexts: 100 })).toBe(4_000_000);
  });

  it('under 40 of its texts is refused with the least figure, which does', () => {
    const least = leastOf(() => pools({ countries: { DE: { perDayUsd: 3.99 } } }), 'countries.DE');
    expect(least).toBe(4);
    expect(() => pools({ countries: { DE: { perDayUsd: least } } })).not.toThrow();
    expect(() => pools({ countries: { DE: { expectPerDay: 19 } } })).toThrow('"countries.DE"');
    const elsewhere = leastOf(() => pools({ elsewhere: { perDayUsd: 1 } }), 'elsewhere');
    expect(() => pools({ elsewhere: { perDayUsd: elsewhere } })).not.toThrow();
    expect(() => pools({ elsewhere: { perDayUsd: elsewhere - 0.01 } })).toThrow(RangeError);
  });

  it('is a listed country’s own, everybody else’s, or nobody’s', () => {
    const open = pools({ elsewhere: { perDayUsd: 100 } });
    expect(open.all.map(({ name }) => name)).toEqual(['pool:DE', 'pool:elsewhere', 'pool:known']);
    expect(open.poolOf({ e164: '+4915112345678', callingCode: '1', country: 'DE' })?.name).toBe('pool:DE');
    for (const country of ['US', undefined, '__proto__', 'known', 'elsewhere']) {
      expect(open.poolOf({ e164: '+1', callingCode: '1', country })?.name).toBe('pool:elsewhere');
      expect(pools({}).poolOf({ e164: '+1', callingCode: '1', country })).toBeUndefined();
    }
  });

  it('of known numbers is a quarter of the cap, of whose day 15 % may be out', () => {
    expect(pools({}).known).toEqual({
      name: 'pool:known',
      hourMicroUsd: 250_000_000,
      dayMicroUsd: 750_000_000,
      exposureFloorMicroUsd: 112_500_000,
    });
  });
});

describe('the cap', () => {
  const countries = { DE: { perDayUsd: 40 }, US: { perDayUsd: 77.77 } };

  it.each(['hourUsd', 'dayUsd', 'monthUsd'] as const)(
    '%s: that is too small is refused with the least figure, which does',
    (name) => {
      const build = (figure: number) => () => poolsUnderCap({ countries, cap: { ...CAP, [name]: figure } });
      const least = leastOf(build(0.01), `cap.${name}`);
      expect(build(least)).not.toThrow();
      expect(build(least - 0.02)).toThrow(`"cap.${name}"`);
    },
  );

  it('holds all pools and known numbers together: none can close another', () => {
    for (let figure = 1; figure < 400; figure += 7) {
      const cap = { hourUsd: figure, dayUsd: figure * 3, monthUsd: figure * 60 };
      try {
        const { all } = poolsUnderCap({ countries, elsewhere: { perDayUsd: 33.33 }, cap });
        const sum = (name: 'hourMicroUsd' | 'dayMicroUsd') => all.reduce((total, pool) => total + pool[name], 0);
        expect(sum('hourMicroUsd')).toBeLessThanOrEqual(cap.hourUsd * 1e6);
        expect(sum('dayMicroUsd')).toBeLessThanOrEqual(cap.dayUsd * 1e6);
        expect(30 * sum('dayMicroUsd')).toBeLessThanOrEqual(cap.monthUsd * 1e6);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
  });
});

describe('a gate', () => {
  it('is not built where pools do not fit under the cap', () => {
    const build = (hourUsd: number) => () =>
      createGate(testOptions({ cap: { hourUsd, dayUsd: 300, monthUsd: 9_000 } }));
    // 20 / 4 + 50 / 4 = 17.5 an hour, three quarters of the cap.
    expect(build(23.33)).toThrow(
      new RangeError('option "cap.hourUsd" must be at least $23.34, what all pools and known numbers need'),
    );
    expect(build(23.34)).not.toThrow();
  });
});

describe('limits()', () => {
  it('says what is in force', () => {
    const gate = createGate(testOptions({ countries: { DE: { perDayUsd: 50 } } }));
    expect(gate.limits()).toEqual({
      cap: { hourMicroUsd: 100_000_000, dayMicroUsd: 300_000_000, monthMicroUsd: 9_000_000_000 },
      pools: [
        { name: 'pool:DE', hourMicroUsd: 12_500_000, dayMicroUsd: 50_000_000, exposureFloorMicroUsd: 7_500_000 },
        { name: 'pool:known', hourMicroUsd: 25_000_000, dayMicroUsd: 75_000_000, exposureFloorMicroUsd: 11_250_000 },
      ],
      work: { alg: 'hashwx-1', p: 2, k: 2 },
      challengesAMinute: 60,
    });
  });

  it('says the puzzle’s own work where none was chosen', () => {
    const { work, ...options } = testOptions();
    expect(work).toBeDefined();
    expect(createGate(options).limits().work).toEqual({ alg: 'hashwx-1', p: 2 ** 15, k: 8 });
  });
});
