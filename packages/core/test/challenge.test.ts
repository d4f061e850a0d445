import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Challenge, decodeChallenge, encodeChallenge } from '../src/challenge.js';
import { LIMITS } from '../src/limits.js';
import { base64url, type Part, rawJws, rawJwsOf, respellLast, without, withMemberText } from './raw-jws.js';

const MAC = new Uint8Array(32).fill(7);
const header = { alg: 'HS256', kid: 'k-1', typ: 'tollgate-challenge+jwt' };
const payload = {
  v: 1,
  site: 'shop.example',
  act: 'signup',
  chn: 'sms',
  org: 'https://shop.example',
  iat: 1_800_000_000,
  exp: 1_800_000_900,
  jti: base64url(new Uint8Array(16).fill(1)),
  puz: { alg: 'argon2id-1', p: 32, k: 8 },
  dst: base64url(new Uint8Array(24).fill(2)),
};
const good = rawJws(header, payload, MAC);
const [head, body, tail] = good.split('.') as [string, string, string];

const refusal = (code: string) => ({ ok: false, code });
const decodeParts = (first: Part, second: Part) => decodeChallenge(rawJws(first, second, MAC));

describe('a well-formed challenge', () => {
  it('is read, priced or not', () => {
    expect(decodeChallenge(good)).toMatchObject({ ok: true, value: { kid: 'k-1', mac: MAC } });
    expect(decodeParts(header, without(payload, 'dst'))).toMatchObject({ ok: true });
  });

  it('decodes to what was encoded', async () => {
    const name = (maxLength: number) =>
      fc
        .string({ unit: fc.constantFrom(...Array.from('abcxyz0189._-')), minLength: 1, maxLength })
        .filter((text) => /^[a-z0-9]/.test(text));
    const kid = fc.string({ unit: fc.constantFrom(...Array.from('aZ09._-')), minLength: 1, maxLength: 64 });
    const origin = fc.oneof(
      fc.webAuthority({ withPort: true }).map((authority) => `https://${authority}`),
      name(64).map((text) => `app:${text}`),
    );
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const challenge = fc
      .record({
        site: name(64),
        action: name(32),
        channel: fc.constantFrom('sms', 'voice'),
        origin: origin.filter((text) => text.startsWith('app:') || new URL(text).origin === text),
        iatSec: fc.integer({ min: 0, max: 2 ** 40 }),
        jti: bytes(16),
        puzzle: fc.record({
          alg: kid,
          p: fc.integer({ min: 1, max: 2 ** 26 - 1 }),
          k: fc.integer({ min: 1, max: 64 }),
        }),
        dst: fc.option(bytes(24), { nil: undefined }),
      })
      .map((fields) => ({ ...fields, expSec: fields.iatSec + 900 }));
    await fc.assert(
      fc.asyncProperty(challenge, kid, async (fields, key) => {
        const text = await encodeChallenge(fields, key, () => MAC);
        const decoded = decodeChallenge(text);
        expect(decoded).toEqual({
          ok: true,
          value: {
            kid: key,
            challenge: fields,
            mac: MAC,
            signingInput: new Uint8Array(Buffer.from(text.slice(0, text.lastIndexOf('.')))),
          },
        });
      }),
    );
  });

  it('may use every limit at once and still fits', async () => {
    const longest: Challenge = {
      site: 's'.repeat(LIMITS.siteMaxChars),
      action: 'a'.repeat(LIMITS.actionMaxChars),
      channel: 'voice',
      origin: `app:${'o'.repeat(LIMITS.originMaxChars - 4)}`,
      // The last second of the year 9999.
      iatSec: 253_402_300_799,
      expSec: 253_402_301_699,
      jti: new Uint8Array(16),
      puzzle: { alg: 'p'.repeat(LIMITS.kidMaxChars), p: LIMITS.pMax, k: LIMITS.piecesMax },
      dst: new Uint8Array(24),
    };
    const text = await encodeChallenge(longest, 'k'.repeat(LIMITS.kidMaxChars), () => MAC);
    expect(text.length).toBeLessThanOrEqual(LIMITS.challengeMaxChars);
    expect(decodeChallenge(text)).toMatchObject({ ok: true, value: { challenge: longest } });
  });

  it.each([
    ['a site of 64 characters', { site: 's'.repeat(64) }],
    ['an action of 32 characters', { act: 'a'.repeat(32) }],
    ['the channel voice', { chn: 'voice' }],
    ['an origin of 255 characters', { org: `app:${'o'.repeat(251)}` }],
    ['time 0', { iat: 0, exp: 900 }],
    ['the least work', { puz: { alg: 'a', p: 1, k: 1 } }],
    ['the most work', { puz: { alg: 'a'.repeat(64), p: 2 ** 26 - 1, k: 64 } }],
  ])('may have %s', (_, change) => {
    expect(decodeParts(header, { ...payload, ...change })).toMatchObject({ ok: true });
  });

  it('may be 1,024 characters long and not one more', () => {
    expect(decodeChallenge(rawJwsOf(1_024, header, payload, MAC))).toMatchObject({ ok: true });
    expect(decodeChallenge(rawJwsOf(1_025, header, payload, MAC))).toEqual(refusal('challenge-encoding-invalid'));
  });
});

