import { describe, expect, it } from 'vitest';
import { HASHES, SEARCHES } from './support/entry-points.js';
import { createReference } from './support/reference.js';
import { LAST_NONCE, numberedSeed } from './support/seeds.js';
import { windowWithWinnerAt } from './support/windows.js';

const SEED = numberedSeed(0);
const ALL_WIN = 2n ** 64n - 1n;
const MOST = 2 ** 31 - 1;
const ENTRY_POINTS = [...HASHES, ...SEARCHES];

type BadValues = readonly (readonly [string, unknown])[];

const NO_SEEDS: BadValues = [
  ['nothing', undefined],
  ['null', null],
  ['no bytes', new Uint8Array(0)],
  ['31 bytes', new Uint8Array(31)],
  ['33 bytes', new Uint8Array(33)],
  ['64 bytes', new Uint8Array(64)],
  ['a view of 31 bytes on 32', new Uint8Array(32).subarray(1)],
  ['a Buffer of 16 bytes', Buffer.alloc(16)],
  ['a number', 32],
  ['a bigint', 32n],
  ['a text of 32 letters', 'a'.repeat(32)],
  ['hex', '00'.repeat(32)],
  ['an array of 32 numbers', Array.from(new Uint8Array(32))],
  ['an object of length 32', { length: 32, byteLength: 32, byteOffset: 0, buffer: new ArrayBuffer(32) }],
  ['an ArrayBuffer', new ArrayBuffer(32)],
  ['a DataView', new DataView(new ArrayBuffer(32))],
  ['an Int8Array', new Int8Array(32)],
  ['a Uint8ClampedArray', new Uint8ClampedArray(32)],
  ['a Uint16Array of 32 bytes', new Uint16Array(16)],
  ['a Uint32Array of 32 numbers', new Uint32Array(32)],
  ['a BigUint64Array of 32 bytes', new BigUint64Array(4)],
];

const NO_BIGINTS: BadValues = [
  ['nothing', undefined],
  ['null', null],
  ['the number 1', 1],
  ['the number 1.5', 1.5],
  ['not a number', Number.NaN],
  ['a text', '1'],
  ['the empty text', ''],
  ['a boolean', true],
  ['an array', [1n]],
  ['an object', {}],
  ['a bigint in an object', Object(1n)],
];

const OUTSIDE: BadValues = [
  ['-1', -1n],
  ['-2^63', -(2n ** 63n)],
  ['2^64', 2n ** 64n],
  ['2^64 + 1', 2n ** 64n + 1n],
  ['2^128', 2n ** 128n],
];

const NO_NONCES: BadValues = [...NO_BIGINTS, ...OUTSIDE];
const NO_TARGETS: BadValues = [...NO_BIGINTS, ...OUTSIDE, ['0', 0n]];

