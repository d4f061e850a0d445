import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { anyPhone, anyRange, COUNTRIES, phoneInRange } from '../../src/world/number-plan.js';
import { Random } from '../../src/world/random.js';

describe.each(COUNTRIES)('numbers of %s', (country) => {
  it('are mobile numbers of that country', () => {
    const random = new Random(1, country);
    for (let turn = 0; turn < 200; turn++) {
      const number = parsePhoneNumberFromString(anyPhone(country, random));
      expect(number?.isValid()).toBe(true);
      expect(number?.country).toBe(country);
      expect(number?.getType()).toMatch(/MOBILE/);
    }
  });

  it('of one range differ in their last four digits alone', () => {
    const range = anyRange(country, new Random(2, country));
    expect(phoneInRange(range, 7)).toBe(`${range}0007`);
    expect(phoneInRange(range, 9_999)).toBe(`${range}9999`);
  });
});
