import { describe, expect, it } from 'vitest';
import { isInShadow, isWhollyInShadow, type Mode, modeReport } from '../src/mode.js';

const COUNTRY: Mode = { shadow: { countries: ['DE'] } };
const ACTION: Mode = { shadow: { actions: ['login'] } };
const BOTH: Mode = { shadow: { countries: ['DE', 'AT'], actions: ['login', 'resend'] } };

describe('a request is in shadow', () => {
  it.each<[mode: Mode, action: string, country: string | undefined, is: boolean]>([
    ['enforce', 'login', 'DE', false],
    ['shadow', 'login', 'DE', true],
    ['shadow', 'login', undefined, true],
    [COUNTRY, 'login', 'DE', true],
    [COUNTRY, 'login', 'FR', false],
    [COUNTRY, 'login', undefined, false],
    [ACTION, 'login', 'FR', true],
    [ACTION, 'signup', 'DE', false],
    [ACTION, 'signup', undefined, false],
    [BOTH, 'signup', 'AT', true],
    [BOTH, 'resend', undefined, true],
    [BOTH, 'signup', 'FR', false],
  ])('with the mode %j, the action %s and the country %s: %s', (mode, action, country, is) => {
    expect(isInShadow(mode, { action, country })).toBe(is);
  });
});

describe('a country is wholly in shadow', () => {
  it.each<[mode: Mode, country: string | undefined, is: boolean]>([
    ['enforce', 'DE', false],
    ['enforce', undefined, false],
    ['shadow', 'DE', true],
    ['shadow', undefined, true],
    [COUNTRY, 'DE', true],
    [COUNTRY, 'FR', false],
    [COUNTRY, undefined, false],
    [ACTION, 'DE', false],
    [ACTION, undefined, false],
    [BOTH, 'AT', true],
  ])('with the mode %j and the country %s: %s', (mode, country, is) => {
    expect(isWhollyInShadow(mode, country)).toBe(is);
  });
});

describe('a gate says at its start', () => {
  const cap = { hourMicroUsd: 20_000_000, dayMicroUsd: 0, monthMicroUsd: 0 };
  const sum = { hourMicroUsd: 7_654_321, dayMicroUsd: 0, monthMicroUsd: 0 };
  const report = (mode: Mode) => modeReport('shop', mode, { cap, sum });

  it('nothing where all is in force', () => {
    expect(report('enforce')).toEqual([]);
  });

  it('that everything is in shadow, and what stops it', () => {
    expect(report('shadow')).toEqual([
      'tollgate: shop is in shadow mode for everything: what would be refused there is texted and recorded, and nothing but the cap stops it.',
    ]);
  });

  it.each<[part: string, mode: Mode]>([
    ['numbers of DE', COUNTRY],
    ['the actions login', ACTION],
    ['numbers of DE, AT and for the actions login, resend', BOTH],
  ])('that %s are, and how much the cap has beyond all pools', (part, mode) => {
    expect(report(mode)).toEqual([
      `tollgate: shop is in shadow mode for ${part}: what would be refused there is texted and recorded, out of pools of countries in shadow and the $12.34 an hour that the cap has beyond all pools.`,
    ]);
  });

  it('nothing below nothing', () => {
    const [line] = modeReport('shop', COUNTRY, { cap: sum, sum: cap });
    expect(line).toContain('the $0.00 an hour');
  });
});