const NO_COUNTS: BadValues = [
  ['nothing', undefined],
  ['null', null],
  ['0', 0],
  ['-0', -0],
  ['-1', -1],
  ['1.5', 1.5],
  ['not a number', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['minus infinity', Number.NEGATIVE_INFINITY],
  ['2^31', 2 ** 31],
  ['2^32', 2 ** 32],
  ['2^32 + 1', 2 ** 32 + 1],
  ['2^53', 2 ** 53],
  ['the bigint 1', 1n],
  ['a text', '1'],
  ['a boolean', true],
  ['an array', [1]],
  ['a number in an object', Object(1)],
];

/** The type is named too: a TypeError out of BigInt arithmetic or of WebAssembly is no answer. */
function expectRefusal(call: () => unknown, name: RegExp): void {
  expect(call).toThrow(RangeError);
  expect(call).toThrow(name);
}

describe.each(ENTRY_POINTS)('$name refuses as seed', ({ create }) => {
  it.each(NO_SEEDS)('%s', (_, seed) => {
    expectRefusal(() => create(seed as never), /\bseed\b/);
  });
});

describe.each(HASHES)('a hash of $name refuses as nonce', ({ create }) => {
  const hashwx = create(SEED);

  it.each(NO_NONCES)('%s', (_, nonce) => {
    expectRefusal(() => hashwx.hash(nonce as never), /\bnonce\b/);
  });

  it('and is right again afterwards', () => {
    expectRefusal(() => hashwx.hash(-1n), /\bnonce\b/);
    expect(hashwx.hash(1n)).toBe(createReference(SEED).hash(1n));
  });
});

describe.each(SEARCHES)('a search of $name refuses', ({ create }) => {
  const made = create(SEED);

  it.each(NO_NONCES)('as firstNonce %s', (_, firstNonce) => {
    expectRefusal(() => made.search(firstNonce as never, 1, ALL_WIN), /\bfirstNonce\b/);
  });

  it.each(NO_COUNTS)('as count %s', (_, count) => {
    expectRefusal(() => made.search(0n, count as never, ALL_WIN), /\bcount\b/);
  });

  it.each(NO_TARGETS)('as target %s', (_, target) => {
    expectRefusal(() => made.search(0n, 1, target as never), /\btarget\b/);
  });

  it.each([
    ['2 from the last nonce', LAST_NONCE, 2],
    ['2^31 - 1 from the last nonce', LAST_NONCE, MOST],
    ['one too many from 2^64 - 100', 2n ** 64n - 100n, 101],
    ['one too many of 2^31 - 1', 2n ** 64n - BigInt(MOST) + 1n, MOST],
  ])('nonces beyond 2^64 - 1: %s', (_, firstNonce, count) => {
    expectRefusal(() => made.search(firstNonce, count, ALL_WIN), /\b(count|firstNonce)\b/);
  });

  it('and is right again afterwards', () => {
    const hash = createReference(SEED).hash(1n);
    expectRefusal(() => made.search(LAST_NONCE, 2, 1n), /\b(count|firstNonce)\b/);
    expectRefusal(() => made.search(1n, 1, 0n), /\btarget\b/);
    expect(made.search(1n, 1, hash)).toBe(1n);
    expect(made.search(1n, 1, hash - 1n)).toBe(-1n);
  });
});

describe.each(HASHES)('$name takes the extremes', ({ create }) => {
  it.each([0x00, 0xff])('a seed of bytes %i, the nonces 0 and 2^64 - 1', (byte) => {
    const seed = new Uint8Array(32).fill(byte);
    const { hash } = createReference(seed);
    const hashwx = create(seed);
    expect(hashwx.hash(0n)).toBe(hash(0n));
    expect(hashwx.hash(LAST_NONCE)).toBe(hash(LAST_NONCE));
  });
});

describe.each(SEARCHES)('$name takes the extremes', ({ create }) => {
  it.each([0x00, 0xff])('a seed of bytes %i', (byte) => {
    expect(create(new Uint8Array(32).fill(byte)).search(0n, 1, ALL_WIN)).toBe(0n);
  });

  it('the target 1, and the target 2^64 - 1', () => {
    const made = create(SEED);
    expect(made.search(0n, 10, 1n)).toBe(-1n);
    expect(made.search(0n, 10, ALL_WIN)).toBe(0n);
  });

  it.each([
    ['0', 0n],
    ['2^32 - 1', 2n ** 32n - 1n],
    ['2^63', 2n ** 63n],
    ['the last place where so many fit', 2n ** 64n - BigInt(MOST)],
  ])('2^31 - 1 nonces from %s', (_, firstNonce) => {
    expect(create(SEED).search(firstNonce, MOST, ALL_WIN)).toBe(firstNonce);
  });

  it('2^31 - 1 nonces, and stops at the first winner', () => {
    const { seed, first, lowest } = windowWithWinnerAt(6, 2n ** 32n - 4n);
    expect(create(seed).search(first, MOST, lowest)).toBe(first + 6n);
  });

  it('the last nonce alone', () => {
    expect(create(SEED).search(LAST_NONCE, 1, ALL_WIN)).toBe(LAST_NONCE);
  });
});
