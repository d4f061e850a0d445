import { createHeadlessClient } from '@tollgate/client/headless';
import { verdictReply } from '@tollgate/server';
import { APP_ORIGIN, RETIRED, requestText, SECRET, startBareShop } from '../support/bare-shop.js';
import { expect, goodToken, OTHER_PHONE, PHONE, test } from '../support/bare-test.js';
import { forgeChallenge, forgeToken, newDeviceKey, publicJwk, readJws, withMember } from '../support/forge.js';

const DENIED = 'deny';

test('a good token texts once, and the text is the one the shop wrote', async ({ bare }) => {
  const { token } = await bare.goodToken();
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
  const [text] = await bare.standIn.received();
  expect(text).toMatchObject({ to: PHONE, body: 'Your code is 123456' });
});

test('no token never texts: it is sent another way', async ({ bare }) => {
  for (const token of [undefined, null, '']) {
    await bare.expectAnswer({ token, phone: PHONE }, { kind: 'step-up', code: 'token-missing' }, 0);
  }
});

test('a token used twice texts once', async ({ bare }) => {
  const { token } = await bare.goodToken();
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
  await bare.expectAnswer({ token, phone: PHONE }, { kind: DENIED, code: 'token-used' }, 1);
});

test('a token posted 50 times at once texts once', async ({ bare }) => {
  const { token } = await bare.goodToken();
  const answers = await Promise.all(Array.from({ length: 50 }, () => requestText(bare.shop, { token, phone: PHONE })));
  expect(answers.filter(({ kind }) => kind === 'allow')).toHaveLength(1);
  expect(answers.filter(({ code }) => code === 'token-used')).toHaveLength(49);
  expect(await bare.standIn.received()).toHaveLength(1);
});

test('with one idempotency key, 50 clicks are one text', async ({ bare }) => {
  const { token } = await bare.goodToken();
  const facts = { token, phone: PHONE, idempotencyKey: 'click' };
  const answers = await Promise.all(Array.from({ length: 50 }, () => requestText(bare.shop, facts)));
  expect(answers.every(({ kind, code }) => kind === 'allow' || code === 'in-progress')).toBe(true);
  expect(await bare.standIn.received()).toHaveLength(1);
  await bare.expectAnswer({ ...facts, idempotencyKey: 'other' }, { kind: DENIED, code: 'idempotency-mismatch' }, 1);
});

test('a token for another number does not text', async ({ bare }) => {
  const { token } = await bare.goodToken();
  await bare.expectAnswer({ token, phone: OTHER_PHONE }, { kind: DENIED, code: 'number-mismatch' }, 0);
});

test('a token for another action, channel or origin does not text', async ({ bare }) => {
  const login = await bare.goodToken({ action: 'login' });
  await bare.expectAnswer({ token: login.token, phone: PHONE }, { kind: DENIED, code: 'action-mismatch' }, 0);
  const { token } = await bare.goodToken();
  await bare.expectAnswer({ token, phone: PHONE, channel: 'voice' }, { kind: DENIED, code: 'channel-mismatch' }, 0);
  await bare.expectAnswer({ token, phone: PHONE, origin: 'app:other' }, { kind: DENIED, code: 'origin-mismatch' }, 0);
  await bare.expectAnswer({ token, phone: PHONE, origin: 'null' }, { kind: DENIED, code: 'origin-refused' }, 0);
});

test("a proof is worth nothing under another device's key", async ({ bare }) => {
  const { token } = await bare.goodToken();
  const thief = await newDeviceKey();
  const jwk = await publicJwk(thief);
  const stolen = await forgeToken(token, thief, { header: withMember('jwk', jwk) });
  await bare.expectAnswer({ token: stolen, phone: PHONE }, { kind: DENIED, code: 'proof-wrong' }, 0);
  const signedByThief = await forgeToken(token, thief, {});
  await bare.expectAnswer({ token: signedByThief, phone: PHONE }, { kind: DENIED, code: 'signature-wrong' }, 0);
});

test('a proof short by one piece is asked for the rest, and the rest is enough', async ({ bare }) => {
  const { token, key } = await bare.goodToken();
  const nonces = Buffer.from(readJws(token).payload['prf'] as string, 'base64url');
  const shorter = nonces.subarray(0, -4).toString('base64url');
  const short = await forgeToken(token, key, { payload: withMember('prf', shorter) });
  await bare.expectAnswer({ token: short, phone: PHONE }, { kind: 'work', code: 'proof-short' }, 0);
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'allow' }, 1);
});

