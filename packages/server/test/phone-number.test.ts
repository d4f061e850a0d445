import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { destinationOf, readPhone, REFUSE_ALL } from '../src/phone-number.js';
import { createTestGate, facts, permitOf, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const read = (phone: unknown, country?: unknown) => {
  const number = readPhone(phone, country);
  return number.ok ? number.value.number : number.code;
};
const kindOf = (phone: string) => {
  const number = readPhone(phone);
  if (!number.ok) return number.code;
  const destination = destinationOf(number.value, REFUSE_ALL);
  return destination.ok ? 'ok' : destination.code;
};

describe('a number that a person typed', () => {
  it.each<[string, string | undefined, string]>([
    ['+4915112345678', undefined, '+4915112345678'],
    ['+49 (0) 151 / 123-456 78', undefined, '+4915112345678'],
    ['0151 12345678', 'DE', '+4915112345678'],
    ['(202) 555-0123', 'US', '+12025550123'],
    ['(202) 555-0123', ' us ', '+12025550123'],
    ['011 49 151 12345678', 'US', '+4915112345678'],
    ['+12025550123', 'DE', '+12025550123'],
    ['+４９１５１１２３４５６７８', undefined, '+4915112345678'],
    ['+49 151 1234567٨', undefined, '+4915112345678'],
    ['\u200e+4915112345678', undefined, '+4915112345678'],
    ['\u2066+4915112345678\u2069', undefined, '+4915112345678'],
    ['+4915112345678\n', undefined, '+4915112345678'],
    [`+491511234567 8${' '.repeat(25)}`, undefined, '+4915112345678'],
  ])('%j in %s is %s', (phone, country, e164) => {
    expect(read(phone, country)).toBe(e164);
  });

  it.each<[string, unknown, unknown?]>([
    ['nothing', ''],
    ['white space', '   '],
    ['words', 'call me'],
    ['a plus sign', '+'],
    ['no country', '0151 12345678'],
    ['too short', '+4915'],
    ['too long', '+49151123456789012345'],
    ['41 characters', `+4915112345678${' '.repeat(27)}`],
    ['10,000 characters', `+49151${'1'.repeat(10_000)}`],
    ['an extension', '+4915112345678 ext. 5'],
    ['an extension by its x', '+4915112345678x5'],
    ['an extension by its comma', '+4915112345678,,5'],
    ['an extension in a URI', 'tel:+4915112345678;ext=5'],
    ['a URI', 'tel:+4915112345678'],
    ['a context of another country', 'tel:863-1234;phone-context=+1-914-555'],
    ['letters for digits', '+1800FLOWERS'],
    ['a mark that turns the direction', '\u202e+4915112345678'],
    ['two numbers', '+4915112345678, +4915112345679'],
    ['two numbers with a slash', '+4915112345678/+4915112345679'],
    ['a national number and a country that is none', '0151 12345678', 'ZZ'],
    ['a national number and a member of every object', '0151 12345678', 'constructor'],
    ['a national number and a list', '0151 12345678', ['DE']],
    ['a number', 4915112345678],
    ['a list', ['+4915112345678']],
    ['a String object', new String('+4915112345678')],
    ['null', null],
  ])('is invalid with %s', (_, phone, country) => {
    expect(read(phone, country)).toBe('number-invalid');
  });

  it('reads the longest that may be typed, and no character more', () => {
    const padded = (length: number) => `+49151${' '.repeat(length - 14)}12345678`;
    expect(padded(40)).toHaveLength(40);
    expect(read(padded(40))).toBe('+4915112345678');
    expect(read(padded(41))).toBe('number-invalid');
  });
});

describe('kinds of numbers', () => {
  it.each([
    ['+19002345678', 'number-premium-rate'],
    ['+499001123456', 'number-premium-rate'],
    ['+448712345678', 'number-premium-rate'],
    ['+979123456789', 'number-premium-rate'],
    ['+80812345678', 'number-shared-cost'],
    ['+870773111632', 'number-satellite'],
    ['+8816123456789', 'number-satellite'],
    ['+88213300655', 'number-satellite'],
    ['+8835100123456', 'number-satellite'],
    ['+447640123456', 'number-pager'],
    ['+499999999999', 'number-unassigned'],
    ['+4990012345678', 'number-unassigned'],
    ['+4915112345678', 'ok'],
    ['+12025550123', 'ok'],
    ['+3901234567', 'ok'],
  ])('%s is %s', (phone, code) => {
    expect(kindOf(phone)).toBe(code);
  });

  it.each([
    ['premiumRate', '+19002345678', 'number-premium-rate'],
    ['sharedCost', '+80812345678', 'number-shared-cost'],
    ['satellite', '+8816123456789', 'number-satellite'],
    ['pager', '+447640123456', 'number-pager'],
    ['unassigned', '+12005550123', 'number-unassigned'],
  ])('%s: is refused unless the operator allows it, and allowed alone', async (type, phone, code) => {
    const numberTypes = { [type]: 'allow' };
    const open = createTestGate({ numberTypes, elsewhere: { perDayUsd: 30 } });
    const shut = createTestGate({ elsewhere: { perDayUsd: 30 } });
    const visitor = await Visitor.at(shut.gate);
    const token = await visitor.token({ phone });
    expect(refused(await shut.gate.admit(facts(token, { phone })))).toMatchObject({ kind: 'deny', code });
    expect(shut.store.calls).toEqual([]);
    expect(permitOf(await open.gate.admit(facts(token, { phone }))).phone).toBe(phone);
    const others = ['+499001123456', '+80812345678', '+8816123456789', '+447640123456', '+499999999999'];
    for (const other of others.filter((candidate) => kindOf(candidate) !== code)) {
      const verdict = await open.gate.admit(facts(token, { phone: other }));
      expect(verdict.code).toBe(kindOf(other));
    }
  });
});

describe('the library', () => {
  it('gives a type to valid numbers alone, which is why those are not looked up twice', () => {
    let typed = 0;
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)!.number;
      const changed = Array.from({ length: 10 }, (_, digit) => `${example.slice(0, -7)}${digit}${example.slice(-6)}`);
      for (const phone of [example, example.slice(0, -1), `${example}0`, ...changed]) {
        const number = readPhone(phone);
        if (!number.ok || number.value.getType() === undefined) continue;
        expect(number.value.isValid()).toBe(true);
        typed++;
      }
    }
    expect(typed).toBeGreaterThan(1_000);
  });
});
