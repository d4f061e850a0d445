import { RETIRED, SECRET, WORK } from '../support/bare-shop.js';
import { type Bare, PHONE, test } from '../support/bare-test.js';
import { type Change, forgeChallenge, forgeToken, type Members, readJws, withMember } from '../support/forge.js';

/** One change to a good challenge, signed again by the server's own key, and the code that must answer it. */
type Case = readonly [what: string, change: Change, code: string];

const header = (name: string, value: unknown): Change => ({ header: withMember(name, value) });
const payload = (name: string, value: unknown): Change => ({ payload: withMember(name, value) });
const puzzle = (name: string, value: unknown): Change => ({
  payload: (members) => ({ ...members, puz: withMember(name, value)(members['puz'] as Members) }),
});
const later = (sec: number): Change => ({
  payload: (members) => ({ ...members, iat: (members['iat'] as number) + sec, exp: (members['exp'] as number) + sec }),
});

const OTHER_ID = 'A'.repeat(22);
const OTHER_DST = 'A'.repeat(32);

const CASES: readonly Case[] = [
  ['alg none', header('alg', 'none'), 'challenge-header-invalid'],
  ['alg HS512', header('alg', 'HS512'), 'challenge-header-invalid'],
  ["a token's typ", header('typ', 'tollgate-token+jwt'), 'challenge-header-invalid'],
  ["a permit's typ", header('typ', 'tollgate-permit+jwt'), 'challenge-header-invalid'],
  ['no typ', header('typ', undefined), 'challenge-header-invalid'],
  ['no kid', header('kid', undefined), 'challenge-header-invalid'],
  ['a kid that is no name', header('kid', '../now'), 'challenge-header-invalid'],
  ['an unknown kid', header('kid', 'tomorrow'), 'challenge-key-unknown'],
  ['a jwk', header('jwk', {}), 'challenge-header-invalid'],
  ['no v', payload('v', undefined), 'challenge-payload-invalid'],
  ['v 2', payload('v', 2), 'challenge-version-unsupported'],
  ['v as a text', payload('v', '1'), 'challenge-version-unsupported'],
  ['another site', payload('site', 'other-shop'), 'site-mismatch'],
  ['a site that is no name', payload('site', 'Shop!'), 'challenge-payload-invalid'],
  ['another action', payload('act', 'login'), 'action-mismatch'],
  ['an action of 33 characters', payload('act', 'a'.repeat(33)), 'challenge-payload-invalid'],
  ['another channel', payload('chn', 'voice'), 'channel-mismatch'],
  ['an unknown channel', payload('chn', 'fax'), 'challenge-payload-invalid'],
  ['another origin', payload('org', 'app:other'), 'origin-mismatch'],
  ['an origin that is none', payload('org', 'https://a.example/'), 'challenge-payload-invalid'],
  ['exp moved alone', payload('exp', 4_000_000_000), 'challenge-payload-invalid'],
  ['iat as a text', payload('iat', 'now'), 'challenge-payload-invalid'],
  ['an early iat', later(120), 'challenge-early'],
  ['a late exp', later(-900), 'challenge-expired'],
  ['another jti', payload('jti', OTHER_ID), 'number-mismatch'],
  ['a jti too short', payload('jti', 'AAAA'), 'challenge-payload-invalid'],
  ['no jti', payload('jti', undefined), 'challenge-payload-invalid'],
  ['an unknown puzzle', puzzle('alg', 'sha256-1'), 'puzzle-unknown'],
  ['less work a piece', puzzle('p', WORK.p - 1), 'work-out-of-bounds'],
  ['more work a piece', puzzle('p', WORK.p + 1), 'work-out-of-bounds'],
  ['no work a piece', puzzle('p', 0), 'challenge-payload-invalid'],
  ['fewer pieces', puzzle('k', WORK.k - 1), 'work-out-of-bounds'],
  ['more pieces than ever asked', puzzle('k', WORK.k * 4 + 1), 'work-out-of-bounds'],
  ['65 pieces', puzzle('k', 65), 'challenge-payload-invalid'],
  ['an unknown member in puz', puzzle('n', 1), 'challenge-payload-invalid'],
  ['no puz', payload('puz', undefined), 'challenge-payload-invalid'],
  ['another dst', payload('dst', OTHER_DST), 'number-mismatch'],
  ['a dst too short', payload('dst', 'AAAA'), 'challenge-payload-invalid'],
  ['an unknown member', payload('sub', 'me'), 'challenge-payload-invalid'],
];

for (const [what, change, code] of CASES) {
  test(`a challenge with ${what}, validly signed, is refused with ${code}`, async ({ bare }) => {
    const { token, key } = await bare.goodToken();
    const challenge = await forgeChallenge(challengeOf(token), SECRET.secret, change);
    const forged = await forgeToken(token, key, payload('cha', challenge));
    await bare.expectAnswer({ token: forged, phone: PHONE }, { kind: 'deny', code }, 0);
  });
}

test('a challenge raised by the server asks for the pieces that are missing', async ({ bare }) => {
  await expectForged(bare, puzzle('k', WORK.k * 2), { kind: 'work', code: 'proof-short' });
});

test('a challenge without a number is asked to be priced', async ({ bare }) => {
  await expectForged(bare, payload('dst', undefined), { kind: 'work', code: 'number-unpriced' });
});

test('a challenge signed with any other secret is forged', async ({ bare }) => {
  const { token, key } = await bare.goodToken();
  const challenge = await forgeChallenge(challengeOf(token), RETIRED.secret, {});
  const forged = await forgeToken(token, key, payload('cha', challenge));
  await bare.expectAnswer({ token: forged, phone: PHONE }, { kind: 'deny', code: 'challenge-forged' }, 0);
});

async function expectForged(bare: Bare, change: Change, answer: { kind: string; code: string }): Promise<void> {
  const { token, key } = await bare.goodToken();
  const challenge = await forgeChallenge(challengeOf(token), SECRET.secret, change);
  const forged = await forgeToken(token, key, payload('cha', challenge));
  await bare.expectAnswer({ token: forged, phone: PHONE }, answer, 0);
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
}

function challengeOf(token: string): string {
  return readJws(token).payload['cha'] as string;
}
