import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/json.js';
import { LIMITS } from '../src/limits.js';
import { readSignals } from '../src/signals.js';
import { decodeToken, encodeProof, encodeToken, isClientData, isExtension } from '../src/token.js';
import { base64url, type Part, rawJws, rawJwsOf, respellLast, without, withMemberText } from './raw-jws.js';

const SIGNATURE = new Uint8Array(64).fill(9);
const coordinate = base64url(new Uint8Array(32).fill(3));
const jwk = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate };
const header = { alg: 'ES256', typ: 'tollgate-token+jwt', jwk };
const payload = {
  v: 1,
  cha: 'the.challenge.text',
  prf: base64url(new Uint8Array(32)),
  sig: { webdriver: { v: false } },
  cd: 'cart 7',
  ext: { note: 'x' },
};
const good = rawJws(header, payload, SIGNATURE);
const [head, body, tail] = good.split('.') as [string, string, string];

const refusal = (code: string) => ({ ok: false, code });
const decodeParts = (first: Part, second: Part) => decodeToken(rawJws(first, second, SIGNATURE));
const decodeWith = (change: object) => decodeParts(header, { ...payload, ...change });
/** An object whose JSON text has exactly `length` bytes. */
const jsonOfBytes = (length: number) => ({ a: 'x'.repeat(length - '{"a":""}'.length) });
/** An object that nests this many levels, itself included. */
const levels = (count: number): JsonObject => (count === 1 ? {} : { a: levels(count - 1) });

describe('a well-formed token', () => {
  it('is read, with and without what is optional', () => {
    expect(decodeToken(good)).toMatchObject({
      ok: true,
      value: { signature: SIGNATURE, token: { clientData: 'cart 7', extension: { note: 'x' } } },
    });
    for (const name of ['cd', 'ext']) expect(decodeParts(header, without(payload, name))).toMatchObject({ ok: true });
  });

  it('decodes to what was encoded, or is too long', async () => {
    const coordinates = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(base64url);
    const visitor = fc.record({
      id: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(base64url),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => share + 0),
    });
    const count = fc.integer({ min: 0, max: 1_000_000 });
    const reading = <T>(value: fc.Arbitrary<T>) =>
      fc.oneof(
        fc.record({ v: value }),
        fc.record({ e: fc.constantFrom('failed', 'timeout', 'unsupported', 'blocked', 'off') }),
      );
    const sources = {
      visitor: reading(visitor),
      bot: reading(
        fc.record({ bot: fc.boolean(), kind: fc.string({ minLength: 1, maxLength: 32 }) }, { requiredKeys: ['bot'] }),
      ),
      languages: reading(fc.array(fc.string({ minLength: 1, maxLength: 35 }), { maxLength: 8 })),
      timeZone: reading(fc.string({ minLength: 1, maxLength: 64 })),
      cores: reading(fc.integer({ min: 1, max: 1_024 })),
      touch: reading(fc.integer({ min: 0, max: 255 })),
      webdriver: reading(fc.boolean()),
      interactions: reading(fc.record({ keys: count, pointer: count, pastes: count })),
      pageMs: reading(fc.integer({ min: 0, max: 2 ** 31 })),
    };
    const extension = fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }))
      .map((value) => JSON.stringify(value))
      .filter((text) => !text.includes('__proto__') && Buffer.byteLength(text) <= LIMITS.extensionMaxBytes)
      .map((text) => JSON.parse(text) as JsonObject);
    const token = fc.record({
      deviceKey: fc.record({ kty: fc.constant('EC'), crv: fc.constant('P-256'), x: coordinates, y: coordinates }),
      challenge: fc.string({ unit: 'binary', minLength: 1, maxLength: 512 }),
      nonces: fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 64 }),
      signals: fc.record(sources, { requiredKeys: [], noNullPrototype: true }).filter((value) => !!readSignals(value)),
      clientData: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 127 }), { nil: undefined }),
      extension: fc.option(extension, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(token, async (fields) => {
        const text = await encodeToken(fields, () => SIGNATURE);
        const signingInput = new Uint8Array(Buffer.from(text.slice(0, text.lastIndexOf('.'))));
        const read = { ok: true, value: { token: fields, signature: SIGNATURE, signingInput } };
        expect(decodeToken(text)).toEqual(text.length > 4_096 ? refusal('token-too-long') : read);
      }),
      { numRuns: 300 },
    );
  });

  it('may be 4,096 characters long and not one more', () => {
    expect(decodeToken(rawJwsOf(4_096, header, payload, SIGNATURE))).toMatchObject({ ok: true });
    expect(decodeToken(rawJwsOf(4_097, header, payload, SIGNATURE))).toEqual(refusal('token-too-long'));
  });

  it('ignores unknown members inside ext, and there alone', () => {
    const ext = { attestation: {}, toString: 1, constructor: 1, v: 2 };
    expect(decodeWith({ ext })).toMatchObject({ ok: true, value: { token: { extension: ext } } });
  });

  it('has room for the whole of each part, if not for all of them at once', () => {
    const cha = 'c'.repeat(LIMITS.challengeMaxChars);
    const prf = base64url(new Uint8Array(4 * LIMITS.piecesMax));
    expect(decodeWith({ cha, prf, cd: 'd'.repeat(255), ext: {}, sig: {} })).toMatchObject({ ok: true });
    expect(decodeWith({ cha, prf, ext: jsonOfBytes(LIMITS.extensionMaxBytes) })).toMatchObject({ ok: true });
  });
});

