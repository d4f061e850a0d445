import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, decodeBase64urlCodes, decodeBase64urlOf, encodeBase64url } from '../src/base64url.js';
import { utf8 } from '../src/bytes.js';

const bytes = fc.uint8Array({ maxLength: 300 });
const ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

describe('base64url', () => {
  it('decodes what it encoded', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(decodeBase64url(encodeBase64url(data))).toEqual(data);
      }),
    );
  });

  it('writes what Node writes', () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(encodeBase64url(data)).toBe(Buffer.from(data).toString('base64url'));
      }),
    );
  });

  it('reads any text as Node reads it, if Node would write it so, and refuses it otherwise', () => {
    const unit = fc.constantFrom(...ALPHABET, '+', '/', '=', '\n', '\r', ' ', '.', '\0', '\u0141', '\u{1f4f1}');
    const almost = fc.oneof(
      fc.string({ unit: fc.constantFrom(...ALPHABET) }),
      fc.string({ unit }),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(almost, (text) => {
        const read = Buffer.from(text, 'base64url');
        const canonical = read.toString('base64url') === text;
        const expected = canonical ? new Uint8Array(read) : undefined;
        expect(decodeBase64url(text)).toEqual(expected);
        expect(decodeBase64urlCodes(utf8(text))).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([1, 2])('has one spelling only of the last of %i bytes, whatever its value', (count) => {
    for (let value = 0; value < 256; value++) {
      const right = encodeBase64url(new Uint8Array(count).fill(value));
      const spellings = ALPHABET.map((last) => right.slice(0, -1) + last);
      const read = spellings.filter((text) => Buffer.from(text, 'base64url').at(-1) === value);
      expect(read).toHaveLength(count === 1 ? 16 : 4);
      expect(spellings.filter((text) => decodeBase64url(text)?.at(-1) === value)).toEqual([right]);
    }
  });

  it.each([0, 1, 2, 3, 16, 32, 64])('refuses any one character more around %i bytes', (count) => {
    const text = encodeBase64url(new Uint8Array(count).fill(0xa5));
    for (const extra of ['=', '==', '\n', '\r\n', ' ', '\t', '\0', '.', '+', '/', '\u00e9', '\uff21', '\u{1f4f1}']) {
      expect(decodeBase64url(text + extra)).toBeUndefined();
      expect(decodeBase64url(extra + text)).toBeUndefined();
    }
  });

  it.each([1, 5, 9, 41, 4_093])('refuses %i characters, which no number of bytes has', (length) => {
    expect(decodeBase64url('A'.repeat(length))).toBeUndefined();
  });

  it('takes a character beyond 16 bits of the alphabet for none of it', () => {
    // U+0141 and U+FF21 end in the byte of "A" or resemble it; tables indexed by a byte let them through.
    for (const text of ['AAA\u0141', '\u0141AAA', 'AAA\uff21', 'AA\u{1d400}']) {
      expect(decodeBase64url(text)).toBeUndefined();
      expect(decodeBase64urlCodes(utf8(text))).toBeUndefined();
    }
  });
});

describe('base64url of a known length', () => {
  it('reads exactly that many bytes', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 300 }), (data, length) => {
        const read = decodeBase64urlOf(length, encodeBase64url(data));
        expect(read).toEqual(length === data.length ? data : undefined);
      }),
    );
  });

  it.each([undefined, null, 22, ['A'.repeat(22)], { length: 22 }])('refuses %j, which is no text', (value) => {
    expect(decodeBase64urlOf(16, value)).toBeUndefined();
  });
});
