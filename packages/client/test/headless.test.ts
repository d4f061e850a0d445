import { createHeadlessClient, type HeadlessOptions } from '@tollgate/client/headless';
import { describe, expect, it } from 'vitest';
import { bind, ChallengeServer, json, type ServerOptions } from './challenge-server.js';
import { verifyToken } from './verify-token.js';

const PHONE = '+4915112345678';

function connect(options: ServerOptions = {}, further: Partial<HeadlessOptions> = {}) {
  const server = new ChallengeServer(options);
  const client = createHeadlessClient({
    endpoint: 'https://shop.example/tollgate/',
    action: 'signup',
    origin: 'app:test',
    fetch: server.fetch,
    ...further,
  });
  return { server, client };
}

describe('a token', () => {
  it('decodes, carries a whole right proof and a right signature', async () => {
    const { client } = connect({ p: 4, k: 4 });
    const { token, challenge } = await verifyToken(await client.token({ phone: PHONE }));
    expect(token.nonces).toHaveLength(4);
    expect(token.signals).toEqual({});
    expect(challenge.dst).toEqual(bind(challenge.jti, PHONE));
  });

  it('takes one request, to the challenge route, with Origin and what was typed', async () => {
    const { server, client } = connect();
    await client.token({ phone: ' 0151 12345678 ', country: 'de' });
    expect(server.seen).toHaveLength(1);
    const [seen] = server.seen;
    expect(seen?.url).toBe('https://shop.example/tollgate/challenge');
    expect(seen?.headers.get('origin')).toBe('app:test');
    expect(seen).toMatchObject({ phone: '0151 12345678', country: 'DE', challenge: undefined });
  });

  it('carries cd and ext as they were at the call', async () => {
    const { client } = connect();
    const ext = { attest: { kind: 'x' } };
    const pending = client.token({ phone: PHONE, cd: 'order 7', ext });
    ext.attest.kind = 'y';
    const { token } = await verifyToken(await pending);
    expect(token.clientData).toBe('order 7');
    expect(token.extension).toEqual({ attest: { kind: 'x' } });
  });

  it('is over a challenge of its own, one after the other and at once', async () => {
    const { client } = connect();
    const texts = [await client.token({ phone: PHONE })];
    texts.push(...(await Promise.all([client.token({ phone: PHONE }), client.token({ phone: PHONE })])));
    const tokens = await Promise.all(texts.map(verifyToken));
    expect(new Set(tokens.map(({ token }) => token.challenge)).size).toBe(3);
  });

  it('is signed by one device key a client, the given one if there is one', async () => {
    const keyPair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const { client } = connect({}, { keyPair });
    const { x } = await crypto.subtle.exportKey('jwk', keyPair.publicKey);
    for (let round = 0; round < 2; round++) {
      const { token } = await verifyToken(await client.token({ phone: PHONE }));
      expect(token.deviceKey.x).toBe(x);
    }
  });

  it('carries the signals given', async () => {
    const { client } = connect({}, { signals: { cores: { v: 4 }, visitor: { e: 'off' } } });
    const { token } = await verifyToken(await client.token({ phone: PHONE }));
    expect(token.signals).toEqual({ cores: { v: 4 }, visitor: { e: 'off' } });
  });

  it('over 4,096 characters is refused as token-too-long', async () => {
    const { client } = connect();
    const request = { phone: PHONE, cd: '€'.repeat(255), ext: { blob: 'x'.repeat(1_000) } };
    const languages = { v: Array.from({ length: 8 }, () => 'x'.repeat(35)) };
    const big = connect(
      { change: (c) => ({ ...c, site: 's'.repeat(64), origin: `app:${'o'.repeat(250)}` }) },
      {
        signals: { languages },
      },
    );
    await expect(client.token(request)).resolves.toBeTypeOf('string');
    await expect(big.client.token(request)).rejects.toMatchObject({ code: 'token-too-long' });
  });
});

