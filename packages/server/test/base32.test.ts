import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { base32 } from '../src/inbound/base32.js';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The same by one large number: its digits to the base 32, from the front. */
function byDigits(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const whole = bits.slice(0, bits.length - (bits.length % 5));
  return (whole.match(/.{5}/g) ?? []).map((digit) => ALPHABET[parseInt(digit, 2)]).join('');
}

describe('base32', () => {
  it.each([
    [[], ''],
    [[0x00], '0'],
    [[0xff], 'Z'],
    [[0xff, 0xff, 0xff, 0xff, 0xff], 'ZZZZZZZZ'],
    [[0x00, 0x44, 0x32, 0x14, 0xc7], '01234567'],
    [[0x42, 0x54, 0xb6, 0x35, 0xcf], '89ABCDEF'],
  ])('of %j is %s', (bytes, text) => {
    expect(base32(Uint8Array.from(bytes))).toBe(text);
  });

  it('is the digits of any bytes, those left over at the end left out', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(base32(bytes)).toBe(byDigits(bytes));
      }),
    );
  });
});