describe('challenge-encoding-invalid', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['an array that reads like it', [good]],
    ['an object that reads like it', { toString: () => good, length: good.length }],
    ['nothing', ''],
    ['dots only', '..'],
    ['one part', head],
    ['two parts', `${head}.${body}`],
    ['four parts', `${good}.`],
    ['four full parts', `${good}.${tail}`],
    ['1,024 dots', '.'.repeat(1_024)],
    ['a line feed at the end', `${good}\n`],
    ['a space in front', ` ${good}`],
    ['a padded header', `${head}=.${body}.${tail}`],
    ['a padded payload', `${head}.${body}=.${tail}`],
    ['a padded signature', `${good}=`],
    ['no signature', `${head}.${body}.`],
    ['a signature of 31 bytes', rawJws(header, payload, new Uint8Array(31))],
    ['a signature of 33 bytes', rawJws(header, payload, new Uint8Array(33))],
    ['a signature of 64 bytes', rawJws(header, payload, new Uint8Array(64))],
    ['a respelled signature', respellLast(good)],
    ['a respelled header', `${respellLast(base64url('{}{}'))}.${body}.${tail}`],
    ['a character outside ASCII', `\u0141${good.slice(1)}`],
    ['the other alphabet', `${head}.${body}.+${tail.slice(1)}`],
  ])('answers %s', (_, text) => {
    expect(decodeChallenge(text)).toEqual(refusal('challenge-encoding-invalid'));
  });
});

describe('challenge-header-invalid', () => {
  const mutations: [string, Part][] = [
    ...Object.keys(header).map((name): [string, Part] => [`a header without ${name}`, without(header, name)]),
    ...['none', 'HS512', 'hs256', 'ES256', '', null, 1, ['HS256']].map((alg): [string, Part] => [
      `alg ${JSON.stringify(alg)}`,
      { ...header, alg },
    ]),
    ...['', 'k'.repeat(65), 'k 1', 'k/1', '../k', 'k\n', 'ä', 1, null, ['k-1'], { k: 1 }].map((kid): [string, Part] => [
      `kid ${JSON.stringify(kid)}`,
      { ...header, kid },
    ]),
    ...['JWT', 'tollgate-permit+jwt', 'tollgate-token+jwt', 'Tollgate-Challenge+JWT', '', null, 1].map(
      (typ): [string, Part] => [`typ ${JSON.stringify(typ)}`, { ...header, typ }],
    ),
    ...['crit', 'jwk', 'jku', 'b64', 'toString', 'constructor', ''].map((name): [string, Part] => [
      `an unknown member "${name}"`,
      { ...header, [name]: 'x' },
    ]),
    ['a member __proto__', withMemberText(header, '"__proto__":{}')],
    ['alg named twice', withMemberText(header, '"alg":"HS256"')],
    ['kid named twice with an escape', withMemberText(header, '"\\u006bid":"k-1"')],
    ['an array', [header]],
    ['null', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['trailing text', `${JSON.stringify(header)}x`],
    ['a byte order mark', `\ufeff${JSON.stringify(header)}`],
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(mutant, payload)).toEqual(refusal('challenge-header-invalid'));
  });

  it('comes before whatever is wrong with the payload', () => {
    expect(decodeParts({}, '{')).toEqual(refusal('challenge-header-invalid'));
  });
});

describe('challenge-version-unsupported', () => {
  it.each([0, 2, -1, 1.5, '1', null, true, [1], {}])('answers v = %j', (v) => {
    expect(decodeParts(header, { ...payload, v })).toEqual(refusal('challenge-version-unsupported'));
  });
});

