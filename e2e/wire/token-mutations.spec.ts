import { WORK } from '../support/bare-shop.js';
import { DAY_AND_AN_HOUR_MS, expect, PHONE, test } from '../support/bare-test.js';
import { type Change, forgeToken, forgeTokenText, type Members, readJws, withMember } from '../support/forge.js';

/** One change to a good token, signed again by the same device, and the code that must answer it. */
type Case = readonly [what: string, change: Change, code: string];

const header = (name: string, value: unknown): Change => ({ header: withMember(name, value) });
const payload = (name: string, value: unknown): Change => ({ payload: withMember(name, value) });
const jwk = (name: string, value: unknown): Change => ({
  header: (members) => ({ ...members, jwk: withMember(name, value)(members['jwk'] as Members) }),
});
const challengeText = (change: (text: string) => unknown): Change => ({
  payload: (members) => ({ ...members, cha: change(members['cha'] as string) }),
});
const proof = (change: (nonces: Buffer) => Buffer | string): Change => ({
  payload: (members) => {
    const changed = change(Buffer.from(members['prf'] as string, 'base64url'));
    return { ...members, prf: typeof changed === 'string' ? changed : changed.toString('base64url') };
  },
});
const signals = (value: unknown): Change => payload('sig', value);

const ZERO_COORDINATE = 'A'.repeat(43);

const CASES: readonly Case[] = [
  ['alg none', header('alg', 'none'), 'token-header-invalid'],
  ['alg HS256', header('alg', 'HS256'), 'token-header-invalid'],
  ['alg in lower case', header('alg', 'es256'), 'token-header-invalid'],
  ['no alg', header('alg', undefined), 'token-header-invalid'],
  ['another typ', header('typ', 'JWT'), 'token-header-invalid'],
  ['no typ', header('typ', undefined), 'token-header-invalid'],
  ['a kid', header('kid', 'now'), 'token-header-invalid'],
  ['a crit', header('crit', ['exp']), 'token-header-invalid'],
  ['no jwk', header('jwk', undefined), 'token-header-invalid'],
  ['a jwk that is a text', header('jwk', 'key'), 'device-key-invalid'],
  ['another kty', jwk('kty', 'OKP'), 'device-key-invalid'],
  ['another crv', jwk('crv', 'P-384'), 'device-key-invalid'],
  ['a private member in the jwk', jwk('d', ZERO_COORDINATE), 'device-key-invalid'],
  ['an alg in the jwk', jwk('alg', 'ES256'), 'device-key-invalid'],
  ['no x', jwk('x', undefined), 'device-key-invalid'],
  ['an x too short', jwk('x', 'AAAA'), 'device-key-invalid'],
  ['an x with padding', jwk('x', `${ZERO_COORDINATE}=`), 'device-key-invalid'],
  ['another x', jwk('x', ZERO_COORDINATE), 'proof-wrong'],
  ['another y', jwk('y', ZERO_COORDINATE), 'proof-wrong'],
  ['no v', payload('v', undefined), 'token-payload-invalid'],
  ['v 2', payload('v', 2), 'token-version-unsupported'],
  ['v as a text', payload('v', '1'), 'token-version-unsupported'],
  ['an unknown member', payload('exp', 1), 'token-payload-invalid'],
  ['a member of every object', payload('toString', 1), 'token-payload-invalid'],
  ['no cha', payload('cha', undefined), 'token-payload-invalid'],
  ['cha as an object', payload('cha', {}), 'challenge-encoding-invalid'],
  ['an empty cha', payload('cha', ''), 'challenge-encoding-invalid'],
  ['a cha with a newline', challengeText((text) => `${text}\n`), 'challenge-encoding-invalid'],
  ['a cha with padding', challengeText((text) => `${text}=`), 'challenge-encoding-invalid'],
  ['a cha cut short', challengeText((text) => text.slice(0, -1)), 'challenge-encoding-invalid'],
  [
    'a cha without its MAC',
    challengeText((text) => text.slice(0, text.lastIndexOf('.'))),
    'challenge-encoding-invalid',
  ],
  ['another MAC', challengeText((text) => `${text.slice(0, -43)}${ZERO_COORDINATE}`), 'challenge-forged'],
  ['no prf', payload('prf', undefined), 'token-payload-invalid'],
  ['prf as a list', payload('prf', [1, 2, 3]), 'proof-malformed'],
  ['a prf of broken nonces', proof((nonces) => nonces.subarray(0, -1)), 'proof-malformed'],
  ['a prf with padding', proof((nonces) => `${nonces.toString('base64url')}=`), 'proof-malformed'],
  ['65 pieces', proof(() => Buffer.alloc(65 * 4)), 'proof-malformed'],
  ['a piece too many', proof((nonces) => Buffer.concat([nonces, nonces.subarray(0, 4)])), 'proof-too-long'],
  ['a nonce out of range', proof((nonces) => withNonce(nonces, 0, 64 * WORK.p)), 'nonce-out-of-range'],
  ['no sig', payload('sig', undefined), 'token-payload-invalid'],
  ['sig as a list', signals([]), 'signals-invalid'],
  ['sig as null', signals(null), 'signals-invalid'],
  ['an unknown signal', signals({ canvas: { v: 1 } }), 'signals-invalid'],
  ['a signal that is no reading', signals({ cores: 8 }), 'signals-invalid'],
  ['a signal with value and error', signals({ cores: { v: 8, e: 'off' } }), 'signals-invalid'],
  ['an unknown error', signals({ cores: { e: 'because' } }), 'signals-invalid'],
  ['10^9 interactions', signals({ interactions: { v: { keys: 1e9, pointer: 0, pastes: 0 } } }), 'signals-invalid'],
  ['negative time on the page', signals({ pageMs: { v: -1 } }), 'signals-invalid'],
  ['200 languages', signals({ languages: { v: Array<string>(200).fill('en') } }), 'signals-invalid'],
  ['an empty cd', payload('cd', ''), 'client-data-invalid'],
  ['cd as a number', payload('cd', 1), 'client-data-invalid'],
  ['cd of 256 characters', payload('cd', 'x'.repeat(256)), 'client-data-invalid'],
  ['ext as a list', payload('ext', []), 'extension-invalid'],
  ['ext as null', payload('ext', null), 'extension-invalid'],
  ['ext above 1 KiB', payload('ext', { a: 'x'.repeat(1_024) }), 'extension-invalid'],
];

