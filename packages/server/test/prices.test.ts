import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { microUsdOf } from '../src/prices/micro-usd.js';
import { createPriceTable, VOICE_FACTOR } from '../src/prices/price-table.js';
import { RELATIVE_PRICES } from '../src/prices/relative-prices.js';
import { USD_PRICES } from '../src/prices/usd-prices.js';

const table = createPriceTable();
const sms = (e164: string) => table.priceOf(e164, 'sms');

describe('the price of a text', () => {
  it.each([
    ['+12025550123', '1'],
    ['+18765550123', '1876'],
    ['+16585550123', '1658'],
    ['+79161234567', '7'],
    ['+77011234567', '77'],
    ['+76011234567', '76'],
    ['+4915112345678', '49'],
    ['+998901234567', '998'],
    ['+995591234567', '995'],
  ])('%s goes by its longest prefix', (e164, prefix) => {
    expect(sms(e164).prefix).toBe(prefix);
  });

  it('is that of the dearest source of its prefix', () => {
    expect(sms('+12025550123').microUsd).toBe(12_760);
    expect(sms('+4915112345678').microUsd).toBe(114_840);
    expect(sms('+375291234567').microUsd).toBe(240_000);
  });

  it('carries its date and source', () => {
    for (const [prefix] of USD_PRICES) {
      const price = sms(`+${prefix}5550123`);
      expect(price.asOf).toMatch(/^20\d\d-\d\d(-\d\d)?$/);
      expect(price.source).not.toBe('');
    }
  });

  it('is never below any source for the prefix, dollar lists first, relative ones where there are none', () => {
    for (const [prefix, ...figures] of USD_PRICES) {
      const first = Math.max(...figures.slice(0, 3).map((figure) => figure ?? 0));
      expect(sms(`+${prefix}`).microUsd).toBeGreaterThanOrEqual(microUsdOf(first));
    }
    for (const [, prefixes] of RELATIVE_PRICES) {
      for (const prefix of prefixes.split(' ')) expect(sms(`+${prefix}`).prefix).toBe(prefix);
    }
  });

  it('to an unknown prefix is that of the dearest known one', () => {
    const dearest = Math.max(
      ...USD_PRICES.map(([prefix]) => sms(`+${prefix}`).microUsd),
      ...RELATIVE_PRICES.flatMap(([, prefixes]) => prefixes.split(' ').map((prefix) => sms(`+${prefix}`).microUsd)),
    );
    for (const e164 of ['+', '+999123456', '+2101234567'])
      expect(sms(e164)).toMatchObject({ microUsd: dearest, prefix: '' });
    expect(sms('+999123456')).toMatchObject({
      asOf: '2025-10',
      source: "floor: unknown prefix (a reseller's price list)",
    });
  });

  it('is a whole number of micro-dollars above nothing, for any digits at all', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+[1-9][0-9]{6,14}$/), fc.constantFrom('sms', 'voice'), (e164, channel) => {
        const { microUsd, prefix } = table.priceOf(e164, channel);
        expect(Number.isSafeInteger(microUsd) && microUsd > 0).toBe(true);
        expect(e164.slice(1).startsWith(prefix)).toBe(true);
      }),
    );
  });
});