describe('challenge-payload-invalid', () => {
  const required = Object.keys(without(payload, 'dst'));
  const shaped = Object.keys(without(payload, 'v'));
  const set = (name: keyof typeof payload, values: unknown[]) =>
    values.map((value): [string, Part] => [
      `${name} ${JSON.stringify(value).slice(0, 50)}`,
      { ...payload, [name]: value },
    ]);
  const puzzle = (change: object) => ({ ...payload, puz: { ...payload.puz, ...change } });
  const mutations: [string, Part][] = [
    ...required.map((name): [string, Part] => [`no ${name}`, without(payload, name)]),
    ...shaped.flatMap((name) => set(name as keyof typeof payload, [null, true, [], {}, -1, ''])),
    ...set('site', ['s'.repeat(65), 'Shop.example', '.shop', '-shop', 'shop example', 'shop/', 'shop\n', 'shöp', 1]),
    ...set('act', ['a'.repeat(33), 'Signup', '_signup', 'sign up', 'signup\n', ['signup']]),
    ...set('chn', ['SMS', 'email', 'toString', 'sms ', ['sms'], 0]),
    ...set('org', ['https://shop.example/', 'HTTPS://shop.example', 'null', `app:${'o'.repeat(252)}`, 'app:']),
    ...set('iat', [1_800_000_001, 1_799_999_999, '1800000000', 1_800_000_000.5, 2 ** 53]),
    ...set('exp', [1_800_000_899, 1_800_000_901, 1_800_000_000, '1800000900', 2 ** 53]),
    ['a negative time', { ...payload, iat: -1, exp: 899 }],
    ['a time with a fraction', { ...payload, iat: 0.5, exp: 900.5 }],
    ['a time that no double counts to', { ...payload, iat: 2 ** 53, exp: 2 ** 53 + 900 }],
    ['a time without end', JSON.stringify(payload).replace('1800000000', '1e999').replace('1800000900', '1e999')],
    ...[15, 17].map((length): [string, Part] => [
      `jti of ${length} bytes`,
      { ...payload, jti: base64url(new Uint8Array(length)) },
    ]),
    ...set('jti', [`${payload.jti}==`, respellLast(payload.jti), '+'.repeat(22), [payload.jti]]),
    ...[8, 23, 25].map((length): [string, Part] => [
      `dst of ${length} bytes`,
      { ...payload, dst: base64url(new Uint8Array(length)) },
    ]),
    ...set('dst', [`${payload.dst}=`, '/'.repeat(32), ` ${payload.dst.slice(1)}`, [payload.dst]]),
    ...['alg', 'p', 'k'].map((name): [string, Part] => [
      `puz without ${name}`,
      { ...payload, puz: without(payload.puz, name) },
    ]),
    ...['', 'a'.repeat(65), 'argon2id 1', 1, null].map((alg): [string, Part] => [
      `puz.alg ${JSON.stringify(alg)}`,
      puzzle({ alg }),
    ]),
    ...[0, -1, 2 ** 26, 31.5, '32', null].map((p): [string, Part] => [`puz.p ${JSON.stringify(p)}`, puzzle({ p })]),
    ...[0, -1, 65, 7.5, '8', null].map((k): [string, Part] => [`puz.k ${JSON.stringify(k)}`, puzzle({ k })]),
    ...['q', 'toString', 'constructor'].map((name): [string, Part] => [`puz.${name}`, puzzle({ [name]: 1 })]),
    ['puz.__proto__', JSON.stringify(payload).replace('"puz":{', '"puz":{"__proto__":{},')],
    ['puz.p twice', JSON.stringify(payload).replace('"puz":{', '"puz":{"p":32,')],
    ...['nbf', 'sub', 'toString', 'constructor', 'hasOwnProperty', ''].map((name): [string, Part] => [
      `an unknown member "${name}"`,
      { ...payload, [name]: 1 },
    ]),
    ['a member __proto__', withMemberText(payload, '"__proto__":{"dst":"x"}')],
    ['v twice', withMemberText(payload, '"v":1')],
    ['exp twice, once with an escape', withMemberText(payload, '"e\\u0078p":9999999999')],
    ['an array', [payload]],
    ['a text', '"x"'],
    ['null', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
    ['a byte order mark', `\ufeff${JSON.stringify(payload)}`],
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(header, mutant)).toEqual(refusal('challenge-payload-invalid'));
  });

  it('answers bytes that are no UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify(payload).replace('signup', 'sign\u00ff'), 'latin1');
    const text = `${head}.${base64url(bytes)}.${tail}`;
    expect(decodeChallenge(text)).toEqual(refusal('challenge-payload-invalid'));
  });
});