describe('token-too-long', () => {
  it.each([4_097, 65_536, 2 ** 24])('answers %i characters of anything', (length) => {
    for (const character of ['A', '.', '\0', '{']) {
      expect(decodeToken(character.repeat(length))).toEqual(refusal('token-too-long'));
    }
  });
});

describe('token-encoding-invalid', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['an array that reads like it', [good]],
    ['an object that reads like it', { toString: () => good, length: good.length }],
    ['nothing', ''],
    ['dots only', '..'],
    ['4,096 dots', '.'.repeat(4_096)],
    ['one part', head],
    ['two parts', `${head}.${body}`],
    ['four parts', `${good}.${tail}`],
    ['a dot at the end', `${good}.`],
    ['a line feed at the end', `${good}\n`],
    ['a line feed inside', `${head}.\n${body}.${tail}`],
    ['a space in front', ` ${good}`],
    ['a padded signature', `${good}==`],
    ['one equals sign at the end', `${good}=`],
    ['a respelled signature', respellLast(good)],
    ['a signature of 63 bytes', rawJws(header, payload, new Uint8Array(63))],
    ['a signature of 65 bytes', rawJws(header, payload, new Uint8Array(65))],
    ['a signature of 32 bytes', rawJws(header, payload, new Uint8Array(32))],
    ['a signature in DER', rawJws(header, payload, new Uint8Array(72).fill(0x30))],
    ['no signature', `${head}.${body}.`],
    ['a respelled header', `${respellLast(base64url('{}{}'))}.${body}.${tail}`],
    ['a respelled payload', `${head}.${respellLast(base64url('{}{}'))}.${tail}`],
    ['a padded header', `${head}=.${body}.${tail}`],
    ['the other alphabet', `${head}.${body}./${tail.slice(1)}`],
    ['a character outside ASCII', `\u0141${good.slice(1)}`],
    ['a JSON serialisation', JSON.stringify({ protected: head, payload: body, signature: tail })],
  ])('answers %s', (_, text) => {
    expect(decodeToken(text)).toEqual(refusal('token-encoding-invalid'));
  });

  it('answers every other spelling of a signature that lax decoders accept', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // 64 bytes leave one byte for the last two characters: four bits of the last one are spare.
    const others = Array.from(alphabet, (last) => good.slice(0, -1) + last).filter(
      (text) => text !== good && Buffer.from(text.split('.')[2]!, 'base64url').equals(Buffer.from(SIGNATURE)),
    );
    expect(others).toHaveLength(15);
    for (const text of others) expect(decodeToken(text)).toEqual(refusal('token-encoding-invalid'));
  });
});

