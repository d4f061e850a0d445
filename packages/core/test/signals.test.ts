import { describe, expect, it } from 'vitest';
import { LIMITS } from '../src/limits.js';
import { readSignals, SIGNAL_NAMES, type SignalName } from '../src/signals.js';
import { base64url } from './raw-jws.js';

const id = base64url(new Uint8Array(8).fill(5));
const counts = { keys: 0, pointer: 0, pastes: 0 };

interface Shape {
  readonly good: readonly unknown[];
  readonly bad: readonly unknown[];
}

/** A type over all names: a source without its cases does not compile. */
const shapes: Record<SignalName, Shape> = {
  visitor: {
    good: [
      { id, confidence: 0 },
      { id, confidence: 1 },
      { id, confidence: 0.995 },
    ],
    bad: [
      { id },
      { confidence: 1 },
      { id, confidence: -0.001 },
      { id, confidence: 1.001 },
      { id, confidence: '1' },
      { id, confidence: null },
      { id: base64url(new Uint8Array(7)), confidence: 1 },
      { id: base64url(new Uint8Array(9)), confidence: 1 },
      { id: base64url(new Uint8Array(20)), confidence: 1 },
      { id: `${id}=`, confidence: 1 },
      { id: `${id.slice(0, -1)}V`, confidence: 1 },
      { id: 5, confidence: 1 },
      { id, confidence: 1, components: {} },
    ],
  },
  bot: {
    good: [{ bot: false }, { bot: true, kind: 'k' }, { bot: true, kind: 'k'.repeat(32) }],
    bad: [
      {},
      { kind: 'headless' },
      { bot: 'true' },
      { bot: 0 },
      { bot: null },
      { bot: true, kind: '' },
      { bot: true, kind: 'k'.repeat(33) },
      { bot: true, kind: 1 },
      { bot: true, kind: null },
      { bot: true, toString: 'x' },
    ],
  },
  languages: {
    good: [[], ['de'], new Array<string>(8).fill('x'.repeat(35))],
    bad: ['de', [''], ['x'.repeat(36)], new Array<string>(9).fill('de'), [1], [null], [['de']], { 0: 'de', length: 1 }],
  },
  timeZone: { good: ['UTC', 'z'.repeat(64)], bad: ['', 'z'.repeat(65), 1, ['UTC']] },
  cores: { good: [1, 1_024], bad: [0, 1_025, -1, 1.5, '8', [8]] },
  touch: { good: [0, 255], bad: [-1, 256, 0.5, '5', true] },
  webdriver: { good: [true, false], bad: ['false', 0, 1, []] },
  interactions: {
    good: [counts, { keys: 1_000_000, pointer: 1_000_000, pastes: 1_000_000 }],
    bad: [
      { keys: 0, pointer: 0 },
      { ...counts, scrolls: 0 },
      { ...counts, keys: -1 },
      { ...counts, pointer: 1_000_001 },
      { ...counts, pastes: 0.5 },
      { ...counts, keys: '0' },
      { ...counts, pointer: null },
      [0, 0, 0],
    ],
  },
  pageMs: { good: [0, 2 ** 31], bad: [-1, 2 ** 31 + 1, 0.5, '0', Infinity] },
};

it('names every source of version 1', () => {
  expect([...SIGNAL_NAMES].sort()).toEqual(Object.keys(shapes).sort());
  expect(Object.isFrozen(SIGNAL_NAMES)).toBe(true);
});

describe.each(Object.entries(shapes))('%s', (name, { good, bad }) => {
  it.each(good.map((v) => ({ v })))('may say $v', ({ v }) => {
    expect(readSignals({ [name]: { v } })).toEqual({ [name]: { v } });
  });

  it.each([...bad, null].map((v) => ({ v })))('may not say $v', ({ v }) => {
    expect(readSignals({ [name]: { v } })).toBeUndefined();
  });

  it.each(['failed', 'timeout', 'unsupported', 'blocked', 'off'])('may have no value: %s', (e) => {
    expect(readSignals({ [name]: { e } })).toEqual({ [name]: { e } });
  });

  it.each(['', 'FAILED', 'other', 'toString', null, 0, true, ['off'], {}])('may not have the error %j', (e) => {
    expect(readSignals({ [name]: { e } })).toBeUndefined();
  });

  it('is either a value or an error, and nothing else', () => {
    const v = good[0];
    for (const reading of [v, {}, { v, e: 'off' }, { v, ms: 1 }, { e: 'off', toString: 1 }, [v], null, 'off']) {
      expect(readSignals({ [name]: reading })).toBeUndefined();
    }
    const inherited = Object.create({ v }) as object;
    expect(readSignals({ [name]: inherited })).toBeUndefined();
  });
});

describe('all signals together', () => {
  const first = Object.fromEntries(Object.entries(shapes).map(([name, { good }]) => [name, { v: good.at(-1) }]));

  it('may be all there, or none', () => {
    expect(readSignals(first)).toEqual(first);
    expect(readSignals({})).toEqual({});
  });

  it('are refused if one of them is wrong', () => {
    for (const name of SIGNAL_NAMES) {
      expect(readSignals({ ...first, [name]: { v: shapes[name].bad[0] } })).toBeUndefined();
    }
  });

  it.each(['ip', 'userAgent', 'toString', 'constructor', 'hasOwnProperty', ''])(
    'are refused with an unknown source "%s"',
    (name) => {
      expect(readSignals({ [name]: { v: 1 } })).toBeUndefined();
      expect(readSignals({ [name]: { e: 'off' } })).toBeUndefined();
    },
  );

  it('take at most 1,024 bytes, however legal each of them is', () => {
    // 8 languages of 35 characters of 3 bytes each: within their own bounds, 840 bytes together.
    const languages = { v: new Array<string>(8).fill('\u20ac'.repeat(35)) };
    const bot = { v: { bot: true, kind: '\u20ac'.repeat(24) } };
    const bytes = (value: object) => Buffer.byteLength(JSON.stringify(value));
    const padded = (length: number) => ({ languages, bot, timeZone: { v: 'z'.repeat(length) } });
    const fits = LIMITS.signalsMaxBytes - bytes(padded(0));
    expect(fits).toBeLessThan(64);
    expect(readSignals(padded(fits))).toBeDefined();
    expect(readSignals(padded(fits + 1))).toBeUndefined();
  });

  it.each([undefined, null, [], 'x', 1, true])('are not %j', (value) => {
    expect(readSignals(value)).toBeUndefined();
  });
});
