import { describe, expect, it } from 'vitest';
import { decodeChallengeRequest, readChallengeResponse } from '../src/challenge-request.js';
import { utf8 } from '../src/bytes.js';
import { without, withMemberText } from './raw-jws.js';

const request = {
  v: [1],
  algs: ['argon2id-1'],
  action: 'signup',
  channel: 'voice',
  phone: '0170 1234567',
  country: 'DE',
  challenge: 'the.challenge.text',
};

const decode = (body: object | string) =>
  decodeChallengeRequest(utf8(typeof body === 'string' ? body : JSON.stringify(body)));
const refusal = (code: string) => ({ ok: false, code });

describe('a request for a challenge', () => {
  it('is read with all its members', () => {
    expect(decode(request)).toEqual({ ok: true, value: without(request, 'v') });
  });

  it('is for a text unless it names the channel', () => {
    const least = { v: [1], algs: ['argon2id-1'], action: 'signup' };
    expect(decode(least)).toEqual({ ok: true, value: { algs: ['argon2id-1'], action: 'signup', channel: 'sms' } });
  });

  it('may name versions and puzzles that are not known here', () => {
    expect(decode({ ...request, v: [3, 2, 1], algs: ['later-9', 'argon2id-1'] })).toMatchObject({ ok: true });
  });

  it('may carry a number of 40 characters and a challenge of 1,024', () => {
    expect(decode({ ...request, phone: '1'.repeat(40), challenge: 'c'.repeat(1_024) })).toMatchObject({ ok: true });
  });

  it('may be 4,096 bytes long and not one more', () => {
    const padded = (length: number) => JSON.stringify(request) + ' '.repeat(length - JSON.stringify(request).length);
    expect(decode(padded(4_096))).toMatchObject({ ok: true });
    expect(decode(padded(4_097))).toEqual(refusal('body-too-large'));
    expect(decode('{'.repeat(4_097))).toEqual(refusal('body-too-large'));
  });

  it.each([[[2]], [[0]], [[-1, 2]], [[2, 3]]])('is refused as version-unsupported with v = %j', (v) => {
    expect(decode({ ...request, v })).toEqual(refusal('version-unsupported'));
  });

  const set = (name: string, values: unknown[]) =>
    values.map((value): [string, object] => [
      `${name} ${JSON.stringify(value).slice(0, 50)}`,
      { ...request, [name]: value },
    ]);
  const many = (count: number, value: unknown) => Array.from({ length: count }, () => value);

  it.each([
    ...['v', 'algs', 'action'].map((name): [string, object] => [`no ${name}`, without(request, name)]),
    ...Object.keys(request).flatMap((name) => set(name, [null, true, {}, [], '', 7, [null]])),
    ...set('v', [1, '1', ['1'], [1.5], [1, null], many(17, 1)]),
    ...set('algs', ['argon2id-1', [1], [''], ['a b'], ['argon2id-1', 'a'.repeat(65)], many(17, 'a')]),
    ...set('action', ['a'.repeat(33)]),
    ...set('channel', ['c'.repeat(33)]),
    ...set('phone', ['1'.repeat(41), 491701234567]),
    ...set('country', ['DEU']),
    ...set('challenge', ['c'.repeat(1_025)]),
    ...['token', 'ip', 'known', 'toString', 'constructor'].map((name): [string, object] => [
      `an unknown member "${name}"`,
      { ...request, [name]: 1 },
    ]),
    ['a member __proto__', withMemberText(request, '"__proto__":{}')],
    ['action named twice', withMemberText(request, '"action":"login"')],
    ['phone named twice with an escape', withMemberText(request, '"ph\\u006fne":"1"')],
    ['an array', [request]],
    ['null', 'null'],
    ['nothing', ''],
    ['no JSON', '{'],
    ['a form', 'action=signup&phone=1'],
    ['4,096 brackets', '['.repeat(4_096)],
    ['a byte order mark', `\ufeff${JSON.stringify(request)}`],
  ] as [string, object | string][])('is refused as body-malformed: %s', (_, body) => {
    expect(decode(body)).toEqual(refusal('body-malformed'));
  });

  it('is refused as body-malformed if it is no UTF-8', () => {
    expect(decodeChallengeRequest(Uint8Array.of(0xff, 0xfe))).toEqual(refusal('body-malformed'));
  });
});

describe('the answer to it', () => {
  const answer = { challenge: 'the.challenge.text', expiresInSec: 900 };

  it('carries a challenge of at most 1,024 characters', () => {
    expect(readChallengeResponse({ ...answer, challenge: 'c'.repeat(1_024) })).toBeDefined();
    expect(readChallengeResponse({ ...answer, challenge: 'c'.repeat(1_025) })).toBeUndefined();
  });

  it('is read, from a 402 too', () => {
    expect(readChallengeResponse(answer)).toEqual(answer);
    expect(readChallengeResponse({ ...answer, code: 'work', reasons: ['number-unpriced'] })).toEqual(answer);
  });

  it.each([
    undefined,
    null,
    [],
    'text',
    {},
    { challenge: 'c' },
    { expiresInSec: 900 },
    { ...answer, challenge: '' },
    { ...answer, challenge: 1 },
    { ...answer, expiresInSec: 0 },
    { ...answer, expiresInSec: -1 },
    { ...answer, expiresInSec: NaN },
    { ...answer, expiresInSec: '900' },
    { ...answer, script: 'x' },
    { ...answer, toString: 'x' },
  ])('is refused: %j', (value) => {
    expect(readChallengeResponse(value)).toBeUndefined();
  });
});
