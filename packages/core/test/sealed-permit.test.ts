import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../src/limits.js';
import { decodeSealedPermit, encodeSealedPermit, type SealedPermit } from '../src/sealed-permit.js';
import { base64url, type Part, rawJws, rawJwsOf, respellLast, without, withMemberText } from './raw-jws.js';

const MAC = new Uint8Array(32).fill(7);
const header = { alg: 'HS256', kid: 'k-1', typ: 'tollgate-permit+jwt' };
const payload = {
  v: 1,
  site: 'shop.example',
  pid: base64url(new Uint8Array(16).fill(1)),
  act: 'signup',
  chn: 'sms',
  seg: 2,
  dst: base64url(new Uint8Array(24).fill(2)),
  exp: 1_800_000_120,
};
const good = rawJws(header, payload, MAC);
const [head, body, tail] = good.split('.') as [string, string, string];

const refusal = (code: string) => ({ ok: false, code });
const decodeParts = (first: Part, second: Part) => decodeSealedPermit(rawJws(first, second, MAC));

describe('a well-formed sealed permit', () => {
  it('is read', () => {
    expect(decodeSealedPermit(good)).toMatchObject({ ok: true, value: { kid: 'k-1', mac: MAC } });
  });

  it('decodes to what was encoded', async () => {
    const name = (maxLength: number) =>
      fc
        .string({ unit: fc.constantFrom(...Array.from('abcxyz0189._-')), minLength: 1, maxLength })
        .filter((text) => /^[a-z0-9]/.test(text));
    const kid = fc.string({ unit: fc.constantFrom(...Array.from('aZ09._-')), minLength: 1, maxLength: 64 });
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const permit = fc.record({
      site: name(64),
      pid: bytes(16),
      action: name(32),
      channel: fc.constantFrom('sms', 'voice'),
      segments: fc.integer({ min: 1, max: 10 }),
      dst: bytes(24),
      expSec: fc.nat({ max: 8_640_000_000_000 }),
    });
    await fc.assert(
      fc.asyncProperty(permit, kid, async (fields, key) => {
        const text = await encodeSealedPermit(fields, key, () => MAC);
        expect(decodeSealedPermit(text)).toEqual({
          ok: true,
          value: {
            kid: key,
            permit: fields,
            mac: MAC,
            signingInput: new Uint8Array(Buffer.from(text.slice(0, text.lastIndexOf('.')))),
          },
        });
      }),
    );
  });

  it('may use every limit at once and still fits', async () => {
    const longest: SealedPermit = {
      site: 's'.repeat(LIMITS.siteMaxChars),
      pid: new Uint8Array(16),
      action: 'a'.repeat(LIMITS.actionMaxChars),
      channel: 'voice',
      segments: LIMITS.segmentsMax,
      dst: new Uint8Array(24),
      expSec: 8_640_000_000_000,
    };
    const text = await encodeSealedPermit(longest, 'k'.repeat(LIMITS.kidMaxChars), () => MAC);
    expect(decodeSealedPermit(text)).toMatchObject({ ok: true, value: { permit: longest } });
  });

  it('may be 1,024 characters long and not one more', () => {
    expect(decodeSealedPermit(rawJwsOf(1_024, header, payload, MAC))).toMatchObject({ ok: true });
    expect(decodeSealedPermit(rawJwsOf(1_025, header, payload, MAC))).toEqual(refusal('permit-encoding-invalid'));
  });
});

describe('permit-encoding-invalid', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
    ['an array that reads like it', [good]],
    ['nothing', ''],
    ['two parts', `${head}.${body}`],
    ['four parts', `${good}.${tail}`],
    ['a line feed at the end', `${good}\n`],
    ['a padded signature', `${good}=`],
    ['a respelled signature', respellLast(good)],
    ['a signature of 31 bytes', rawJws(header, payload, new Uint8Array(31))],
    ['a signature of 64 bytes', rawJws(header, payload, new Uint8Array(64))],
    ['a character outside ASCII', `\u0141${good.slice(1)}`],
  ])('answers %s', (_, text) => {
    expect(decodeSealedPermit(text)).toEqual(refusal('permit-encoding-invalid'));
  });
});

describe('permit-header-invalid', () => {
  const mutations: [string, Part][] = [
    ...Object.keys(header).map((name): [string, Part] => [`a header without ${name}`, without(header, name)]),
    ['alg none', { ...header, alg: 'none' }],
    ['alg ES256', { ...header, alg: 'ES256' }],
    ['alg null', { ...header, alg: null }],
    ['the type of a challenge', { ...header, typ: 'tollgate-challenge+jwt' }],
    ['the type of a token', { ...header, typ: 'tollgate-token+jwt' }],
    ['an empty kid', { ...header, kid: '' }],
    ['a kid of 65 characters', { ...header, kid: 'k'.repeat(65) }],
    ['a kid that is a path', { ...header, kid: '../k' }],
    ['a kid that is a number', { ...header, kid: 1 }],
    ['an unknown member', { ...header, crit: ['exp'] }],
    ['an unknown member "toString"', { ...header, toString: 1 }],
    ['a member __proto__', withMemberText(header, '"__proto__":{}')],
    ['kid named twice', withMemberText(header, '"kid":"k-1"')],
    ['an array', [header]],
    ['no JSON', '{'],
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(mutant, payload)).toEqual(refusal('permit-header-invalid'));
  });
});

describe('permit-version-unsupported', () => {
  it.each([0, 2, 1.5, '1', null, true])('answers v = %j', (v) => {
    expect(decodeParts(header, { ...payload, v })).toEqual(refusal('permit-version-unsupported'));
  });
});

describe('permit-payload-invalid', () => {
  const shaped = Object.keys(without(payload, 'v'));
  const set = (name: string, values: unknown[]) =>
    values.map((value): [string, Part] => [
      `${name} ${JSON.stringify(value).slice(0, 50)}`,
      { ...payload, [name]: value },
    ]);
  const mutations: [string, Part][] = [
    ...Object.keys(payload).map((name): [string, Part] => [`no ${name}`, without(payload, name)]),
    ...shaped.flatMap((name) => set(name, [null, true, [], {}, -1, ''])),
    ...set('site', ['s'.repeat(65), 'Shop', '.shop', 'shop\n']),
    ...set('act', ['a'.repeat(33), 'Signup', 'sign up']),
    ...set('chn', ['SMS', 'email', 'toString', ['sms']]),
    ...set('seg', [0, 11, 1.5, '2', 2 ** 32 + 1]),
    ...set('exp', [0.5, 2 ** 53, '1800000120']),
    ...set('pid', [`${payload.pid}==`, respellLast(payload.pid), [payload.pid]]),
    ...set('dst', [`${payload.dst}=`, '/'.repeat(32), [payload.dst]]),
    ...[15, 17].flatMap((length) => set('pid', [base64url(new Uint8Array(length))])),
    ...[23, 25].flatMap((length) => set('dst', [base64url(new Uint8Array(length))])),
    ...['jti', 'phone', 'toString', 'constructor'].map((name): [string, Part] => [
      `an unknown member "${name}"`,
      { ...payload, [name]: 1 },
    ]),
    ['a member __proto__', withMemberText(payload, '"__proto__":{}')],
    ['seg twice', withMemberText(payload, '"seg":10')],
    ['an array', [payload]],
    ['no JSON', '{'],
    ['nothing', ''],
  ];

  it.each(mutations)('answers %s', (_, mutant) => {
    expect(decodeParts(header, mutant)).toEqual(refusal('permit-payload-invalid'));
  });
});