describe('token-header-invalid', () => {
  const mutations: [string, Part][] = [
    ...Object.keys(header).map((name): [string, Part] => [`a header without ${name}`, without(header, name)]),
    ...['none', 'None', 'HS256', 'ES384', 'es256', '', null, 1, ['ES256']].map((alg): [string, Part] => [
      `alg ${JSON.stringify(alg)}`,
      { ...header, alg },
    ]),
    ...['JWT', 'tollgate-challenge+jwt', 'tollgate-permit+jwt', 'TOLLGATE-TOKEN+JWT', '', null, 1].map(
      (typ): [string, Part] => [`typ ${JSON.stringify(typ)}`, { ...header, typ }],
    ),
    ...['kid', 'crit', 'jku', 'x5c', 'b64', 'zip', 'toString', 'constructor', ''].map((name): [string, Part] => [
      `an unknown member "${name}"`,
      { ...header, [name]: 'x' },
    ]),
    ['a member __proto__', withMemberText(header, '"__proto__":{"alg":"ES256"}')],
    ['alg named twice', withMemberText(header, '"alg":"ES256"')],
    ['jwk named twice', withMemberText(header, `"jwk":${JSON.stringify(jwk)}`)],
    ['a member of jwk named twice', JSON.stringify(header).replace('"x":', '"x":"","x":')],
    ['jwk.__proto__', JSON.stringify(header).replace('"kty"', '"__proto__":{},"kty"')],
    ['an array', [header]],
    ['null', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['a byte order mark', `\ufeff${JSON.stringify(header)}`],
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(mutant, payload)).toEqual(refusal('token-header-invalid'));
  });

  it('comes before whatever is wrong with the payload', () => {
    expect(decodeParts({}, '{')).toEqual(refusal('token-header-invalid'));
  });
});

describe('device-key-invalid', () => {
  const key = (change: object): Part => ({ ...header, jwk: { ...jwk, ...change } });
  const coordinates = [31, 33, 0].map((length) => base64url(new Uint8Array(length)));
  const respelled = [respellLast(coordinate), `${coordinate}=`, `${coordinate}\n`, '+'.repeat(43), null, 3, {}];
  const mutations: [string, Part][] = [
    ...Object.keys(jwk).map((name): [string, Part] => [`no ${name}`, { ...header, jwk: without(jwk, name) }]),
    ...['ec', 'RSA', 'OKP', 'oct', '', null, 1].map((kty): [string, Part] => [
      `kty ${JSON.stringify(kty)}`,
      key({ kty }),
    ]),
    ...['P-384', 'p-256', 'secp256k1', 'prime256v1', '', null, 256].map((crv): [string, Part] => [
      `crv ${JSON.stringify(crv)}`,
      key({ crv }),
    ]),
    ...[...coordinates, ...respelled].flatMap((value): [string, Part][] => [
      [`x ${JSON.stringify(value)}`, key({ x: value })],
      [`y ${JSON.stringify(value)}`, key({ y: value })],
    ]),
    // "d" would be the private key itself.
    ...['d', 'alg', 'kid', 'use', 'key_ops', 'ext', 'k', 'toString', 'constructor'].map((name): [string, Part] => [
      `an unknown member "${name}"`,
      key({ [name]: coordinate }),
    ]),
    ...[null, true, 1, 'x', [], {}, [jwk]].map((value): [string, Part] => [
      `the key ${JSON.stringify(value).slice(0, 50)}`,
      { ...header, jwk: value },
    ]),
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(mutant, payload)).toEqual(refusal('device-key-invalid'));
  });
});

