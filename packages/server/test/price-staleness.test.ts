import { describe, expect, it } from 'vitest';
import type { Price } from '../src/prices/price.js';
import { isDay, lastDayMs } from '../src/prices/price-date.js';
import { createPriceTable } from '../src/prices/price-table.js';
import { publicPrices } from '../src/prices/public-prices.js';
import { stalePrices } from '../src/prices/staleness.js';

const price = (asOf: string): Price => ({ microUsd: 1, prefix: '49', asOf, source: 'a list' });
const at = (moment: string) => Date.parse(moment);

describe('the warning of old prices', () => {
  it.each([
    ['a day, 180 days on', '2026-01-01', '2026-06-30T23:59:59.999Z', false],
    ['a day, 181 days on', '2026-01-01', '2026-07-01T00:00:00Z', true],
    ['a month, 180 days after its last day', '2025-10', '2026-04-29T23:59:59.999Z', false],
    ['a month, 181 days after its last day', '2025-10', '2026-04-30T00:00:00Z', true],
    ['February of a leap year', '2024-02', '2024-08-27T12:00:00Z', false],
    ['February of a leap year, a day later', '2024-02', '2024-08-28T12:00:00Z', true],
    ['a date to come', '2027-01-01', '2026-01-01T00:00:00Z', false],
    ['no date at all', '', '2026-01-01T00:00:00Z', true],
  ])('%s: %s at %s is old: %s', (_, asOf, now, isOld) => {
    expect(stalePrices([price(asOf)], at(now)) !== undefined).toBe(isOld);
  });

  it('is none where there are no prices', () => {
    expect(stalePrices([], at('2026-01-01'))).toBeUndefined();
  });

  it('names how many, the oldest date and what to do', () => {
    const prices = ['2025-03-31', '2026-11-01', '2019-09', '2019-09-30', '2022-04'].map(price);
    expect(stalePrices(prices, at('2026-11-22'))).toBe(
      'Prices older than 180 days: 4 of 5, the oldest of 2019-09 – give your own with the option "prices".',
    );
  });

  it('goes away with prices of the operator’s own', () => {
    const own = createPriceTable({ asOf: '2026-11-01', smsUsd: { '49': 0.05 } }).priceOf('+4915112345678', 'sms');
    const listed = createPriceTable().priceOf('+4915112345678', 'sms');
    expect(stalePrices([own], at('2026-11-22'))).toBeUndefined();
    expect(stalePrices([listed, own], at('2026-11-22'))).toContain('1 of 2, the oldest of 2025-10');
  });
});

describe('the date of a price', () => {
  it.each([
    '',
    '2026',
    '2026-1',
    '2026-13',
    '2026-00',
    '2026-02-29',
    '2026-02-31',
    '2026-04-31',
    '2026-1-01',
    '2026-01-00',
  ])('%j is none', (asOf) => {
    expect(lastDayMs(asOf)).toBeUndefined();
    expect(isDay(asOf)).toBe(false);
  });

  it('may be a month, which is no day', () => {
    expect(lastDayMs('2025-10')).toBe(at('2025-10-31T00:00:00Z'));
    expect(isDay('2025-10')).toBe(false);
    expect(isDay('2024-02-29')).toBe(true);
  });

  it('is readable in every public row', () => {
    for (const { asOf } of publicPrices()) expect(lastDayMs(asOf)).toBeDefined();
  });
});
