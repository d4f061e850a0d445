import { connect } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import { LIMITS } from '@tollgate/core';
import { afterEach, describe, expect, it } from 'vitest';
import { requestFacts, sendVerdict, tollgateRouter } from '../src/express.js';
import type { GateOptions } from '../src/options.js';
import { closeServers, listen } from './support/local-server.js';
import { createTestGate, DE_PHONE, ORIGIN, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

afterEach(closeServers);

const ASK = { v: [1], algs: ['hashwx-1'], action: 'signup' };
const json = { origin: ORIGIN, 'content-type': 'application/json' };

async function site(before: RequestHandler[] = [], options: Partial<GateOptions> = {}) {
  const setup = createTestGate(options);
  const app: Express = express();
  if (before.length > 0) app.use(...before);
  app.use('/tollgate', tollgateRouter(setup.gate));
  app.post('/signup', express.json(), (request, response) => {
    const { token, phone } = request.body as { token: string; phone: string };
    void setup.gate.admit({ ...requestFacts(request, setup.gate), token, phone, action: 'signup' }).then((verdict) => {
      if (verdict.kind === 'allow') response.json({ permit: verdict.permit });
      else sendVerdict(response, verdict);
    });
  });
  app.get('/ip', (request, response) => void response.json(requestFacts(request, setup.gate)));
  const base = await listen(app);
  const post = (body: BodyInit, headers: Record<string, string> = json) =>
    fetch(`${base}/tollgate/challenge`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  return { ...setup, base, post };
}

describe('the router', () => {
  it.each<[string, RequestHandler[]]>([
    ['no body parser', []],
    ['express.json', [express.json()]],
    ['express.json and urlencoded', [express.json(), express.urlencoded({ extended: true })]],
    ['express.text for everything', [express.text({ type: '*/*' })]],
    ['express.raw for everything', [express.raw({ type: '*/*' })]],
  ])('hands out challenges behind %s', async (_, before) => {
    const { post } = await site(before);
    const response = await post(JSON.stringify({ ...ASK, phone: DE_PHONE }));
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ challenge: expect.any(String) as string, expiresInSec: 900 });
  });

  it.each<[string, RequestHandler[]]>([
    ['no body parser', []],
    ['express.json and urlencoded', [express.json({ strict: false }), express.urlencoded({ extended: true })]],
  ])('refuses behind %s what it refuses anywhere', async (_, before) => {
    const { post, base, store } = await site(before);
    const form = { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
    const answers = await Promise.all([
      post('v=1&algs=hashwx-1&action=signup', form),
      post('7'),
      post(JSON.stringify({ ...ASK, admin: true })),
      post(`{"__proto__":{"admin":true},${JSON.stringify(ASK).slice(1)}`),
      post(JSON.stringify(ASK).padEnd(LIMITS.challengeBodyMaxBytes + 1)),
      post(JSON.stringify(ASK), { ...json, origin: 'https://evil.example' }),
      fetch(`${base}/tollgate/challenge`, { headers: json }),
      fetch(`${base}/tollgate/other`, { headers: json }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([415, 400, 400, 400, 413, 403, 405, 404]);
    for (const answer of answers) expect(await answer.text()).not.toMatch(/node_modules|\bat \S+:\d+/);
    expect(store.calls).toEqual([]);
  });

  it('answers the preflight', async () => {
    const { base } = await site();
    const response = await fetch(`${base}/tollgate/challenge?x`, { method: 'OPTIONS', headers: { origin: ORIGIN } });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it('answers 413 to a body without end, and reads no more of it than it must', async () => {
    const { post } = await site();
    let produced = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        produced += 65_536;
        if (produced > 64 * 1_048_576) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    expect((await post(endless)).status).toBe(413);
    expect(produced).toBeLessThan(64 * 1_048_576);
  });

  it('is not moved by a hostile Host header or request line', async () => {
    const { base } = await site();
    const { port } = new URL(base);
    const raw = (head: string) =>
      new Promise<string>((resolve, reject) => {
        const body = JSON.stringify(ASK);
        const socket = connect(Number(port), '127.0.0.1', () =>
          socket.end(
            `${head}\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
          ),
        );
        let answer = '';
        socket.on('data', (data) => (answer += String(data)));
        socket.on('close', () => resolve(answer));
        socket.on('error', reject);
      });
    for (const host of ['evil.example', 'a b<>"', '@/../:99999', '[', '%00', '']) {
      expect(await raw(`POST /tollgate/challenge HTTP/1.1\r\nHost: ${host}`)).toMatch(/^HTTP\/1\.1 200 /);
    }
    expect(await raw('POST /tollgate/%zz/challenge HTTP/1.1\r\nHost: x')).toMatch(/^HTTP\/1\.1 [24]\d\d /);
    expect(await raw('POST /tollgate//evil.example/challenge HTTP/1.1\r\nHost: x')).not.toContain('evil');
  });
});

describe('requestFacts', () => {
  const headers = { origin: ORIGIN, 'x-forwarded-for': '198.51.100.9, 203.0.113.7, 203.0.113.8' };

  it.each([
    [0, '127.0.0.1'],
    [1, '203.0.113.8'],
    [2, '203.0.113.7'],
    [8, '127.0.0.1'],
  ])('reads the address behind %i trusted hops: %s', async (trustedHops, ip) => {
    const { base } = await site([], { trustedHops });
    expect(await (await fetch(`${base}/ip`, { headers })).json()).toMatchObject({ ip, origin: ORIGIN });
  });

  it('lets nobody choose an address to be counted under while no hop is trusted', async () => {
    const { post } = await site();
    const statuses: number[] = [];
    for (let turn = 0; turn < 61; turn++) {
      const spoofed = { ...json, 'x-forwarded-for': `198.51.100.${turn}`, forwarded: `for=198.51.100.${turn}` };
      statuses.push((await post(JSON.stringify(ASK), spoofed)).status);
    }
    expect(statuses).toEqual([...Array<number>(60).fill(200), 429]);
  });

  it('refuses hops that are none, when the router is built', () => {
    const { gate } = createTestGate();
    for (const trustedHops of [-1, 9, 1.5, NaN, '1' as never]) {
      expect(() => tollgateRouter(gate, { trustedHops })).toThrow(RangeError);
    }
  });

  it('and sendVerdict make a whole route', async () => {
    const { base, gate } = await site();
    const visitor = await Visitor.at(gate);
    const ask = (token: unknown) =>
      fetch(`${base}/signup`, { method: 'POST', headers: json, body: JSON.stringify({ token, phone: DE_PHONE }) });
    const token = await visitor.token();
    expect(await (await ask(token)).json()).toMatchObject({ permit: { action: 'signup' } });
    const answers = await Promise.all([
      ask(token),
      ask(undefined),
      ask(await visitor.tokenFor(await visitor.challenge({ phone: undefined }))),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 402]);
    expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual(Array(3).fill('application/json'));
    expect(await answers[0].json()).toEqual({ code: 'token-used' });
    expect(await answers[1].json()).toEqual({ code: 'step-up', ways: ['email', 'passkey'] });
    expect(await answers[2].json()).toEqual({
      challenge: expect.any(String) as string,
      expiresInSec: 900,
      reasons: ['work'],
    });
    expect(
      refused(
        await gate.admit({ token, phone: DE_PHONE, action: 'signup', origin: ORIGIN, ip: undefined, headers: {} }),
      ).code,
    ).toBe('token-used');
  });
});
