import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microUsdOf } from '../src/prices/micro-usd.js';
import { PrefixMap } from '../src/prices/prefix-map.js';
import { createPriceTable, VOICE_FACTOR } from '../src/prices/price-table.js';
import { publicPrices } from '../src/prices/public-prices.js';

const LISTED = publicPrices();
const LISTED_PREFIXES = LISTED.map((row) => row.prefix);
const FLOOR = Math.max(...LISTED.map(({ microUsd }) => microUsd));

/** Few digits, so that prefixes of each other and of the public table come up often. */
const prefix = fc.oneof(fc.stringMatching(/^[147][78]?[0-9]{0,6}$/), fc.constantFrom(...LISTED_PREFIXES));
const phone = fc.tuple(prefix, fc.stringMatching(/^[0-9]{7}$/)).map(([start, rest]) => `+${start}${rest}`);
const column = fc.dictionary(
  prefix,
  fc.integer({ min: 1, max: 1_000 }).map((cents) => cents / 100),
);

/** The length of the longest prefix of a number in a list, by looking at all of them. */
function reach(prefixes: readonly string[], e164: string): number {
  return Math.max(0, ...prefixes.filter((start) => e164.startsWith(`+${start}`)).map(({ length }) => length));
}

function listedPrice(e164: string): number {
  const start = e164.slice(1, 1 + reach(LISTED_PREFIXES, e164));
  return LISTED.find((row) => row.prefix === start)?.microUsd ?? FLOOR;
}

function ownPrice(own: Readonly<Record<string, number>>, e164: string): number {
  return microUsdOf(own[e164.slice(1, 1 + reach(Object.keys(own), e164))]!);
}

/** The rule said plainly: the operator's where its prefix is as long as the public one. */
function reaches(own: Readonly<Record<string, number>>, e164: string): boolean {
  const length = reach(Object.keys(own), e164);
  return length > 0 && length >= reach(LISTED_PREFIXES, e164);
}

describe('a price by longest prefix', () => {
  it('is what looking at every row finds, over any tables and numbers', () => {
    fc.assert(
      fc.property(column, column, phone, (smsUsd, voiceUsd, e164) => {
        const table = createPriceTable({ asOf: '2026-01-01', smsUsd, voiceUsd });
        const text = reaches(smsUsd, e164) ? ownPrice(smsUsd, e164) : listedPrice(e164);
        expect(table.priceOf(e164, 'sms').microUsd).toBe(text);
        const call = reaches(voiceUsd, e164) ? ownPrice(voiceUsd, e164) : VOICE_FACTOR * text;
        expect(table.priceOf(e164, 'voice').microUsd).toBe(call);
      }),
      { numRuns: 500 },
    );
  });

  it('is the operator’s over a public one of the same or a shorter prefix', () => {
    for (const { prefix } of LISTED) {
      for (const own of [prefix, `${prefix}5`, `${prefix}55`]) {
        const table = createPriceTable({ asOf: '2026-01-01', smsUsd: { [own]: 0.01 }, voiceUsd: { [own]: 0.02 } });
        const e164 = `+${own}${'5'.repeat(10)}`;
        expect(table.priceOf(e164, 'sms')).toMatchObject({ microUsd: 10_000, prefix: own });
        expect(table.priceOf(e164, 'voice')).toMatchObject({ microUsd: 20_000, prefix: own });
      }
    }
  });

  it('is the public one over the operator’s of a shorter prefix', () => {
    const listed = LISTED.filter(({ prefix }) => prefix.length > 1);
    for (const { prefix, microUsd } of listed) {
      const own = { [prefix.slice(0, -1)]: 0.01 };
      const table = createPriceTable({ asOf: '2026-01-01', smsUsd: own, voiceUsd: own });
      expect(table.priceOf(`+${prefix}5550123`, 'sms')).toMatchObject({ microUsd, prefix });
      expect(table.priceOf(`+${prefix}5550123`, 'voice')).toMatchObject({ microUsd: VOICE_FACTOR * microUsd, prefix });
    }
  });
});

describe('a look-up', () => {
  it.each(['sms', 'voice'] as const)('of %s asks a map 8 times at most, however large the table', (channel) => {
    const rows = Array.from({ length: 100_000 }, (_, at) => [String(10_000_000 + at), 0.01] as const);
    const own = Object.fromEntries(rows);
    const table = createPriceTable({ asOf: '2026-01-01', smsUsd: own, voiceUsd: own });
    const probes = countMapReads(() => table.priceOf('+999999999999999', channel));
    expect(probes).toBe(8);
    expect(countMapReads(() => table.priceOf('+100000001234', channel))).toBe(1);
  });

  it('finds nothing in digits that are none, or not there', () => {
    const rows = new PrefixMap([{ prefix: '49' }]);
    for (const digits of ['', '4', '0049', '94', '149']) expect(rows.find(digits)).toBeUndefined();
    expect(rows.find('+', 1)).toBeUndefined();
    expect(rows.find('+49', 1)).toEqual({ prefix: '49' });
  });
});

function countMapReads(work: () => void): number {
  let reads = 0;
  const get = Reflect.get(Map.prototype, 'get') as (this: Map<unknown, unknown>, key: unknown) => unknown;
  Map.prototype.get = function (this: Map<unknown, unknown>, key) {
    reads++;
    return get.call(this, key);
  };
  try {
    work();
  } finally {
    Map.prototype.get = get;
  }
  return reads;
}