describe('token-payload-invalid', () => {
  const mutations: [string, Part][] = [
    ...['v', 'cha', 'prf', 'sig'].map((name): [string, Part] => [`no ${name}`, without(payload, name)]),
    ...['phone', 'jti', 'known', 'toString', 'constructor', 'hasOwnProperty', ''].map((name): [string, Part] => [
      `an unknown member "${name}"`,
      { ...payload, [name]: true },
    ]),
    ['a member __proto__', withMemberText(payload, '"__proto__":{"cd":"x"}')],
    ['__proto__ inside ext', JSON.stringify(payload).replace('"note"', '"__proto__"')],
    ['__proto__ inside sig', JSON.stringify(payload).replace('"webdriver"', '"__proto__"')],
    ['prf named twice', withMemberText(payload, `"prf":"${payload.prf}"`)],
    ['cha named twice with an escape', withMemberText(payload, '"ch\\u0061":"x"')],
    ['a member of ext named twice', JSON.stringify(payload).replace('"note"', '"note":1,"note"')],
    ['ext that nests deeper than any JSON may', { ...payload, ext: levels(LIMITS.jsonMaxDepth) }],
    ['4,096 brackets, or as many as there is room for', `{"ext":${'['.repeat(2_600)}`],
    ['an array', [payload]],
    ['a text', '"x"'],
    ['null', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['trailing text', `${JSON.stringify(payload)},`],
    ['a byte order mark', `\ufeff${JSON.stringify(payload)}`],
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(header, mutant)).toEqual(refusal('token-payload-invalid'));
  });

  it('answers bytes that are no UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify(payload).replace('cart', 'c\u00e4rt'), 'latin1');
    expect(decodeToken(`${head}.${base64url(bytes)}.${tail}`)).toEqual(refusal('token-payload-invalid'));
  });
});

describe('token-version-unsupported', () => {
  it.each([0, 2, -1, 1.5, '1', null, true, [1], {}])('answers v = %j', (v) => {
    expect(decodeWith({ v })).toEqual(refusal('token-version-unsupported'));
  });
});

describe('the challenge inside a token', () => {
  it.each([null, 1, true, {}, ['a'], ''])('is refused as challenge-encoding-invalid: %j', (cha) => {
    expect(decodeWith({ cha })).toEqual(refusal('challenge-encoding-invalid'));
  });

  it('may have 1,024 characters and not one more', () => {
    expect(decodeWith({ cha: 'c'.repeat(1_024) })).toMatchObject({ ok: true });
    expect(decodeWith({ cha: 'c'.repeat(1_025) })).toEqual(refusal('challenge-encoding-invalid'));
  });
});

describe('the proof', () => {
  it.each([0, 1, 8, 64])('may have %i pieces', (pieces) => {
    const nonces = Array.from({ length: pieces }, (_, piece) => piece * 1_000_003);
    expect(decodeWith({ prf: encodeProof(nonces) })).toMatchObject({ ok: true, value: { token: { nonces } } });
  });

  it('is four bytes a nonce, least significant first', () => {
    expect(encodeProof([0x04030201, 0xffffffff])).toBe(base64url(Uint8Array.of(1, 2, 3, 4, 255, 255, 255, 255)));
  });

  it.each([1, 2, 3, 5, 31, 33, 257, 65 * 4])('is refused as proof-malformed with %i bytes', (length) => {
    expect(decodeWith({ prf: base64url(new Uint8Array(length)) })).toEqual(refusal('proof-malformed'));
  });

  it.each([
    ['null', null],
    ['a list of nonces', [1, 2, 3]],
    ['a number', 1],
    ['padded', `${payload.prf}=`],
    ['respelled', respellLast(payload.prf)],
    ['in the other alphabet', '+'.repeat(16)],
    ['followed by a line feed', `${payload.prf}\n`],
    ['one character short', payload.prf.slice(1)],
  ])('is refused as proof-malformed if it is %s', (_, prf) => {
    expect(decodeWith({ prf })).toEqual(refusal('proof-malformed'));
  });
});

