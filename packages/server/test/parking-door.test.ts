import { describe, expect, it } from 'vitest';
import type { GateOptions } from '../src/options.js';
import { without } from './support/raw-wire.js';
import { createTestGate, DE_PHONE, facts, ORIGIN, OTHER_DE_PHONE, permitOf, UZ_PHONE } from './support/test-gate.js';
import { freshAddress, Visitor } from './support/visitor.js';

async function setUp(options: Partial<GateOptions> = { park: true }) {
  const setup = createTestGate(options);
  const visitor = await Visitor.at(setup.gate);
  const ask = (
    body: unknown,
    { method = 'POST', path = '/tollgate/park', ...headers }: Record<string, string> = {},
  ) => {
    const request = new Request(`https://shop.example${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
      ...(method === 'POST' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return setup.gate.handle(request, { ip: freshAddress() });
  };
  const post = async (body: unknown, headers?: Record<string, string>) => {
    const response = await ask(body, headers);
    return [response.status, await response.json()] as const;
  };
  const good = async () => ({ token: await visitor.token(), phone: DE_PHONE, action: 'signup' });
  return { ...setup, visitor, ask, post, good };
}

describe('POST {base}/park', () => {
  it('does not exist unless the site opens it', async () => {
    for (const options of [{}, { park: false }]) {
      const { post, good, store } = await setUp(options);
      expect(await post(await good())).toEqual([404, { code: 'route-unknown' }]);
      expect(store.calls).toEqual([]);
    }
  });

  it('admits and parks, and tells nothing of the permit', async () => {
    const { gate, ask, good, events } = await setUp();
    const response = await ask(await good());
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    const text = await response.text();
    expect(text).toBe('{"parked":true}');
    expect(events.map(({ verdict }) => verdict.kind)).toEqual(['allow']);
    const taken = await gate.takeParked({ phone: DE_PHONE, action: 'signup' });
    if (!taken.ok) throw new Error(taken.code);
    expect(taken.value).toMatchObject({ action: 'signup', channel: 'sms', segments: 1 });
    expect(JSON.stringify([...response.headers])).not.toContain(taken.value.id);
  });

  it('takes the country shown beside a national number', async () => {
    const { gate, visitor, post } = await setUp();
    const token = await visitor.token();
    const body = { token, phone: '0151 12345678', country: 'DE', action: 'signup' };
    expect(await post(body)).toEqual([200, { parked: true }]);
    const taken = await gate.takeParked({ phone: DE_PHONE, action: 'signup' });
    expect(taken.ok && taken.value.channel).toBe('sms');
  });

  it('answers refusals as verdictReply does: 402 with a challenge, 429 with a time, 403 with ways', async () => {
    const { gate, visitor, ask, post, good } = await setUp();
    const unpriced = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    expect(await post({ ...(await good()), token: unpriced })).toEqual([
      402,
      { challenge: expect.any(String) as string, expiresInSec: 900, reasons: ['work'] },
    ]);
    const step = [403, { code: 'step-up', ways: ['email', 'passkey'] }];
    expect(await post({ ...(await good()), token: null })).toEqual(step);
    const token = await visitor.token({ phone: UZ_PHONE });
    expect(await post({ token, phone: UZ_PHONE, action: 'signup' })).toEqual(step);
    expect(await post({ ...(await good()), token: 'x' })).toEqual([403, { code: 'token-invalid' }]);
    expect(await post({ ...(await good()), phone: OTHER_DE_PHONE })).toEqual([403, { code: 'token-other-number' }]);
    expect(await post({ ...(await good()), action: 'evil' })).toEqual([400, { code: 'action-unknown' }]);
    permitOf(await gate.admit(facts(await visitor.token())));
    const spaced = await ask(await good());
    expect([spaced.status, spaced.headers.get('retry-after')]).toEqual([429, '30']);
    expect(await spaced.json()).toEqual({ code: 'try-later', retryAfterSec: 30, ways: ['email', 'passkey'] });
    expect(await gate.takeParked({ phone: DE_PHONE, action: 'signup' })).toEqual({ ok: false, code: 'permit-unknown' });
  });

  it.each<[string, (good: object) => unknown]>([
    ['known', (good) => ({ ...good, known: true })],
    ['segments', (good) => ({ ...good, segments: 10 })],
    ['idempotencyKey', (good) => ({ ...good, idempotencyKey: 'a' })],
    ['ip', (good) => ({ ...good, ip: '198.51.100.7' })],
    ['asn', (good) => ({ ...good, asn: 1 })],
    ['headers', (good) => ({ ...good, headers: {} })],
    ['origin', (good) => ({ ...good, origin: ORIGIN })],
    ['__proto__', (good) => JSON.stringify(good).replace('{', '{"__proto__":{"known":true},')],
    ['a member twice', (good) => JSON.stringify(good).replace('{', '{"action":"login",')],
    ['no token', (good) => without(good, 'token')],
    ['no number', (good) => without(good, 'phone')],
    ['no action', (good) => without(good, 'action')],
    ['an action that is no text', (good) => ({ ...good, action: 7 })],
    ['an action of 65 characters', (good) => ({ ...good, action: 'a'.repeat(65) })],
    ['a list', (good) => [good]],
    ['nothing', () => ''],
    ['half an object', () => '{"token":"x"'],
  ])('refuses a body with %s: 400, and nothing is asked of the store', async (_, change) => {
    const { post, good, store } = await setUp();
    expect(await post(change(await good()))).toEqual([400, { code: 'body-malformed' }]);
    expect(store.calls).toEqual([]);
  });

  it('lets nobody choose the channel: a call costs ten texts', async () => {
    const { post, good } = await setUp();
    for (const channel of ['voice', 'sms', 'fax']) {
      expect(await post({ ...(await good()), channel })).toEqual([400, { code: 'body-malformed' }]);
    }
  });

  it('refuses a body of more than 8,192 bytes, and takes one of as many', async () => {
    const { post, good, store } = await setUp();
    const text = JSON.stringify(await good());
    expect(await post(text.padEnd(8_193))).toEqual([413, { code: 'body-too-large' }]);
    expect(store.calls).toEqual([]);
    expect(await post(text.padEnd(8_192))).toEqual([200, { parked: true }]);
  });

  it('refuses other methods, media types and origins, and answers the preflight', async () => {
    const { ask, post, good, store } = await setUp();
    expect((await ask('', { method: 'GET' })).status).toBe(405);
    expect((await ask('', { method: 'OPTIONS' })).status).toBe(204);
    expect(await post(await good(), { 'content-type': 'text/plain' })).toEqual([415, { code: 'media-type-refused' }]);
    expect(await post(await good(), { origin: 'https://evil.example' })).toEqual([403, { code: 'origin-refused' }]);
    expect(await post(await good(), { path: '/tollgate/parked' })).toEqual([404, { code: 'route-unknown' }]);
    expect(store.calls).toEqual([]);
  });

  it('asks no address more often than a challenge: 60 a minute', async () => {
    const { gate } = await setUp();
    const statuses: number[] = [];
    for (let turn = 0; turn < 61; turn++) {
      const headers = { 'content-type': 'application/json', origin: ORIGIN };
      const request = new Request('https://shop.example/tollgate/park', { method: 'POST', headers, body: '{}' });
      statuses.push((await gate.handle(request, { ip: '198.51.100.7' })).status);
    }
    expect(statuses).toEqual([...Array<number>(60).fill(400), 429]);
  });

  it('answers as for any store that fails where the permit could not be parked', async () => {
    const { post, good, store } = await setUp();
    store.down.add('park');
    expect(await post(await good())).toEqual([403, { code: 'step-up', ways: ['email', 'passkey'] }]);
  });
});