test('an expired token does not text', async ({ bare }) => {
  const shop = await startBareShop(bare.standIn.url);
  const { token } = await goodToken(shop);
  shop.advance(900_000);
  expect(await requestText(shop, { token, phone: PHONE })).toEqual({ kind: DENIED, code: 'challenge-expired' });
  expect(await bare.standIn.received()).toHaveLength(0);
  await shop.close();
});

test('a challenge signed with a retired key does not text; with a key still listed it does', async ({ bare }) => {
  const old = await startBareShop(bare.standIn.url, { secrets: [RETIRED] });
  const [listed, retired] = [await goodToken(old), await goodToken(old)];
  const rotating = await startBareShop(bare.standIn.url, { secrets: [SECRET, RETIRED] });
  expect(await requestText(rotating, { token: listed.token, phone: PHONE })).toEqual({ kind: 'allow' });
  const rotated = await startBareShop(bare.standIn.url, { secrets: [SECRET] });
  const answer = await requestText(rotated, { token: retired.token, phone: PHONE });
  expect(answer).toEqual({ kind: DENIED, code: 'challenge-key-unknown' });
  expect(await bare.standIn.received()).toHaveLength(1);
  await Promise.all([old, rotating, rotated].map((shop) => shop.close()));
});

test('a token of another site with the same secrets does not text', async ({ bare }) => {
  const other = await startBareShop(bare.standIn.url, { site: 'other-shop', clock: bare.shop.clock });
  const { token } = await goodToken(other);
  await bare.expectAnswer({ token, phone: PHONE }, { kind: DENIED, code: 'site-mismatch' }, 0);
  await other.close();
});

test('a number to a country that is not listed never texts a stranger', async ({ bare }) => {
  const phone = '+94712345678';
  const { token } = await bare.goodToken({ phone });
  await bare.expectAnswer({ token, phone }, { kind: 'step-up', code: 'country-refused' }, 0);
});

test('a pool whose hour is used up texts no further, and asks to wait', async ({ bare }) => {
  // 40 texts a day are the least a pool may have; in an hour five may go out unverified, four of those to cold devices.
  const shop = await startBareShop(bare.standIn.url, { countries: { US: { expectPerDay: 20 } } });
  const kinds = [];
  for (const area of ['202', '212', '303', '305', '312', '404']) {
    const phone = `+1${area}5550123`;
    const { token } = await goodToken(shop, { phone });
    kinds.push(await requestText(shop, { token, phone }));
  }
  expect(kinds.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'allow' })));
  expect(kinds.slice(4)).toEqual(Array.from({ length: 2 }, () => ({ kind: 'delay', code: 'pool-busy' })));
  expect(await bare.standIn.received()).toHaveLength(4);
  await shop.close();
});

test('a caller that never priced gets a priced challenge, and its pieces still count', async ({ bare }) => {
  const { shop } = bare;
  const key = await newDeviceKey();
  const endpoint = `${shop.url}/tollgate`;
  const client = createHeadlessClient({ endpoint, action: 'signup', origin: APP_ORIGIN, keyPair: key });
  const priced = await client.token({ phone: PHONE });
  // The same challenge as it was before its number was known.
  const challenge = readJws(priced).payload['cha'] as string;
  const unpriced = await forgeChallenge(challenge, SECRET.secret, { payload: withMember('dst', undefined) });
  const token = await forgeToken(priced, key, { payload: withMember('cha', unpriced) });
  await bare.expectAnswer({ token, phone: PHONE }, { kind: 'work', code: 'number-unpriced' }, 0);

  const facts = { token, phone: PHONE, action: 'signup', origin: APP_ORIGIN, ip: undefined, headers: {} };
  const verdict = await shop.gate.admit(facts);
  if (verdict.kind !== 'work') throw new Error(`expected work, got ${verdict.kind}`);
  const answered = await client.answer(verdictReply(verdict).body);
  expect(readJws(answered).payload['prf']).toBe(readJws(priced).payload['prf']);
  await bare.expectAnswer({ token: answered, phone: PHONE }, { kind: 'allow' }, 1);
});
