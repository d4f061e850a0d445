import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { testOptions } from './support/test-gate.js';

const AS_OF = '2026-01-01';

function thrown(prices: unknown): unknown {
  try {
    createGate({ ...testOptions(), prices: prices as never });
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a price out of bounds is a RangeError that names its prefix', () => {
  it.each<[object, string, string]>([
    [{ smsUsd: { '49': 0 } }, 'prices.smsUsd.49', 'must be above 0 and at most 100 dollars'],
    [{ smsUsd: { '49': -0 } }, 'prices.smsUsd.49', 'must be above 0 and at most 100 dollars'],
    [{ smsUsd: { '1': 0.01, '49': -0.1 } }, 'prices.smsUsd.49', 'must be above 0 and at most 100 dollars'],
    [{ smsUsd: { '+49': 100.01 } }, 'prices.smsUsd.+49', 'must be above 0 and at most 100 dollars'],
    [{ smsUsd: { '49': Infinity } }, 'prices.smsUsd.49', 'must be above 0 and at most 100 dollars'],
    [{ voiceUsd: { '44': 1e9 } }, 'prices.voiceUsd.44', 'must be above 0 and at most 100 dollars'],
    [{ smsUsd: { DE: 0.1 } }, 'prices.smsUsd.DE', 'must be a calling prefix, 1 to 8 digits'],
    [{ smsUsd: { '': 0.1 } }, 'prices.smsUsd.', 'must be a calling prefix'],
    [{ smsUsd: { '0049': 0.1 } }, 'prices.smsUsd.0049', 'must be a calling prefix'],
    [{ smsUsd: { '++49': 0.1 } }, 'prices.smsUsd.++49', 'must be a calling prefix'],
    [{ smsUsd: { '49 ': 0.1 } }, 'prices.smsUsd.49 ', 'must be a calling prefix'],
    [{ smsUsd: { '491511234': 0.1 } }, 'prices.smsUsd.491511234', 'must be a calling prefix'],
    [{ smsUsd: JSON.parse('{"__proto__": 0.1}') as object }, 'prices.smsUsd.__proto__', 'must be a calling prefix'],
    [{ voiceUsd: { constructor: 0.1 } }, 'prices.voiceUsd.constructor', 'must be a calling prefix'],
    [{ smsUsd: { '49': 0.1, '+49': 0.1 } }, 'prices.smsUsd.+49', 'must not repeat a prefix'],
    [{ feeUsd: -0.01 }, 'prices.feeUsd', 'must be at least 0'],
    [{ feeUsd: 100.01 }, 'prices.feeUsd', 'must be at most 100'],
    [{ feeUsd: Infinity }, 'prices.feeUsd', 'must be at most 100'],
  ])('%j', (change, option, rule) => {
    const error = thrown({ asOf: AS_OF, ...change }) as Error;
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(`option "${option}": ${rule}`);
  });

  it('a table of more than 100,000 prefixes', () => {
    const rows = Array.from({ length: 100_001 }, (_, at) => [String(10_000_000 + at), 0.01] as const);
    const error = thrown({ asOf: AS_OF, voiceUsd: Object.fromEntries(rows) });
    expect(error).toEqual(new RangeError('option "prices.voiceUsd": must list at most 100000 prefixes'));
    expect(thrown({ asOf: AS_OF, voiceUsd: Object.fromEntries(rows.slice(1)) })).toBeUndefined();
  });

  it.each(['2026-02-31', '2026-13-01', '2025-10', '01.02.2026', '2026-01-01T00:00:00Z', ' 2026-01-01', ''])(
    'a day that is none: %j',
    (asOf) => {
      expect(thrown({ asOf })).toEqual(new RangeError('option "prices.asOf": must be a day, YYYY-MM-DD'));
    },
  );
});

describe('a price of the wrong kind is a TypeError that names it', () => {
  it.each<[object, string]>([
    [{ smsUsd: { '49': '0.1' } }, 'prices.smsUsd.49'],
    [{ smsUsd: { '49': NaN } }, 'prices.smsUsd.49'],
    [{ smsUsd: { '49': null } }, 'prices.smsUsd.49'],
    [{ smsUsd: { '49': undefined } }, 'prices.smsUsd.49'],
    [{ smsUsd: null }, 'prices.smsUsd'],
    [{ smsUsd: 0.1 }, 'prices.smsUsd'],
    [{ smsUsd: [0.1, 0.2] }, 'prices.smsUsd'],
    [{ smsUsd: new Map([['49', 0.1]]) }, 'prices.smsUsd'],
    [{ voiceUsd: 'prefix,voice_usd' }, 'prices.voiceUsd'],
    [{ feeUsd: '0.05' }, 'prices.feeUsd'],
    [{ feeUsd: NaN }, 'prices.feeUsd'],
    [{ usdOf: 0.05 }, 'prices.usdOf'],
    [{ usdOf: null }, 'prices.usdOf'],
    [{ asOf: new Date(0) }, 'prices.asOf'],
    [{ asOf: undefined }, 'prices.asOf'],
  ])('%j', (change, option) => {
    const error = thrown({ asOf: AS_OF, ...change }) as Error;
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`option "${option}": `);
  });

  it('so is a name that is none', () => {
    expect(thrown({ asOf: AS_OF, feeUSD: 0.05 })).toEqual(new TypeError('unknown option "prices.feeUSD"'));
  });
});

describe('prices are taken', () => {
  it.each<[string, object]>([
    ['a day alone', {}],
    ['empty tables', { smsUsd: {}, voiceUsd: {} }],
    ['both ends of the bounds', { smsUsd: { '+999': 100, '998': Number.MIN_VALUE }, feeUsd: 0 }],
    ['a table without a prototype', { smsUsd: Object.assign(Object.create(null) as object, { '49': 0.1 }) }],
    ['prefixes of 1 and 8 digits', { voiceUsd: { '1': 0.01, '+49151123': 0.2 } }],
    ['a function', { usdOf: () => undefined }],
    ['all of it absent', { smsUsd: undefined, voiceUsd: undefined, feeUsd: undefined, usdOf: undefined }],
  ])('%s', (_, change) => {
    expect(thrown({ asOf: AS_OF, ...change })).toBeUndefined();
  });
});