for (const [what, change, code] of CASES) {
  test(`a token with ${what} is refused with ${code}, and nothing is texted`, async ({ bare }) => {
    const { token, key } = await bare.goodToken();
    const forged = await forgeToken(token, key, change);
    await bare.expectAnswer({ token: forged, phone: PHONE }, { kind: 'deny', code }, 0);
    // The refusal stored nothing: the untouched token still texts.
    await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
  });
}

test('each single nonce that is wrong is found', async ({ bare }) => {
  const { token, key } = await bare.goodToken();
  const nonces = Buffer.from(readJws(token).payload['prf'] as string, 'base64url');
  for (let piece = 0; piece < WORK.k; piece += 1) {
    const nonce = nonces.readUInt32LE(piece * 4);
    // An honest search stops at the first nonce that wins, so the one before it does not.
    if (nonce === 0) continue;
    const forged = await forgeToken(
      token,
      key,
      proof(() => withNonce(nonces, piece, nonce - 1)),
    );
    await bare.expectAnswer({ token: forged, phone: PHONE }, { kind: 'deny', code: 'proof-wrong' }, 0);
  }
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
});

test('a member named twice is refused, in the token and in ext', async ({ bare }) => {
  const { token, key } = await bare.goodToken({ ext: { plan: 'free' } });
  const twice = await forgeTokenText(token, key, (text) => text.replace('{"v":1', '{"v":1,"v":1'));
  await bare.expectAnswer({ token: twice, phone: PHONE }, { kind: 'deny', code: 'token-payload-invalid' }, 0);
  const nested = await forgeTokenText(token, key, (text) => text.replace('{"plan"', '{"plan":1,"\\u0070lan"'));
  await bare.expectAnswer({ token: nested, phone: PHONE }, { kind: 'deny', code: 'token-payload-invalid' }, 0);
  const proto = await forgeTokenText(token, key, (text) => text.replace('{"plan"', '{"__proto__":{},"plan"'));
  await bare.expectAnswer({ token: proto, phone: PHONE }, { kind: 'deny', code: 'token-payload-invalid' }, 0);
});

test('a respelled token is refused before anything is read', async ({ bare }) => {
  const { token } = await bare.goodToken();
  const last = token.at(-1) ?? '';
  const respelled = ['A', 'Q', 'g', 'w'].includes(last) ? String.fromCharCode(last.charCodeAt(0) + 1) : 'B';
  for (const other of [`${token}=`, `${token}\n`, ` ${token}`, `${token.slice(0, -1)}${respelled}`, `${token}.`]) {
    await bare.expectAnswer({ token: other, phone: PHONE }, { kind: 'deny', code: 'token-encoding-invalid' }, 0);
  }
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
});

test('a token of 4,096 characters is read, one of 4,097 is not', async ({ bare }) => {
  const limit = 'a'.repeat(4_096);
  await bare.expectAnswer({ token: limit, phone: PHONE }, { kind: 'deny', code: 'token-encoding-invalid' }, 0);
  await bare.expectAnswer({ token: `${limit}a`, phone: PHONE }, { kind: 'deny', code: 'token-too-long' }, 0);
});

test('signals of any well-shaped value never open a better tier than none', async ({ bare }) => {
  const values = {
    visitor: { id: 'AAAAAAAAAAA', confidence: 1 },
    bot: { bot: false },
    languages: ['en-US'],
    timeZone: 'America/New_York',
    cores: 8,
    touch: 0,
    webdriver: false,
    interactions: { keys: 12, pointer: 3, pastes: 0 },
    pageMs: 30_000,
  };
  const readings = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { v: value }]));
  const singles = Object.entries(readings).map(([name, reading]) => ({ [name]: reading }));
  for (const sig of [{}, readings, ...singles]) {
    bare.shop.advance(DAY_AND_AN_HOUR_MS);
    const { token, key } = await bare.goodToken();
    const changed = await forgeToken(token, key, signals(sig));
    const { shop } = bare;
    const facts = { token: changed, phone: PHONE, action: 'signup', origin: 'app:e2e', ip: undefined, headers: {} };
    expect((await shop.gate.admit(facts)).reasons).toEqual(['tier-cold']);
  }
});

function withNonce(nonces: Buffer, piece: number, nonce: number): Buffer {
  const changed = Buffer.from(nonces);
  changed.writeUInt32LE(nonce, piece * 4);
  return changed;
}