describe('a call', () => {
  it('costs ten texts where nobody said otherwise, and says that this is an assumption', () => {
    const call = table.priceOf('+4915112345678', 'voice');
    expect(call.microUsd).toBe(VOICE_FACTOR * sms('+4915112345678').microUsd);
    expect(call.source).toContain('assumption');
    expect(VOICE_FACTOR).toBe(10);
  });

  it('costs ten of the operator’s texts, or what the operator says', () => {
    const own = createPriceTable({ asOf: '2026-01-01', smsUsd: { '49': 0.05 }, voiceUsd: { '4930': 0.02 } });
    expect(own.priceOf('+4915112345678', 'voice').microUsd).toBe(500_000);
    expect(own.priceOf('+493012345678', 'voice').microUsd).toBe(20_000);
    expect(own.priceOf('+493012345678', 'sms').microUsd).toBe(50_000);
  });

  it('to an unknown prefix costs ten of the floor', () => {
    const call = table.priceOf('+999123456', 'voice');
    expect(call).toMatchObject({ microUsd: 10 * sms('+999123456').microUsd, prefix: '' });
    expect(call.source).toContain('floor: unknown prefix');
  });

  it('goes by the operator’s call to a country, not by ten of the operator’s texts to one of its networks', () => {
    const own = createPriceTable({ asOf: '2026-01-01', smsUsd: { '4915': 0.05 }, voiceUsd: { '49': 0.02 } });
    expect(own.priceOf('+4915112345678', 'voice').microUsd).toBe(20_000);
  });

  it('to Jamaica or Kazakhstan does not cost what the operator says of calls to the United States or Russia', () => {
    const own = createPriceTable({ asOf: '2026-01-01', voiceUsd: { '1': 0.014, '7': 0.02 } });
    expect(own.priceOf('+12025550123', 'voice').microUsd).toBe(14_000);
    expect(own.priceOf('+79161234567', 'voice').microUsd).toBe(20_000);
    expect(own.priceOf('+18765550123', 'voice')).toMatchObject({ microUsd: 893_200, prefix: '1876' });
    expect(own.priceOf('+77011234567', 'voice')).toMatchObject({ microUsd: 1_899_000, prefix: '77' });
  });
});

describe('a whole text', () => {
  const own = createPriceTable({ asOf: '2026-01-01', smsUsd: { '49': 0.05 }, feeUsd: 0.03 });

  it('costs its segments and the fee once', () => {
    expect(own.priceText('+4915112345678', { channel: 'sms', segments: 3 })).toEqual({
      microUsd: 50_000,
      prefix: '49',
      asOf: '2026-01-01',
      source: "the operator's own price",
      segments: 3,
      feeMicroUsd: 30_000,
      totalMicroUsd: 180_000,
    });
  });

  it('has no fee where the operator names none, or none to pay', () => {
    for (const free of [table, createPriceTable({ asOf: '2026-01-01', feeUsd: 0 })]) {
      expect(free.priceText('+12025550123', { channel: 'sms', segments: 1 })).toMatchObject({
        feeMicroUsd: 0,
        totalMicroUsd: 12_760,
      });
    }
  });

  it('costs more with every segment', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\+[1-9][0-9]{6,14}$/),
        fc.constantFrom('sms', 'voice'),
        fc.integer({ min: 1, max: 9 }),
        (e164, channel, segments) => {
          const { totalMicroUsd } = own.priceText(e164, { channel, segments });
          expect(own.priceText(e164, { channel, segments: segments + 1 }).totalMicroUsd).toBeGreaterThan(totalMicroUsd);
        },
      ),
    );
  });
});

describe('the operator’s own prices', () => {
  const own = createPriceTable({ asOf: '2026-01-01', smsUsd: { '+49': 0.05, '4915': 0.07, '1': 0.5, '88161234': 9 } });

  it('stand in front of the public ones, cheaper or dearer', () => {
    expect(own.priceOf('+493012345678', 'sms')).toEqual({
      microUsd: 50_000,
      prefix: '49',
      asOf: '2026-01-01',
      source: "the operator's own price",
    });
    expect(own.priceOf('+4915112345678', 'sms').microUsd).toBe(70_000);
    expect(own.priceOf('+12025550123', 'sms').microUsd).toBe(500_000);
  });

  it('do not replace a longer public prefix', () => {
    expect(own.priceOf('+18765550123', 'sms').prefix).toBe('1876');
  });

  it('may have up to 8 digits', () => {
    expect(own.priceOf('+881612345678', 'sms').microUsd).toBe(9_000_000);
    expect(own.priceOf('+881612355678', 'sms').microUsd).not.toBe(9_000_000);
  });

  it('do not change the floor', () => {
    expect(own.priceOf('+999123456', 'sms')).toEqual(table.priceOf('+999123456', 'sms'));
  });
});

describe('micro-dollars', () => {
  it.each([
    [0.0085, 8_500],
    [0.1 + 0.2, 300_000],
    [1.16 * 0.099, 114_840],
    [0.00000001, 1],
    [0.0000011, 2],
    [0.00850001, 8_501],
    [1e9, 1e15],
  ])('of $%d are %i: up, never down', (usd, microUsd) => {
    expect(microUsdOf(usd)).toBe(microUsd);
  });
});
