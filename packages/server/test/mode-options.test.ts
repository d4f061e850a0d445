import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { isInShadow, type Mode } from '../src/mode.js';
import type { GateOptions } from '../src/options.js';
import { testOptions } from './support/test-gate.js';

const build = (mode: unknown) => () => createGate(testOptions({ mode } as unknown as Partial<GateOptions>));
/** The lines beyond those of every gate. */
function linesOf(mode?: Mode): readonly string[] {
  const lines: string[] = [];
  createGate(testOptions({ log: (line) => void lines.push(line), ...(mode && { mode }) }));
  return lines.filter((line) => line.includes('shadow'));
}

describe('a mode', () => {
  it.each<[string, unknown, string]>([
    ['null', null, 'mode'],
    ['a word that is none', 'off', 'mode'],
    ['a flag', true, 'mode'],
    ['an object without its part', {}, 'mode.shadow'],
    ['a part that is no object', { shadow: 'DE' }, 'mode.shadow'],
    ['a part beside another word', { shadow: { countries: ['DE'] }, enforce: true }, 'mode.enforce'],
    ['countries that are no list', { shadow: { countries: 'DE' } }, 'mode.shadow.countries'],
    ['an unknown dimension', { shadow: { channels: ['sms'] } }, 'mode.shadow.channels'],
  ])('%s is a TypeError that names it', (_, mode, named) => {
    expect(build(mode)).toThrow(TypeError);
    expect(build(mode)).toThrow(`"${named}"`);
  });

  it.each<[string, unknown, string]>([
    ['a part that names nothing', { shadow: {} }, 'mode.shadow'],
    ['no country', { shadow: { countries: [] } }, 'mode.shadow.countries'],
    ['a country in lower case', { shadow: { countries: ['de'] } }, 'mode.shadow.countries.0'],
    ['a country that is none', { shadow: { countries: ['DE', 'XX'] } }, 'mode.shadow.countries.1'],
    ['a country twice', { shadow: { countries: ['DE', 'DE'] } }, 'mode.shadow.countries'],
    ['no action', { shadow: { actions: [] } }, 'mode.shadow.actions'],
    ['an action that is none of the gate’s', { shadow: { actions: ['signup', 'resend'] } }, 'mode.shadow.actions'],
  ])('%s is a RangeError that names it', (_, mode, named) => {
    expect(build(mode)).toThrow(RangeError);
    expect(build(mode)).toThrow(`"${named}"`);
  });

  it('names countries with and without a pool', () => {
    expect(build({ shadow: { countries: ['DE', 'UZ'], actions: ['login'] } })).not.toThrow();
  });

  it('is read once: what the caller does to it afterwards changes nothing', () => {
    const actions = ['signup'];
    const lines: string[] = [];
    const gate = createGate(testOptions({ mode: { shadow: { actions } }, log: (line) => void lines.push(line) }));
    actions.push('login');
    expect(gate.site).toBe('shop');
    expect(lines.join()).toContain('the actions signup:');
  });
});

describe('a request', () => {
  const part = { shadow: { countries: ['DE'], actions: ['login'] } } as const;

  it.each<[Mode, string, string | undefined, boolean]>([
    ['enforce', 'login', 'DE', false],
    ['shadow', 'signup', undefined, true],
    [part, 'signup', 'DE', true],
    [part, 'login', 'US', true],
    [part, 'login', undefined, true],
    [part, 'signup', 'US', false],
    [part, 'signup', undefined, false],
    [{ shadow: { countries: ['DE'] } }, 'login', 'US', false],
    [{ shadow: { actions: ['login'] } }, 'signup', 'DE', false],
  ])('in mode %j for %s to %s: in shadow %s', (mode, action, country, expected) => {
    expect(isInShadow(mode, { action, country })).toBe(expected);
  });
});

describe('a gate says at its start', () => {
  it('nothing of shadow mode where all is enforced', () => {
    expect(linesOf()).toEqual([]);
    expect(linesOf('enforce')).toEqual([]);
  });

  it.each<[Mode, string]>([
    ['shadow', 'everything'],
    [{ shadow: { countries: ['DE', 'UZ'] } }, 'numbers of DE, UZ'],
    [{ shadow: { actions: ['login'] } }, 'the actions login'],
    [{ shadow: { countries: ['DE'], actions: ['login'] } }, 'numbers of DE and for the actions login'],
  ])('which part is in shadow, and what that may cost: %j', (mode, part) => {
    // Of the $100 an hour DE and US need $17.50 and known numbers $25.
    const bound =
      mode === 'shadow'
        ? 'and nothing but the cap stops it'
        : 'out of pools of countries in shadow and the $57.50 an hour that the cap has beyond all pools';
    expect(linesOf(mode)).toEqual([
      `tollgate: shop is in shadow mode for ${part}: what would be refused there is texted and recorded, ${bound}.`,
    ]);
  });
});