describe('a request of the wrong shape', () => {
  it.each([
    ['no object', undefined, TypeError, /options/],
    ['an unknown member', { phone: PHONE, phnoe: '' }, TypeError, /phnoe/],
    ['a phone that is no text', { phone: 49 }, TypeError, /phone/],
    ['a country of three letters', { phone: PHONE, country: 'DEU' }, RangeError, /country/],
    ['a country that is no text', { phone: PHONE, country: 49 }, TypeError, /country/],
    ['an empty cd', { phone: PHONE, cd: '' }, RangeError, /cd/],
    ['a cd of 256 characters', { phone: PHONE, cd: 'x'.repeat(256) }, RangeError, /cd/],
    ['a cd that is no text', { phone: PHONE, cd: 7 }, TypeError, /cd/],
    ['an ext over 1 KiB', { phone: PHONE, ext: { x: 'x'.repeat(1_020) } }, RangeError, /ext/],
    ['an ext that is a list', { phone: PHONE, ext: [1] }, RangeError, /ext/],
    [
      'an ext that nests too deep',
      { phone: PHONE, ext: { a: { a: { a: { a: { a: { a: { a: {} } } } } } } } },
      RangeError,
      /ext/,
    ],
    [
      'an ext with a member __proto__',
      { phone: PHONE, ext: JSON.parse('{"__proto__":1}') as object },
      RangeError,
      /ext/,
    ],
    ['an ext that is no JSON', { phone: PHONE, ext: { big: 1n } }, TypeError, /ext/],
  ])('%s is refused by name, nothing is sent', async (_, request, kind, name) => {
    const { server, client } = connect();
    const refused = client.token(request as never);
    await expect(refused).rejects.toThrow(kind);
    await expect(refused).rejects.toThrow(name);
    expect(server.seen).toHaveLength(0);
  });

  it.each(['', '   ', '1'.repeat(41)])('the phone %j is number-invalid, nothing is sent', async (phone) => {
    const { server, client } = connect();
    await expect(client.token({ phone })).rejects.toMatchObject({ code: 'number-invalid' });
    expect(server.seen).toHaveLength(0);
  });

  it('a cd of 255 characters passes', async () => {
    const { client } = connect();
    const { token } = await verifyToken(await client.token({ phone: PHONE, cd: 'x'.repeat(255) }));
    expect(token.clientData).toHaveLength(255);
  });
});

describe('an answer', () => {
  it('for the same challenge keeps the finished pieces and adds those asked', async () => {
    const { server, client } = connect({ k: 2 });
    const first = await verifyToken(await client.token({ phone: PHONE, cd: 'order 7', ext: { a: 1 } }));
    const raised = {
      ...(await server.answer('+4915100000000', first.token.challenge, 5)),
      reasons: ['number-unpriced'],
    };
    const second = await verifyToken(await client.answer(raised));
    expect(second.challenge.jti).toEqual(first.challenge.jti);
    expect(second.token.nonces).toHaveLength(5);
    expect(second.token.nonces.slice(0, 2)).toEqual(first.token.nonces);
    expect(second.token).toMatchObject({ clientData: 'order 7', extension: { a: 1 } });
  });

  it('may be the Response itself, which stays readable', async () => {
    const { server, client } = connect();
    const first = await verifyToken(await client.token({ phone: PHONE }));
    const body = { ...(await server.answer(PHONE, first.token.challenge, 3)), reasons: ['proof-short'] };
    const response = json(402, body);
    const second = await verifyToken(await client.answer(response));
    expect(second.token.nonces).toHaveLength(3);
    expect(await response.json()).toEqual(body);
  });

  it('for another challenge is solved from scratch, with the data of the latest token', async () => {
    const { server, client } = connect();
    const first = await verifyToken(await client.token({ phone: PHONE, cd: 'order 8' }));
    const second = await verifyToken(await client.answer(await server.answer(PHONE)));
    expect(second.challenge.jti).not.toEqual(first.challenge.jti);
    expect(second.token.clientData).toBe('order 8');
  });

  it('may come to a client that made no token yet', async () => {
    const { server, client } = connect();
    await verifyToken(await client.answer(await server.answer(PHONE)));
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ['nothing', async () => undefined],
    ['a text', async () => 'challenge'],
    ['no challenge', async () => ({ reasons: [] })],
    ['an unpriced challenge', (server: ChallengeServer) => server.answer()],
    ['an unknown member', async (server: ChallengeServer) => ({ ...(await server.answer(PHONE)), more: 1 })],
    ['a Response that is no JSON', async () => new Response('<p>Payment Required')],
    ['a Response that never ends', async () => new Response('x'.repeat(20_000))],
    ['an expired challenge', async (server: ChallengeServer) => ({ ...(await server.answer(PHONE)), expiresInSec: 0 })],
  ])('with %s is answer-unusable', async (_, make) => {
    const { server, client } = connect();
    await expect(client.answer(await make(server))).rejects.toMatchObject({ code: 'answer-unusable' });
  });

  it('that changes the terms of its challenge is answer-unusable', async () => {
    const { server, client } = connect();
    const { token } = await verifyToken(await client.token({ phone: PHONE }));
    server.options.change = (challenge) => ({ ...challenge, puzzle: { ...challenge.puzzle, p: 3 } });
    const answer = await server.answer(PHONE, token.challenge);
    await expect(client.answer(answer)).rejects.toMatchObject({ code: 'answer-unusable' });
  });

  it('for another action is answer-unusable', async () => {
    const { server, client } = connect({ change: (challenge) => ({ ...challenge, action: 'login' }) });
    await expect(client.answer(await server.answer(PHONE))).rejects.toMatchObject({ code: 'answer-unusable' });
  });
});
