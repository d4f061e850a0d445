import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { createMemoryStore } from '../src/memory-store/memory-store.js';
import type { GateOptions } from '../src/options.js';
import { without } from './support/raw-wire.js';
import { ORIGIN, SECRETS, testOptions } from './support/test-gate.js';

const build = (change: object) => () => createGate({ ...testOptions(), ...change });
const naming = (option: string): unknown =>
  expect.objectContaining({ message: expect.stringContaining(`"${option}`) as unknown });

/** What `createGate` throws; `undefined` where it takes the options. */
function thrown(change: object): unknown {
  try {
    build(change)();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('an option that is required', () => {
  it.each(['site', 'secrets', 'hashSecret', 'origins', 'actions', 'countries', 'elsewhere', 'cap', 'stepUp'])(
    '%s: is refused by name when it is missing, undefined or null',
    (name) => {
      const missing = without(testOptions(), name) as unknown as GateOptions;
      expect(() => createGate(missing)).toThrow(TypeError);
      expect(() => createGate(missing)).toThrow(`"${name}"`);
      for (const value of [undefined, null]) {
        expect(thrown({ [name]: value })).toBeInstanceOf(TypeError);
        expect(thrown({ [name]: value })).toEqual(naming(name));
      }
    },
  );

  it('is refused as a whole where there are no options', () => {
    for (const options of [undefined, null, 1, 'options', []]) {
      expect(() => createGate(options as unknown as GateOptions)).toThrow(TypeError);
    }
  });
});

describe('an option of the wrong kind is a TypeError that names it', () => {
  it.each<[string, unknown]>([
    ['site', 7],
    ['secrets', 'a secret'],
    ['secrets', [{ kid: 'a' }]],
    ['secrets', [{ kid: 'a', secret: 5 }]],
    ['secrets', [{ kid: 1, secret: 's'.repeat(32) }]],
    ['secrets', [{ kid: 'a', secret: 's'.repeat(32), alg: 'none' }]],
    ['hashSecret', 5],
    ['hashSecret', Array(32).fill(1)],
    ['origins', ORIGIN],
    ['origins', [5]],
    ['actions', 'signup'],
    ['actions', [null]],
    ['countries', { DE: 5 }],
    ['countries', { DE: {} }],
    ['countries', { DE: { perDayUsd: '5' } }],
    ['countries', { DE: { perDayUsd: NaN } }],
    ['countries', { DE: { perDayUsd: 50, expectPerDay: 5 } }],
    ['elsewhere', 'allow'],
    ['elsewhere', { expectPerDay: 5 }],
    ['cap', 5],
    ['cap', { hourUsd: 100, dayUsd: 300 }],
    ['cap', { hourUsd: 100, dayUsd: 300, monthUsd: '9000' }],
    ['stepUp', 'email'],
    ['store', {}],
    ['store', 'redis://localhost'],
    ['store', { admit: 1, claim: 1, settle: 1, report: 1, close: 1 }],
    ['prices', {}],
    ['prices', { asOf: '2026-01-01', smsUsd: { '49': '0.1' } }],
    ['numberTypes', 'refuse'],
    ['numberTypes', { pager: true }],
    ['onVerdict', 'log'],
    ['onAlert', 'page me'],
    ['onAlert', null],
    ['log', false],
    ['park', 'yes'],
    ['onStoreFailure', true],
    ['onStoreFailure', 'ignore'],
    ['storeTimeoutMs', '1000'],
    ['storeTimeoutMs', NaN],
    ['puzzle', 1],
    ['puzzle', null],
    ['puzzle', ''],
    ['puzzle', 'hashwx-2'],
    ['puzzle', 'HASHWX-1'],
    ['puzzle', 'toString'],
    ['puzzle', ['hashwx-1']],
    ['work', 8],
    ['work', { p: 2 }],
    ['work', { p: '2', k: 2 }],
    ['trustedHops', '1'],
    ['trustedHops', true],
    ['clock', 5],
    ['random', 4],
    ['testKeys', 'yes'],
    ['testKeys', null],
  ])('%s: %j', (name, value) => {
    expect(thrown({ [name]: value })).toBeInstanceOf(TypeError);
    expect(thrown({ [name]: value })).toEqual(naming(name));
  });
});

describe('an option outside its bounds is a RangeError that names it', () => {
  it.each<[string, unknown]>([
    ['site', ''],
    ['site', 'Shop'],
    ['site', 's'.repeat(65)],
    ['site', 'test-pass'],
    ['site', 'test-'],
    ['secrets', []],
    ['secrets', [{ kid: 'a', secret: 's'.repeat(31) }]],
    ['secrets', [{ kid: 'a', secret: new Uint8Array(31) }]],
    ['secrets', [{ kid: 'a b', secret: 's'.repeat(32) }]],
    ['secrets', [SECRETS[0], { ...SECRETS[1], kid: SECRETS[0].kid }]],
    ['secrets', Array.from({ length: 17 }, (_, at) => ({ kid: `k${at}`, secret: 's'.repeat(32) }))],
    ['hashSecret', 's'.repeat(31)],
    ['hashSecret', new Uint8Array(31)],
    ['origins', []],
    ['origins', [ORIGIN, ORIGIN]],
    ['origins', [`${ORIGIN}/`]],
    ['origins', ['*']],
    ['origins', ['null']],
    ['origins', ['https://SHOP.example']],
    ['origins', ['https://shop.example:443']],
    ['actions', []],
    ['actions', ['signup', 'signup']],
    ['actions', ['Sign up']],
    ['actions', ['a'.repeat(33)]],
    ['actions', Array.from({ length: 65 }, (_, at) => `a${at}`)],
    ['countries', {}],
    ['countries', []],
    ['countries', { XX: { perDayUsd: 50 } }],
    ['countries', { de: { perDayUsd: 50 } }],
    ['countries', { DE: { perDayUsd: 0 } }],
    ['countries', { DE: { perDayUsd: -1 } }],
    ['countries', { DE: { perDayUsd: 2e9 } }],
    ['countries', { DE: { expectPerDay: 1.5 } }],
    ['countries', { DE: { expectPerDay: 0 } }],
    ['elsewhere', { perDayUsd: 0 }],
    ['cap', { hourUsd: 0, dayUsd: 300, monthUsd: 9_000 }],
    ['cap', { hourUsd: 100, dayUsd: Infinity, monthUsd: 9_000 }],
    ['stepUp', []],
    ['prices', { asOf: 'yesterday', smsUsd: {} }],
    ['prices', { asOf: '2026-01-01', smsUsd: { '49': 0 } }],
    ['prices', { asOf: '2026-01-01', smsUsd: { DE: 0.1 } }],
    ['prices', { asOf: '2026-01-01', smsUsd: { '49': 0.1, '+49': 0.2 } }],
    ['work', { p: 0, k: 2 }],
    ['work', { p: 2, k: 0 }],
    ['work', { p: 1.5, k: 2 }],
    ['work', { p: 2 ** 26, k: 2 }],
    ['work', { p: 2, k: 17 }],
    ['trustedHops', -1],
    ['trustedHops', 9],
    ['trustedHops', 1.5],
    ['storeTimeoutMs', 9],
    ['storeTimeoutMs', 30_001],
    ['storeTimeoutMs', 99.5],
    ['storeTimeoutMs', Infinity],
    ['store', Object.assign(createMemoryStore(), { site: 'bank' })],
  ])('%s: %j', (name, value) => {
    expect(thrown({ [name]: value })).toBeInstanceOf(RangeError);
    expect(thrown({ [name]: value })).toEqual(naming(name));
  });
});

describe('an option that does not exist', () => {
  it.each([
    ['country', 5],
    ['Site', 'shop'],
    ['cap.hour', 5],
  ])('%s: is unknown, and refused by name', (name, value) => {
    expect(thrown({ [name]: value })).toBeInstanceOf(TypeError);
    expect(thrown({ [name]: value })).toEqual(naming(name));
  });

  it('is unknown inside another option too', () => {
    for (const change of [
      { cap: { hourUsd: 100, dayUsd: 300, monthUsd: 9_000, weekUsd: 1 } },
      { work: { p: 2, k: 2, alg: 'none' } },
      { numberTypes: { landline: 'allow' } },
      { prices: { asOf: '2026-01-01', smsUsd: {}, currency: 'EUR' } },
    ]) {
      expect(thrown(change)).toBeInstanceOf(TypeError);
      expect(thrown(change)).toEqual(
        expect.objectContaining({ message: expect.stringMatching(/weekUsd|alg|landline|currency/) as string }),
      );
    }
  });
});

describe('what happens when something fails', () => {
  it('may be chosen', () => {
    for (const change of [
      { onStoreFailure: 'refuse' },
      { onStoreFailure: 'allow' },
      { storeTimeoutMs: 10 },
      { storeTimeoutMs: 30_000 },
      { onAlert: () => undefined },
      { park: true },
    ]) {
      expect(build(change)).not.toThrow();
      expect(build(Object.fromEntries(Object.keys(change).map((name) => [name, undefined])))).not.toThrow();
    }
  });
});
