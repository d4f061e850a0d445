import { describe, expect, it } from 'vitest';
import { ORIGIN, OTHER_ORIGIN, createTestGate } from './support/test-gate.js';
import { withMemberText } from './support/raw-wire.js';
import { challengeRequest, freshAddress } from './support/visitor.js';

const URL_OF_ROUTE = 'https://shop.example/tollgate/challenge';
const body = { v: [1], algs: ['hashwx-1'], action: 'signup' };
const { gate } = createTestGate();
const post = (content: unknown, headers: Record<string, string> = {}) =>
  gate.handle(challengeRequest(content, headers), { ip: freshAddress() });
const ask = (request: Request) => gate.handle(request, { ip: freshAddress() });

/** Status, public code, and that nothing of the inside came out. */
async function refusal(response: Response): Promise<[status: number, code: unknown]> {
  const text = await response.text();
  expect(text).not.toMatch(/\bat \S+:\d+|node_modules|\.ts\b|Error/);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('vary')).toBe('Origin');
  expect(response.headers.get('content-type')).toBe('application/json');
  const answer = JSON.parse(text) as { code: unknown };
  expect(Object.keys(answer)).toEqual(['code']);
  return [response.status, answer.code];
}

describe('the preflight', () => {
  const preflight = (origin: string | undefined) =>
    ask(new Request(URL_OF_ROUTE, { method: 'OPTIONS', headers: origin === undefined ? {} : { origin } }));

  it.each([ORIGIN, OTHER_ORIGIN, 'app:shop'])('lets %s post JSON, and nobody else on its behalf', async (origin) => {
    const response = await preflight(origin);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-methods')).toBe('POST');
    expect(response.headers.get('access-control-allow-headers')).toBe('content-type');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toBe('Origin');
  });

  it.each([
    'https://evil.example',
    'null',
    `${ORIGIN}/`,
    `${ORIGIN}.evil.example`,
    ORIGIN.toUpperCase(),
    '*',
    undefined,
  ])('gives %s no access header', async (origin) => {
    const response = await preflight(origin);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('access-control-allow-methods')).toBeNull();
    expect(await refusal(response)).toEqual([403, 'origin-refused']);
  });
});

