import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  Metadata,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { createPriceTable } from '../src/prices/price-table.js';
import { publicPrices } from '../src/prices/public-prices.js';
import { UNLISTED_AREA_CODES } from '../src/prices/unlisted-area-codes.js';

const table = createPriceTable();
const sms = (e164: string) => table.priceOf(e164, 'sms');
const islands = getCountries().filter(
  (country) => getCountryCallingCode(country) === '1' && country !== 'US' && country !== 'CA',
);

/** Area codes that the metadata gives a country: those of three digits that its rule of first digits takes. */
function areaCodesOf(country: CountryCode): string[] {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  const rule = new RegExp(`^(?:${String(metadata.numberingPlan?.leadingDigits())})$`);
  return Array.from({ length: 800 }, (_, at) => String(200 + at)).filter((code) => rule.test(code));
}

describe('a number under +1 outside the United States and Canada', () => {
  it.each(islands)('never costs as little as one inside: %s has a row for each of its area codes', (country) => {
    const codes = areaCodesOf(country);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) {
      expect(sms(`+1${code}5550123`).prefix).toBe(`1${code}`);
      expect(sms(`+1${code}5550123`).microUsd).toBeGreaterThan(sms('+12025550123').microUsd);
      expect(table.priceOf(`+1${code}5550123`, 'voice').prefix).toBe(`1${code}`);
    }
    const example = getExampleNumber(country, examples)!;
    expect(sms(example.number).prefix).toBe(example.number.slice(1, 5));
  });

  it('is one of 23 countries, whose area codes are these', () => {
    expect(islands).toHaveLength(23);
    // NANPA's list, overlays included: a code that the metadata forgot would not be missed above.
    const known = [
      '242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939',
    ].flatMap((codes) => codes.split(' '));
    expect(islands.flatMap(areaCodesOf).sort()).toEqual(known);
    const listed = publicPrices().flatMap(({ prefix }) => (/^1\d{3}$/.test(prefix) ? [prefix.slice(1)] : []));
    expect(listed.sort()).toEqual(known);
  });

  it('counts as the dearest listed area code where no list names its own, and says that this is an assumption', () => {
    const listed = publicPrices().filter(
      ({ prefix }) => /^1\d{3}$/.test(prefix) && !UNLISTED_AREA_CODES.includes(prefix),
    );
    const dearest = Math.max(...listed.map(({ microUsd }) => microUsd));
    for (const prefix of UNLISTED_AREA_CODES) {
      expect(sms(`+${prefix}5550123`)).toEqual({
        microUsd: dearest,
        prefix,
        asOf: '2025-03-31',
        source: 'assumption: the dearest listed area code of +1 (GOV.UK Notify relative cost)',
      });
    }
    expect(dearest).toBe(156_100);
  });
});

describe('a number under +7', () => {
  it.each([
    ['+77011234567', '77', 189_900],
    ['+76001234567', '76', 189_900],
    ['+79161234567', '7', 100_000],
    ['+74951234567', '7', 100_000],
  ])('%s goes by +%s', (e164, prefix, microUsd) => {
    expect(sms(e164)).toMatchObject({ prefix, microUsd });
  });
});
