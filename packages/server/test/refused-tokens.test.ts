import { type Code, CODES, codeRow } from '@tollgate/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { Facts } from '../src/facts.js';
import {
  base64url,
  type Part,
  readJws,
  resignChallenge,
  respellLast,
  without,
  withMemberText,
} from './support/raw-wire.js';
import { createTestGate, facts, UZ_PHONE, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const { gate, store, events } = createTestGate();
const visitor = await Visitor.at(gate);
const met = new Set<Code>();

async function refuses(token: unknown, code: Code, overrides: Partial<Facts> = {}) {
  const verdict = await gate.admit(facts(token, overrides));
  const { kind } = codeRow(code);
  expect(verdict).toMatchObject({ kind, code, reasons: expect.arrayContaining([code]) as string[] });
  expect(verdict.permit).toBeUndefined();
  expect(events.at(-1)?.verdict).toBe(verdict);
  if (kind === 'step-up') expect(verdict).toMatchObject({ ways: WAYS });
  met.add(code);
}

const good = await visitor.token();
const { header, payload } = readJws(good);
const resigned = (change: { header?: Part; payload?: Part }) =>
  visitor.signed(change.header ?? header, change.payload ?? payload);
const overChallenge = async (change: Part, kid?: string) => {
  const challenge = resignChallenge(await visitor.challenge(), change, kid);
  return visitor.tokenFor(challenge, { nonces: await visitor.solve(await visitor.challenge()) });
};

afterEach(() => {
  expect(store.calls).toEqual([]);
});

describe('a token is refused, re-signed with its own device key', () => {
  it.each<[Code, unknown]>([
    ['token-missing', undefined],
    ['token-missing', null],
    ['token-missing', ''],
    ['token-too-long', 'A'.repeat(4_097)],
    ['token-too-long', `${good}${'A'.repeat(1_000_000)}`],
    ['token-encoding-invalid', ' '],
    ['token-encoding-invalid', 0],
    ['token-encoding-invalid', true],
    ['token-encoding-invalid', [good]],
    ['token-encoding-invalid', { toString: () => good, length: 4 }],
    ['token-encoding-invalid', Object.assign(Object.create(null) as object, { length: 1 })],
    ['token-encoding-invalid', new String(good)],
    ['token-encoding-invalid', `${good}\n`],
    ['token-encoding-invalid', `${good}=`],
    ['token-encoding-invalid', ` ${good}`],
    ['token-encoding-invalid', `${good}.`],
    ['token-encoding-invalid', respellLast(good)],
    ['token-encoding-invalid', good.slice(0, good.lastIndexOf('.') + 1)],
  ])('%s: %s', async (code, token) => {
    await refuses(token, code);
  });

  it.each<[Code, Part]>([
    ['token-header-invalid', { ...header, alg: 'none' }],
    ['token-header-invalid', { ...header, alg: 'HS256' }],
    ['token-header-invalid', { ...header, typ: 'JWT' }],
    ['token-header-invalid', { ...header, typ: 'tollgate-challenge+jwt' }],
    ['token-header-invalid', { ...header, kid: 'k2' }],
    ['token-header-invalid', { ...header, crit: ['b64'], b64: false }],
    ['token-header-invalid', without(header, 'typ')],
    ['token-header-invalid', withMemberText(header, '"alg":"ES256"')],
    ['token-header-invalid', withMemberText(header, '"__proto__":{}')],
    ['token-header-invalid', '[]'],
    ['device-key-invalid', { ...header, jwk: { ...visitor.jwk, d: 'x' } }],
    ['device-key-invalid', { ...header, jwk: { ...visitor.jwk, crv: 'secp256k1' } }],
    ['device-key-invalid', { ...header, jwk: { ...visitor.jwk, x: `${visitor.jwk.x}A` } }],
    ['device-key-invalid', { ...header, jwk: 'k2' }],
  ])('%s: header %j', async (code, part) => {
    await refuses(await resigned({ header: part }), code);
  });

  it.each<[Code, Part]>([
    ['token-payload-invalid', { ...payload, exp: 4e9 }],
    ['token-payload-invalid', { ...payload, phone: '+4915112345678' }],
    ['token-payload-invalid', without(payload, 'sig')],
    ['token-payload-invalid', without(payload, 'cha')],
    ['token-payload-invalid', without(payload, 'prf')],
    ['token-payload-invalid', withMemberText(payload, '"v":1')],
    ['token-payload-invalid', withMemberText(payload, '"__proto__":{"v":1}')],
    ['token-payload-invalid', 'null'],
    ['token-payload-invalid', '{'],
    ['token-version-unsupported', { ...payload, v: 2 }],
    ['token-version-unsupported', { ...payload, v: '1' }],
    ['challenge-encoding-invalid', { ...payload, cha: '' }],
    ['challenge-encoding-invalid', { ...payload, cha: 7 }],
    ['challenge-encoding-invalid', { ...payload, cha: `${String(payload['cha'])}=` }],
    ['challenge-encoding-invalid', { ...payload, cha: respellLast(String(payload['cha'])) }],
    ['challenge-encoding-invalid', { ...payload, cha: 'a'.repeat(1_025) }],
    ['proof-malformed', { ...payload, prf: 7 }],
    ['proof-malformed', { ...payload, prf: `${String(payload['prf'])}=` }],
    ['proof-malformed', { ...payload, prf: base64url(new Uint8Array(7)) }],
    ['proof-malformed', { ...payload, prf: base64url(new Uint8Array(4 * 65)) }],
    ['proof-too-long', { ...payload, prf: base64url(new Uint8Array(4 * 3)) }],
    ['nonce-out-of-range', { ...payload, prf: base64url(new Uint8Array(8).fill(255)) }],
    ['signals-invalid', { ...payload, sig: null }],
    ['signals-invalid', { ...payload, sig: { tier: { v: 'known' } } }],
    ['signals-invalid', { ...payload, sig: { cores: { v: 0 } } }],
    ['signals-invalid', { ...payload, sig: { interactions: { v: { keys: -1, pointer: 0, pastes: 0 } } } }],
    ['signals-invalid', { ...payload, sig: { interactions: { v: { keys: 1_000_000_000, pointer: 0, pastes: 0 } } } }],
    ['signals-invalid', { ...payload, sig: { languages: { v: Array(200).fill('de') as string[] } } }],
    ['client-data-invalid', { ...payload, cd: '' }],
    ['client-data-invalid', { ...payload, cd: 'x'.repeat(256) }],
    ['extension-invalid', { ...payload, ext: 'x' }],
    ['extension-invalid', { ...payload, ext: { a: 'x'.repeat(1_024) } }],
  ])('%s: payload %.120j', async (code, part) => {
    await refuses(await resigned({ payload: part }), code);
  });

  it('proof-wrong: for another device key than the one that solved', async () => {
    const challenge = await visitor.challenge();
    const wrong = [await visitor.losingNonce(challenge, 0), (await visitor.solve(challenge))[1]!];
    await refuses(await visitor.tokenFor(challenge, { nonces: wrong }), 'proof-wrong');
  });

  it('signature-wrong: for another key’s signature over the same text', async () => {
    const thief = await Visitor.at(gate);
    await refuses(await thief.signed(header, payload), 'signature-wrong');
    await refuses(`${good.slice(0, good.lastIndexOf('.') + 1)}${base64url(new Uint8Array(64))}`, 'signature-wrong');
  });

  it('client-data-mismatch: cd is compared when it is given, and only then', async () => {
    await refuses(good, 'client-data-mismatch', { cd: 'cart 7' });
    await refuses(await visitor.token({}, { clientData: 'cart 8' }), 'client-data-mismatch', { cd: 'cart 7' });
  });
});

describe('a challenge is refused, re-signed with the server’s own key', () => {
  const { payload: said } = readJws(String(payload['cha']));
  const iat = said['iat'] as number;

  it.each<[Code, Part]>([
    ['challenge-payload-invalid', { ...said, tier: 'known' }],
    ['challenge-payload-invalid', { exp: iat + 901 }],
    ['challenge-payload-invalid', { iat: -1, exp: 899 }],
    ['challenge-payload-invalid', { jti: 'short' }],
    ['challenge-payload-invalid', { dst: null }],
    ['challenge-payload-invalid', { dst: 'AAAA' }],
    ['challenge-payload-invalid', { chn: 'fax' }],
    ['challenge-payload-invalid', { puz: { alg: 'hashwx-1', p: 0, k: 2 } }],
    ['challenge-payload-invalid', { puz: { alg: 'hashwx-1', p: 2, k: 65 } }],
    ['challenge-payload-invalid', withMemberText(said, '"site":"shop"')],
    ['challenge-payload-invalid', '{}'],
    ['challenge-version-unsupported', { v: 2 }],
    ['challenge-early', { iat: iat + 61, exp: iat + 961 }],
    ['challenge-expired', { iat: iat - 900, exp: iat }],
    ['site-mismatch', { site: 'other' }],
    ['action-mismatch', { act: 'login' }],
    ['channel-mismatch', { chn: 'voice' }],
    ['origin-mismatch', { org: 'https://evil.example' }],
    ['puzzle-unknown', { puz: { alg: 'md5-1', p: 2, k: 2 } }],
    ['work-out-of-bounds', { puz: { alg: 'hashwx-1', p: 2, k: 1 } }],
    ['work-out-of-bounds', { puz: { alg: 'hashwx-1', p: 1, k: 2 } }],
    ['work-out-of-bounds', { puz: { alg: 'hashwx-1', p: 3, k: 2 } }],
    ['work-out-of-bounds', { puz: { alg: 'hashwx-1', p: 2, k: 9 } }],
    ['puzzle-refused', { puz: { alg: 'argon2id-1', p: 2, k: 2 } }],
    ['number-mismatch', { dst: base64url(new Uint8Array(24)) }],
  ])('%s: %.120j', async (code, change) => {
    await refuses(await overChallenge(change), code);
  });

  it('challenge-header-invalid, challenge-key-unknown and challenge-forged', async () => {
    const cha = String(payload['cha']);
    const head = (change: object) =>
      [base64url(JSON.stringify({ ...readJws(cha).header, ...change })), ...cha.split('.').slice(1)].join('.');
    const over = async (text: string) => resigned({ payload: { ...payload, cha: text } });
    await refuses(await over(head({ alg: 'none' })), 'challenge-header-invalid');
    await refuses(await over(head({ jku: 'https://evil.example' })), 'challenge-header-invalid');
    await refuses(await over(head({ kid: 'k9' })), 'challenge-key-unknown');
    await refuses(await over(head({ kid: '__proto__' })), 'challenge-key-unknown');
    await refuses(await over(head({ kid: 'k1' })), 'challenge-forged');
  });
});

describe('a request is refused', () => {
  it.each<[Code, Partial<Facts>]>([
    ['facts-invalid', { channel: 'fax' as never }],
    ['action-unknown', { action: 'evil' }],
    ['action-unknown', { action: 'constructor' }],
    ['origin-refused', { origin: undefined }],
    ['origin-refused', { origin: 'null' }],
    ['action-mismatch', { action: 'login' }],
    ['channel-mismatch', { channel: 'voice' }],
    ['number-invalid', { phone: '0151 12345678' }],
    ['number-mismatch', { phone: '+4915112345679' }],
    ['number-unassigned', { phone: '+499999999999' }],
    ['number-premium-rate', { phone: '+19002345678' }],
    ['number-shared-cost', { phone: '+80812345678' }],
    ['number-satellite', { phone: '+8816123456789' }],
    ['number-pager', { phone: '+447640123456' }],
  ])('%s: %j', async (code, change) => {
    await refuses(good, code, change);
  });

  it('country-refused: where strangers get no text', async () => {
    await refuses(await visitor.token({ phone: UZ_PHONE }), 'country-refused', { phone: UZ_PHONE });
    // Only the store knows whether it is a known number, which would pass.
    expect(store.calls.splice(0)).toEqual(['admit']);
  });

  it('with every code of the table that input can reach without the store', () => {
    const elsewhere = ['number-unpriced', 'proof-short', 'token-used', 'idempotency-mismatch', 'in-progress'];
    const pools = ['cap-reached', 'pool-busy', 'pool-exhausted'];
    const meters = [...pools, 'block-exhausted', 'range-exhausted', 'device-exhausted'];
    const states = ['number-spacing', 'prefix-closed', 'price-invalid', 'store-degraded', 'store-unavailable'];
    // Facts are checked as a whole: a wrong channel or count of segments is `facts-invalid`, which names the member.
    const named = ['channel-unknown'];
    const all = (Object.keys(CODES) as Code[]).filter((code) => codeRow(code).kind !== undefined);
    const left = all.filter((code) => !met.has(code) && ![...elsewhere, ...meters, ...states, ...named].includes(code));
    expect(left).toEqual([]);
  });
});