describe('signals in a token', () => {
  const bad: unknown[] = [null, [], 'x', 1, true, { unknown: { v: 1 } }, { cores: 8 }, { toString: { v: 1 } }];

  it.each(bad)('are refused as signals-invalid: %j', (sig) => {
    expect(decodeWith({ sig })).toEqual(refusal('signals-invalid'));
  });

  it('may be none at all', () => {
    expect(decodeWith({ sig: {} })).toMatchObject({ ok: true, value: { token: { signals: {} } } });
  });
});

describe('client data', () => {
  it.each([
    ['one character', 'x'],
    ['255 characters', 'x'.repeat(255)],
    ['254 UTF-16 code units of 127 characters', '\u{1f4f1}'.repeat(127)],
    ['a NUL', '\0'],
    ['half a character', '\ud800'],
    ['JSON text', '{"a":1}'],
  ])('may be %s', (_, cd) => {
    expect(isClientData(cd)).toBe(true);
    expect(decodeWith({ cd })).toMatchObject({ ok: true, value: { token: { clientData: cd } } });
  });

  it.each([
    ['empty', ''],
    ['256 characters long', 'x'.repeat(256)],
    ['256 UTF-16 code units of 128 characters', '\u{1f4f1}'.repeat(128)],
    ['null', null],
    ['a number', 1],
    ['true', true],
    ['an object', {}],
    ['an array', ['x']],
  ])('is refused as client-data-invalid if it is %s', (_, cd) => {
    expect(isClientData(cd)).toBe(false);
    expect(decodeWith({ cd })).toEqual(refusal('client-data-invalid'));
  });
});

describe('the extension', () => {
  it.each([
    ['empty', {}],
    ['1,024 bytes long', jsonOfBytes(1_024)],
    ['1,024 bytes long outside ASCII', { a: 'é'.repeat(508) }],
    ['as deep as the JSON of a token may be', levels(LIMITS.jsonMaxDepth - 1)],
  ])('may be %s', (_, ext) => {
    expect(isExtension(ext)).toBe(true);
    expect(decodeWith({ ext })).toMatchObject({ ok: true, value: { token: { extension: ext } } });
  });

  it.each([
    ['1,025 bytes long', jsonOfBytes(1_025)],
    ['1,024 characters but more bytes', { a: 'é'.repeat(509) }],
    ['null', null],
    ['a text', 'x'],
    ['a number', 1],
    ['an array', [{}]],
  ])('is refused as extension-invalid if it is %s', (_, ext) => {
    expect(isExtension(ext)).toBe(false);
    expect(decodeWith({ ext })).toEqual(refusal('extension-invalid'));
  });
});

describe('the order of checks', () => {
  it('is length, encoding, header, key, members, version, challenge, proof, signals, client data, extension', () => {
    const faults: [string, object][] = [
      ['extension-invalid', { ext: 1 }],
      ['client-data-invalid', { cd: 1 }],
      ['signals-invalid', { sig: 1 }],
      ['proof-malformed', { prf: 1 }],
      ['challenge-encoding-invalid', { cha: 1 }],
      ['token-version-unsupported', { v: 2 }],
      ['token-payload-invalid', { more: 1 }],
    ];
    let broken: object = payload;
    for (const [code, fault] of faults) {
      broken = { ...broken, ...fault };
      expect(decodeParts(header, broken)).toEqual(refusal(code));
    }
    expect(decodeParts({ ...header, jwk: 1 }, broken)).toEqual(refusal('device-key-invalid'));
    expect(decodeParts({ ...header, jwk: 1, alg: 1 }, broken)).toEqual(refusal('token-header-invalid'));
    expect(decodeToken(`${rawJws({}, broken, SIGNATURE)}=`)).toEqual(refusal('token-encoding-invalid'));
    expect(decodeToken(`${rawJwsOf(4_096, {}, broken, SIGNATURE)}=`)).toEqual(refusal('token-too-long'));
  });
});
