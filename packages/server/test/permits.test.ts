import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Permit } from '../src/permit.js';
import { fieldsOf, setUpPermits } from './support/permit-setup.js';
import { DE_PHONE, OTHER_DE_PHONE } from './support/test-gate.js';

const permit = await (await setUpPermits()).grant();
const sealedText = await permit.seal();

describe('a forged permit is refused, and nothing is claimed or sent', () => {
  const fields = fieldsOf(permit);
  class Subclass extends Permit {}
  const make = (constructor: unknown, ...given: unknown[]) =>
    Reflect.construct(constructor as new () => object, given) as unknown;

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['its id', permit.id],
    ['its sealed text', sealedText],
    ['a plain object', fields],
    ['a clone', structuredClone(permit)],
    ['its JSON', JSON.parse(JSON.stringify(permit)) as unknown],
    ['an object of its prototype', Object.create(Permit.prototype, Object.getOwnPropertyDescriptors(fields))],
    ['an heir of it', Object.create(permit)],
    ['a proxy of it', new Proxy(permit, {})],
    ['a promise of it', Promise.resolve(permit)],
    ['a list of it', [permit]],
    ['a verdict that carries it', { kind: 'allow', permit }],
  ])('%s', async (_, forged) => {
    const { send, store, sentCount } = await setUpPermits();
    await expect(send(forged as Permit, 1)).rejects.toThrow(/with a permit and with nothing else$/);
    expect(store.calls).toEqual([]);
    expect(sentCount()).toBe(0);
  });

  it('cannot be constructed, by whatever class', () => {
    const backing = { gate: {}, claim: async () => 'claimed', settle: async () => undefined, seal: async () => '' };
    for (const constructor of [Permit, Subclass, permit.constructor]) {
      for (const key of [undefined, Symbol('permit'), Symbol.for('permit')]) {
        expect(() => make(constructor, key, fields, backing)).toThrow(TypeError);
      }
    }
  });

  it('cannot be made from a right one by changing it', () => {
    for (const [name, value] of Object.entries({
      phone: OTHER_DE_PHONE,
      segments: 10,
      channel: 'voice',
      expiresAtSec: 1e12,
    })) {
      expect(Reflect.set(permit, name, value)).toBe(false);
      expect(Reflect.defineProperty(permit, name, { value })).toBe(false);
    }
    expect(permit.phone).toBe(DE_PHONE);
  });
});

describe('a permit', () => {
  it('is claimed once', async () => {
    const { send, grant, sentCount } = await setUpPermits();
    const permit = await grant();
    expect(await send(permit, 1)).toBe(permit.id);
    await expect(send(permit, 1)).rejects.toMatchObject({ name: 'TollgateError', code: 'permit-claimed' });
    expect(sentCount()).toBe(1);
  });

  it('sent 50 times at once goes out once', async () => {
    const { send, grant, sentCount } = await setUpPermits();
    const permit = await grant();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => send(permit, 1)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    );
    expect(codes).toEqual(Array(49).fill('permit-claimed'));
    expect(sentCount()).toBe(1);
  });

  it('may be claimed for 120 s by the store’s clock, and not at 120 s', async () => {
    const { send, grant, clock, sentCount } = await setUpPermits();
    const [early, late] = [await grant(), await grant(OTHER_DE_PHONE)];
    clock.advanceMs(119_900);
    await send(early, 1);
    clock.advanceMs(100);
    await expect(send(late, 1)).rejects.toMatchObject({ code: 'permit-expired' });
    expect(sentCount()).toBe(1);
  });

  it('never shows its number by accident', async () => {
    const { grant } = await setUpPermits();
    const permit = await grant();
    const digits = DE_PHONE.slice(1);
    for (const shown of [
      JSON.stringify({ permit }),
      inspect(permit),
      inspect({ a: [permit] }, { depth: 9 }),
      await permit.seal(),
    ]) {
      expect(shown).not.toContain(digits);
    }
    expect(JSON.parse(JSON.stringify(permit))).toEqual({
      id: permit.id,
      action: 'signup',
      channel: 'sms',
      segments: 1,
      expiresAtSec: permit.expiresAtSec,
    });
  });
});
