import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../src/bytes.js';
import { hasExactMembers, isJsonObject, parseJsonObject } from '../src/json.js';
import { LIMITS } from '../src/limits.js';

const parse = (text: string) => parseJsonObject(utf8(text));
const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
const nestedArrays = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

/** Texts made of what JSON is made of: a scanner that loses count of quotes or backslashes shows here. */
const structural = fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ':', ',', 'u', 'é', '\u2028') });
const name = fc.oneof(fc.string(), structural).filter((text) => text !== '__proto__');
const leaf = fc.oneof(
  structural,
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const { object } = fc.letrec<{ value: unknown; array: unknown[]; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: LIMITS.jsonMaxDepth - 2 }, leaf, tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
}));
const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
const shallow = object.filter((value) => depthOf(value) <= LIMITS.jsonMaxDepth);

describe('parseJsonObject', () => {
  it('reads every object as JSON.parse does, with whatever white space', () => {
    fc.assert(
      fc.property(shallow, fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(parse(text)).toStrictEqual(JSON.parse(text));
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses every object as soon as one of its members is written twice', () => {
    fc.assert(
      fc.property(shallow, name, leaf, leaf, (value, repeated, first, second) => {
        const inner = `${JSON.stringify(repeated)}:${JSON.stringify(first)}`;
        const twice = `{${inner},${JSON.stringify(repeated)}:${JSON.stringify(second)}}`;
        expect(parse(`{"rest":${JSON.stringify(value)},"here":{${inner}}}`)).toEqual(
          depthOf(value) < LIMITS.jsonMaxDepth ? expect.anything() : undefined,
        );
        expect(parse(`{"rest":${JSON.stringify(value)},"here":${twice}}`)).toBeUndefined();
        expect(parse(twice)).toBeUndefined();
      }),
    );
  });

  it('never throws, whatever the bytes', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'a', '1', ' ') });
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseJsonObject(bytes)));
    fc.assert(
      fc.property(text, (broken) => {
        const read = parse(broken);
        if (read) expect(read).toEqual(JSON.parse(broken));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['at the top', '{"a":1,"a":1}'],
    ['with other members between', '{"a":1,"b":2,"a":3}'],
    ['nested', '{"x":{"a":1,"a":2}}'],
    ['inside an array', '{"x":[{"a":1,"a":2}]}'],
    ['spelled with an escape', '{"a":1,"\\u0061":2}'],
    ['spelled with an escaped slash', '{"/":1,"\\/":2}'],
    ['with an empty name', '{"":1,"":2}'],
    ['with a colon in its name', '{"a:b":1,"a:b":2}'],
    ['with a quote in its name', '{"\\"":1,"\\u0022":2}'],
    ['whose first value is an object', '{"a":{"b":1},"a":2}'],
    ['hidden by the members of an earlier value', '{"a":{"b":1,"c":2},"a":{"b":1}}'],
    ['named like an array index', '{"1":1,"1":2}'],
  ])('refuses a member named twice: %s', (_, text) => {
    expect(() => void JSON.parse(text)).not.toThrow();
    expect(parse(text)).toBeUndefined();
  });

  it.each([
    ['at the top', '{"__proto__":{"admin":true}}'],
    ['as null', '{"__proto__":null}'],
    ['nested', '{"a":{"__proto__":1}}'],
    ['inside an array', '{"a":[1,[{"__proto__":1}]]}'],
    ['spelled with escapes', '{"\\u005f_proto_\\u005f":1}'],
    ['beside a member named twice', '{"a":1,"a":1,"__proto__":1}'],
  ])('refuses a member __proto__: %s', (_, text) => {
    expect(parse(text)).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'])(
    'reads a member named %s as a member like any other',
    (member) => {
      const read = parse(`{"${member}":1}`);
      expect(Object.entries(read!)).toEqual([[member, 1]]);
    },
  );

  it('reads colons and brackets inside texts as text', () => {
    expect(parse('{"a":"::{{[[\\":\\\\","b":":"}')).toEqual({ a: '::{{[[":\\', b: ':' });
  });

  it('takes no part of a longer character for a colon, a quote, a backslash or a bracket', () => {
    // Their code points end in the byte of one of those; in UTF-8 they have two, three and four bytes.
    const marks = Array.from('\u013a\u0122\u015c\u227b\u227d\u305b\u305d\u{1f43a}\u{1f45c}');
    const value = Object.fromEntries(marks.map((mark) => [mark, { [`a${mark}`]: [mark, `${mark}"`] }]));
    expect(parse(JSON.stringify(value))).toEqual(value);
    expect(parse('{"\u013a":1,"\u0122":2,"\u013a":3}')).toBeUndefined();
  });

  it('nests to the limit and not beyond', () => {
    expect(parse(nested(LIMITS.jsonMaxDepth))).toBeDefined();
    expect(parse(nested(LIMITS.jsonMaxDepth + 1))).toBeUndefined();
    expect(parse(nestedArrays(LIMITS.jsonMaxDepth))).toBeDefined();
    expect(parse(nestedArrays(LIMITS.jsonMaxDepth + 1))).toBeUndefined();
  });

  it.each(['[', '{', '{"a":', '{"a":[', '[{"a":', ']', '}', '"', '\\'])('refuses 4,096 times %s', (piece) => {
    expect(parse(piece.repeat(4_096))).toBeUndefined();
    expect(parse(`{"a":${piece.repeat(4_096)}`)).toBeUndefined();
  });

  it('refuses 4,096 well-formed levels', () => {
    expect(parse(nested(4_096))).toBeUndefined();
    expect(parse(nestedArrays(4_096))).toBeUndefined();
  });

  it.each(['', ' ', 'null', 'true', '1', '"text"', '[]', '[{}]', 'undefined', 'NaN'])(
    'refuses %j: no object',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );

  it.each([
    ['trailing text', '{}x'],
    ['a second object', '{}{}'],
    ['a NUL at the end', '{}\0'],
    ['a trailing comma', '{"a":1,}'],
    ['a comment', '{}//'],
    ['single quotes', "{'a':1}"],
    ['an unquoted name', '{a:1}'],
    ['a leading zero', '{"a":01}'],
    ['NaN', '{"a":NaN}'],
    ['a raw line feed in a text', '{"a":"\n"}'],
    ['a byte order mark', '\ufeff{}'],
    ['a no-break space', '\u00a0{}'],
  ])('refuses %s', (_, text) => {
    expect(parse(text)).toBeUndefined();
  });

  it.each([
    ['a lone continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['a character cut short', [0xe2, 0x82]],
    ['a byte that UTF-8 has not', [0xff]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ])('refuses %s: no UTF-8', (_, bytes) => {
    expect(parseJsonObject(Uint8Array.of(...utf8('{"a":"'), ...bytes, ...utf8('"}')))).toBeUndefined();
  });

  it('refuses UTF-16', () => {
    expect(parseJsonObject(Buffer.from('{}', 'utf16le'))).toBeUndefined();
  });
});

describe('hasExactMembers', () => {
  it.each([
    ['a required member is missing', { a: 1 }, ['a', 'b'], []],
    ['a required member is only inherited', Object.create({ a: 1 }) as object, ['a'], []],
    ['a member is neither required nor optional', { a: 1, c: 1 }, ['a'], ['b']],
    ['a member is named like something every object inherits', { a: 1, toString: 1 }, ['a'], []],
    ['required is what every object inherits', {}, ['toString'], []],
    ['it is an array', ['a'], ['0'], ['length']],
    ['it is null', null, [], []],
    ['it is a text', 'a', [], []],
  ])('is false where %s', (_, value, required, optional) => {
    expect(hasExactMembers(value, required, optional)).toBe(false);
  });

  it('is true with and without an optional member', () => {
    expect(hasExactMembers({ a: undefined }, ['a'], ['b'])).toBe(true);
    expect(hasExactMembers({ b: 1, a: 1 }, ['a'], ['b'])).toBe(true);
    expect(isJsonObject({})).toBe(true);
  });
});
