import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { waysForAll } from '../src/inbound/option.js';
import { INBOUND_OPTIONS, INBOUND_WAYS, OWN_NUMBER } from './support/inbound-setup.js';
import { testOptions } from './support/test-gate.js';

const build = (change: object) => () => createGate({ ...testOptions(), ...INBOUND_OPTIONS, ...change });
const inbound = (change: object) => ({ inbound: { ...INBOUND_OPTIONS.inbound, ...change } });

describe('the option "inbound"', () => {
  it('is taken with the way "inbound" as the last of several', () => {
    expect(build({})).not.toThrow();
    expect(build({ stepUp: ['email', 'inbound'] })).not.toThrow();
  });

  it.each<[string, unknown]>([
    ['inbound', true],
    ['inbound', null],
    ['inbound', { number: OWN_NUMBER }],
    ['inbound', { actions: ['signup'] }],
    ['inbound.actions', { number: OWN_NUMBER, actions: 'signup' }],
    ['inbound.secret', { ...INBOUND_OPTIONS.inbound, secret: 'x' }],
  ])('of the wrong kind is a TypeError that names it: %s', (name, value) => {
    expect(build({ inbound: value })).toThrow(TypeError);
    expect(build({ inbound: value })).toThrow(`"${name}`);
  });

  it.each([[''], ['14155550123'], ['+1 415 555 0123'], ['+1'], ['+999123456789'], ['SHOP']])(
    'refuses %j as a number',
    (number) => {
      expect(build(inbound({ number }))).toThrow(RangeError);
      expect(build(inbound({ number }))).toThrow('"inbound.number"');
    },
  );

  it.each([[[]], [['reset']], [['signup', 'reset']], [['signup', 'signup']], [['Sign up']]])(
    'refuses %j as its actions',
    (actions) => {
      expect(build(inbound({ actions }))).toThrow(RangeError);
      expect(build(inbound({ actions }))).toThrow('"inbound.actions');
    },
  );

  it('refuses ways that do not list it, list it elsewhere than last, or list nothing else', () => {
    for (const stepUp of ['none', ['email'], ['inbound', 'email'], ['inbound']]) {
      expect(build({ stepUp })).toThrow(RangeError);
      expect(build({ stepUp })).toThrow('"stepUp": must list "inbound" last');
    }
  });

  it('is no way for a request that it is not open to', () => {
    expect(waysForAll(['email', 'inbound'])).toEqual(['email']);
    expect(waysForAll(['email'])).toEqual(['email']);
    expect(waysForAll('none')).toBe('none');
  });

  it('is required where the ways list it', () => {
    expect(build({ inbound: undefined })).toThrow(RangeError);
    expect(build({ inbound: undefined, stepUp: INBOUND_WAYS })).toThrow('needs the option "inbound"');
  });

  it('is copied: what the caller changes afterwards changes nothing', async () => {
    const given = { number: OWN_NUMBER, actions: ['signup'] };
    const gate = createGate({ ...testOptions(), ...INBOUND_OPTIONS, inbound: given });
    given.number = '+14155550199';
    const taken = await gate.takeInboundText({ from: OWN_NUMBER, to: OWN_NUMBER, text: 'hello' });
    expect(taken).toEqual({ ok: false, code: 'inbound-text-malformed' });
  });

  it('is what the gate needs to take texts and tickets: without it both are misuse', async () => {
    const gate = createGate(testOptions());
    const text = { from: OWN_NUMBER, to: OWN_NUMBER, text: 'hello' };
    const texting = gate.takeInboundText(text);
    await expect(texting).rejects.toThrow(new TypeError('option "inbound" is not set: this gate takes no texts'));
    await expect(gate.takeInbound({ ticket: 'x', phone: OWN_NUMBER, action: 'signup' })).rejects.toThrow('"inbound"');
  });
});