describe('the route', () => {
  it.each(['/', '/tollgate', '/challenge/', '/tollgate/challenges', '/xchallenge', '/challenge%2F', '/verify'])(
    '%s is unknown',
    async (path) => {
      const request = new Request(`https://shop.example${path}`, { method: 'POST', headers: { origin: ORIGIN } });
      expect(await refusal(await ask(request))).toEqual([404, 'route-unknown']);
    },
  );

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('refuses %s and says what it takes', async (method) => {
    const response = await ask(new Request(URL_OF_ROUTE, { method, headers: { origin: ORIGIN } }));
    expect(response.headers.get('allow')).toBe('POST, OPTIONS');
    expect(await refusal(response)).toEqual([405, 'method-refused']);
  });

  it('is wherever the site mounted it, whatever the query', async () => {
    for (const path of ['/challenge', '/a/b/challenge', '/challenge?x=/y']) {
      const headers = { origin: ORIGIN, 'content-type': 'application/json' };
      const request = new Request(`https://shop.example${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      expect((await ask(request)).status).toBe(200);
    }
  });
});

describe('the origin', () => {
  it.each(['https://evil.example', 'null', 'http://shop.example', 'https://shop.example:8443', 'app:other', ''])(
    '%j is refused, without an access header',
    async (origin) => {
      const response = await post(body, { origin });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(await refusal(response)).toEqual([403, 'origin-refused']);
    },
  );

  it('is refused where it is missing', async () => {
    const headers = { 'content-type': 'application/json' };
    const request = new Request(URL_OF_ROUTE, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(await refusal(await ask(request))).toEqual([403, 'origin-refused']);
  });
});

describe('the body', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'text/json', 'multipart/form-data'])(
    'of type %s is refused',
    async (type) => {
      expect(await refusal(await post(body, { 'content-type': type }))).toEqual([415, 'media-type-refused']);
    },
  );

  it('may name its charset', async () => {
    expect((await post(body, { 'content-type': 'Application/JSON; charset=utf-8' })).status).toBe(200);
  });

  it('may have 4,096 bytes and not one more, by what it says and by what it is', async () => {
    const padded = (length: number) => JSON.stringify(body).padEnd(length, ' ');
    expect((await post(padded(4_096))).status).toBe(200);
    expect(await refusal(await post(padded(4_097)))).toEqual([413, 'body-too-large']);
    expect(await refusal(await post(body, { 'content-length': '4097' }))).toEqual([413, 'body-too-large']);
  });

  it('is not read further than one chunk beyond the limit when no length was said', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 1_024;
        controller.enqueue(new Uint8Array(1_024).fill(32));
      },
    });
    const init = { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, duplex: 'half' };
    const request = new Request(URL_OF_ROUTE, { ...init, body: endless });
    expect(await refusal(await ask(request))).toEqual([413, 'body-too-large']);
    expect(pulled).toBeLessThanOrEqual(8_192);
  });

  it('may come in pieces, and is given up with the first beyond the limit', async () => {
    const init = { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, duplex: 'half' };
    const inPieces = (text: string, onCancel: () => void) => {
      const pieces = text.match(/.{1,20}/gs)!.map((piece) => new TextEncoder().encode(piece));
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      };
      return new Request(URL_OF_ROUTE, { ...init, body: new ReadableStream({ pull, cancel: onCancel }) });
    };
    let cancelled = 0;
    const count = () => {
      cancelled++;
    };
    const text = JSON.stringify(body);
    expect((await ask(inPieces(text.padEnd(4_096), count))).status).toBe(200);
    expect(cancelled).toBe(0);
    expect(await refusal(await ask(inPieces(text.padEnd(9_000), count)))).toEqual([413, 'body-too-large']);
    expect(cancelled).toBe(1);
  });

  it('is malformed where the caller goes away in the middle', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('socket hang up')) });
    const init = { method: 'POST', headers: { origin: ORIGIN, 'content-type': 'application/json' }, duplex: 'half' };
    const request = new Request(URL_OF_ROUTE, { ...init, body: broken });
    expect(await refusal(await ask(request))).toEqual([400, 'body-malformed']);
  });

  it('ignores a content-length that is no number', async () => {
    for (const length of ['abc', '-1', '1e9x', '']) {
      expect((await post(body, { 'content-length': length })).status).toBe(200);
    }
  });

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['broken JSON', '{"v":[1],'],
    ['a list', [body]],
    ['a text', '"challenge"'],
    ['null', 'null'],
    ['a byte order mark', `\ufeff${JSON.stringify(body)}`],
    ['a member named twice', withMemberText(body, '"action":"login"')],
    ['__proto__', withMemberText(body, '"__proto__":{"phone":"+4915112345678"}')],
    ['an unknown member', { ...body, site: 'shop' }],
    ['constructor', { ...body, constructor: 1 }],
    ['no action', { v: [1], algs: ['hashwx-1'] }],
    ['no version', { algs: ['hashwx-1'], action: 'signup' }],
    ['no puzzle', { v: [1], action: 'signup' }],
    ['an empty list of puzzles', { ...body, algs: [] }],
    ['seventeen puzzles', { ...body, algs: Array(17).fill('hashwx-1') }],
    ['an action that is a list', { ...body, action: ['signup'] }],
    ['an action of 33 characters', { ...body, action: 'a'.repeat(33) }],
    ['a phone that is a number', { ...body, phone: 4915112345678 }],
    ['a phone of 41 characters', { ...body, phone: `+${'4'.repeat(40)}` }],
    ['a country that is null', { ...body, country: null }],
    ['a country of three letters', { ...body, country: 'DEU' }],
    ['a challenge that is an object', { ...body, challenge: {} }],
    ['a challenge of 1,025 characters', { ...body, challenge: 'a'.repeat(1_025) }],
    ['a deep nest', `{"v":${'['.repeat(50)}${']'.repeat(50)}}`],
  ])('that is %s is refused', async (_, content) => {
    expect(await refusal(await post(content))).toEqual([400, 'body-malformed']);
  });

  it.each<[string, object, number, string]>([
    ['another version alone', { ...body, v: [2] }, 400, 'version-unsupported'],
    ['no puzzle in common', { ...body, algs: ['hashwx-9'] }, 400, 'puzzle-unsupported'],
    ['an action that is not the site’s', { ...body, action: 'evil' }, 400, 'action-unknown'],
    ['an action that every object has', { ...body, action: 'constructor' }, 400, 'action-unknown'],
    ['an unknown channel', { ...body, channel: 'fax' }, 400, 'channel-unknown'],
    ['a number that is none', { ...body, phone: 'call me' }, 400, 'number-invalid'],
    ['no token of a challenge', { ...body, challenge: 'x' }, 403, 'token-invalid'],
  ])('with %s is answered with its own code', async (_, content, status, code) => {
    const response = await post(content);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(await refusal(response)).toEqual([status, code]);
  });

  it('may name further versions and puzzles than ours', async () => {
    expect((await post({ ...body, v: [2, 1], algs: ['hashwx-9', 'hashwx-1'] })).status).toBe(200);
  });
});
