import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSegments } from '../src/segments.js';

const EMOJI = '🍉';

describe('a text in the GSM alphabet', () => {
  it.each([
    [0, 1],
    [1, 1],
    [160, 1],
    [161, 2],
    [306, 2],
    [307, 3],
    [459, 3],
    [460, 4],
    [1_530, 10],
    [1_531, 11],
  ])('of %i characters is billed as %i segments', (length, segments) => {
    expect(countSegments('a'.repeat(length))).toBe(segments);
  });

  it('counts every character of the basic table once', () => {
    const basic =
      '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
    expect(Array.from(basic)).toHaveLength(127);
    for (const character of basic) {
      expect(countSegments(character.repeat(160)), character).toBe(1);
      expect(countSegments(character.repeat(161)), character).toBe(2);
    }
  });

  it('counts every character of the extension table twice', () => {
    for (const character of '\f^{}\\[~]|€') {
      expect(countSegments(character.repeat(80)), character).toBe(1);
      expect(countSegments(character.repeat(81)), character).toBe(2);
    }
  });

  it('never cuts an extension character in two', () => {
    expect(countSegments(`${'a'.repeat(152)}€${'a'.repeat(151)}`)).toBe(2);
    expect(countSegments(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toBe(3);
    expect(countSegments(`${'a'.repeat(151)}€${'a'.repeat(153)}`)).toBe(2);
    expect(countSegments('€'.repeat(153))).toBe(3);
  });
});

describe('any other text is UCS-2', () => {
  it.each([
    [1, 1],
    [70, 1],
    [71, 2],
    [134, 2],
    [135, 3],
    [201, 3],
    [202, 4],
  ])('and of %i characters billed as %i segments', (length, segments) => {
    expect(countSegments('ж'.repeat(length))).toBe(segments);
    expect(countSegments(`ж${'a'.repeat(length - 1)}`)).toBe(segments);
  });

  it.each(['ç', '`', '\t', '“', '’', '–', '\u00a0', '\u200b', 'ё', '漢', '\0'])(
    'for the sake of a single %j',
    (character) => {
      expect(countSegments(`${character}${'a'.repeat(69)}`)).toBe(1);
      expect(countSegments(`${character}${'a'.repeat(70)}`)).toBe(2);
    },
  );

  it('where an emoji is two units, which are never cut apart', () => {
    expect(countSegments(EMOJI.repeat(35))).toBe(1);
    expect(countSegments(`${EMOJI.repeat(35)}a`)).toBe(2);
    expect(countSegments(`${'a'.repeat(66)}${EMOJI}${'a'.repeat(65)}`)).toBe(2);
    expect(countSegments(`${'a'.repeat(66)}${EMOJI}${'a'.repeat(66)}`)).toBe(3);
    expect(countSegments(`${'a'.repeat(65)}${EMOJI}${'a'.repeat(67)}`)).toBe(2);
    expect(countSegments(EMOJI.repeat(66))).toBe(2);
    expect(countSegments(EMOJI.repeat(67))).toBe(3);
  });

  it('also with half of an emoji in it', () => {
    expect(countSegments('\ud83c'.repeat(70))).toBe(1);
    expect(countSegments('\ud83c'.repeat(71))).toBe(2);
  });
});

describe('the count', () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', '€', '\n', 'ä'), maxLength: 400 }),
    fc.string({ unit: fc.constantFrom('a', 'ж', EMOJI, '€'), maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 400 }),
  );

  it('is a whole number of at least 1, and never less than its units ask for', () => {
    fc.assert(
      fc.property(text, (value) => {
        const count = countSegments(value);
        expect(Number.isInteger(count)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(Array.from(value).length / 160)));
        expect(count).toBeLessThanOrEqual(Math.max(1, Math.ceil(value.length / 66)));
      }),
    );
  });

  it('never falls when a text grows', () => {
    fc.assert(
      fc.property(text, text, (value, more) => {
        expect(countSegments(value + more)).toBeGreaterThanOrEqual(countSegments(value));
      }),
      { numRuns: 1_000 },
    );
  });
});
