import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import express, { type RequestHandler } from 'express';
import twilio from 'twilio';
import { afterEach, describe, expect, it } from 'vitest';
import type { Code } from '@tollgate/core';
import { createTwilioInbound, type TwilioInboundOptions } from '../src/twilio.js';
import { OWN_NUMBER, setUpInbound } from './support/inbound-setup.js';
import { closeServers, listen } from './support/local-server.js';
import { createTestGate, DE_PHONE, OTHER_DE_PHONE } from './support/test-gate.js';

afterEach(closeServers);

const AUTH_TOKEN = 'a secret of the account';
const URL_OF_WEBHOOK = 'https://shop.example/webhooks/texts?from=twilio';
const FORM = 'application/x-www-form-urlencoded';
const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** What Twilio tells of a text, as far as it matters here. */
function parametersOf(text: string, change: Record<string, string> = {}): Record<string, string> {
  const ids = { MessageSid: `SM${'2'.repeat(32)}`, AccountSid: `AC${'0'.repeat(32)}`, NumMedia: '0' };
  return { ...ids, From: DE_PHONE, To: OWN_NUMBER, Body: text, FromCity: 'Köln', FromZip: '', ...change };
}

function signatureOf(parameters: Record<string, string>, { authToken = AUTH_TOKEN, url = URL_OF_WEBHOOK } = {}) {
  return twilio.getExpectedTwilioSignature(authToken, url, parameters);
}

interface Posted {
  readonly body: string;
  readonly signature: string | undefined;
  readonly method?: string;
  readonly type?: string;
  readonly address?: string;
}

function requestOf({ body, signature, method = 'POST', type = FORM, address = 'http://10.0.0.1/x' }: Posted): Request {
  const signed = signature === undefined ? {} : { 'x-twilio-signature': signature };
  const headers = { 'content-type': type, host: 'evil.example', ...signed };
  return new Request(address, { method, headers, ...(method === 'POST' && { body }) });
}

function setUp(change: Partial<TwilioInboundOptions> = {}) {
  const setup = setUpInbound();
  const refused: Code[] = [];
  const onRefused = (code: Code) => void refused.push(code);
  const options = { authToken: AUTH_TOKEN, url: URL_OF_WEBHOOK, gate: setup.gate, onRefused, ...change };
  const webhook = createTwilioInbound(options);
  const post = (posted: Posted) => webhook.handle(requestOf(posted));
  /** As Twilio posts it, signed by its own SDK. */
  const tell = (parameters: Record<string, string>) =>
    post({ body: new URLSearchParams(parameters).toString(), signature: signatureOf(parameters) });
  return { ...setup, webhook, post, tell, refused };
}

describe("Twilio's webhook", () => {
  it('takes a text that Twilio signed, and answers with empty TwiML', async () => {
    const { invite, tell, take, refused } = setUp();
    const { secret, ticket } = await invite();
    const response = await tell(parametersOf(secret));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(await response.text()).toBe(EMPTY);
    expect(await take(ticket)).toEqual({ ok: true, value: { phone: DE_PHONE } });
    expect(refused).toEqual([]);
  });

  it.each<[string, (given: Record<string, string>, body: string) => Partial<Posted>]>([
    ['no signature', () => ({ signature: undefined })],
    ['an empty one', () => ({ signature: '' })],
    ['one of a megabyte', () => ({ signature: 'A'.repeat(1_000_000) })],
    ['one that is none', () => ({ signature: 'A'.repeat(28) })],
    ['one of another account', (given) => ({ signature: signatureOf(given, { authToken: 'another' }) })],
    ['one for another address', (given) => ({ signature: signatureOf(given, { url: 'http://10.0.0.1/x' }) })],
    [
      'one for the same path without the query',
      (given) => ({
        signature: signatureOf(given, { url: URL_OF_WEBHOOK.split('?')[0]! }),
      }),
    ],
    [
      'one of the same text from another number',
      (given) => ({
        signature: signatureOf({ ...given, From: OTHER_DE_PHONE }),
      }),
    ],
    ['one for a parameter less', (_, body) => ({ body: `${body}&Extra=1` })],
    ['one for a parameter more', (_, body) => ({ body: body.replace('&NumMedia=0', '') })],
    ['a parameter named __proto__', (_, body) => ({ body: `${body}&__proto__=x` })],
  ])('refuses %s: 403, and nothing is stored', async (_, change) => {
    const { invite, post, store, refused } = setUp();
    const given = parametersOf((await invite()).secret);
    const body = new URLSearchParams(given).toString();
    const response = await post({ body, signature: signatureOf(given), ...change(given, body) });
    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ code: 'inbound-signature-wrong' });
    expect(store.calls).toEqual([]);
    await Promise.resolve();
    expect(refused).toEqual(['inbound-signature-wrong']);
  });

  it('takes nothing twice: what is repeated is answered as the first time, so that Twilio rests', async () => {
    const { invite, tell, take, refused } = setUp();
    const { secret, ticket } = await invite();
    for (let turn = 0; turn < 2; turn++) expect((await tell(parametersOf(secret))).status).toBe(200);
    expect((await take(ticket)).ok).toBe(true);
    expect((await tell(parametersOf(secret))).status).toBe(200);
    expect(await take(ticket)).toEqual({ ok: false, code: 'inbound-used' });
    expect(refused).toEqual(['inbound-repeated', 'inbound-repeated']);
  });

  it.each<[string, Record<string, string>, Code]>([
    ['another text', { Body: 'STOP' }, 'inbound-text-malformed'],
    ['no text', { Body: '' }, 'inbound-text-malformed'],
    ['another sender', { From: OTHER_DE_PHONE }, 'inbound-secret-wrong'],
    ['a sender without a number', { From: 'Bank' }, 'number-invalid'],
    ['another recipient', { To: DE_PHONE }, 'inbound-recipient-mismatch'],
  ])('answers %s with empty TwiML too, and stores nothing', async (_, change, code) => {
    const { invite, tell, store, refused } = setUp();
    const response = await tell(parametersOf((await invite()).secret, change));
    expect([response.status, await response.text()]).toEqual([200, EMPTY]);
    expect(refused).toEqual([code]);
    expect(store.calls).toEqual([]);
  });

  it('refuses a parameter that comes twice, whichever of them was signed', async () => {
    const { invite, post, store } = setUp();
    const given = parametersOf((await invite()).secret);
    const body = new URLSearchParams(given).toString();
    for (const twice of [`${body}&From=%2B491`, `From=%2B491&${body}`, `${body}&${body}`]) {
      const response = await post({ body: twice, signature: signatureOf(given) });
      expect([response.status, await response.json()]).toEqual([400, { code: 'body-malformed' }]);
    }
    expect(store.calls).toEqual([]);
  });

  it('refuses a body over 16 KiB, another media type and another method', async () => {
    const { post, store } = setUp();
    const parameters = parametersOf('x'.repeat(16_384));
    const body = new URLSearchParams(parameters).toString();
    const signature = signatureOf(parameters);
    expect((await post({ body, signature })).status).toBe(413);
    expect((await post({ body: 'From=1', signature, type: 'application/json' })).status).toBe(415);
    const got = await post({ body: '', signature, method: 'GET' });
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    expect(store.calls).toEqual([]);
  });

  it('answers 503 while the store does not, so that Twilio may come again', async () => {
    const { invite, tell, store, refused } = setUp();
    store.down.add('mark');
    const response = await tell(parametersOf((await invite()).secret));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused).toEqual(['store-unavailable']);
  });

  it('never tells a number, a secret or a signature to the log', async () => {
    const told: unknown[][] = [];
    const { invite, tell } = setUp({ onRefused: (...given: unknown[]) => void told.push(given) });
    const { secret } = await invite();
    await tell(parametersOf(secret, { From: OTHER_DE_PHONE }));
    expect(told).toEqual([['inbound-secret-wrong']]);
  });

  it.each<[string, object, ErrorConstructor]>([
    ['authToken', { authToken: '' }, TypeError],
    ['authToken', { authToken: undefined }, TypeError],
    ['url', { url: undefined }, TypeError],
    ['url', { url: '/webhooks/texts' }, RangeError],
    ['url', { url: 'ftp://shop.example/' }, RangeError],
    ['gate', { gate: {} }, TypeError],
    ['onRefused', { onRefused: 'log' }, TypeError],
    ['validate', { validate: false }, TypeError],
  ])('refuses a wrong option by name: %s', (name, change, kind) => {
    expect(() => setUp(change)).toThrow(kind);
    expect(() => setUp(change)).toThrow(`"${name}"`);
  });
});

it('a gate without the option "inbound" takes no texts, which is said when the webhook is made', () => {
  const { gate } = createTestGate();
  expect(() => setUp({ gate })).toThrow(TypeError);
  expect(() => setUp({ gate })).toThrow('a gate with the option "inbound"');
});

describe("Twilio's webhook in Express", () => {
  it.each([
    'Body[toString]=x',
    'Body[toString]=x&Body[valueOf]=y',
    'Body[a]=1',
    'Body[][a]=1',
    'Body[]=1&Body[]=2',
    'a[__proto__][b]=1',
    '__proto__=1',
  ])('refuses %s behind extended urlencoded, without a signature and with a wrong one: 403', async (body) => {
    const { webhook, store } = setUp();
    const app = express();
    app.use(express.urlencoded({ extended: true }));
    app.use('/webhooks/texts', webhook.express);
    const base = await listen(app);
    for (const signed of [undefined, 'A'.repeat(28)]) {
      const headers = { 'content-type': FORM, ...(signed && { 'x-twilio-signature': signed }) };
      const response = await fetch(`${base}/webhooks/texts`, { method: 'POST', headers, body });
      const isNamedTwice = signed !== undefined && body.includes('[]=1');
      expect(response.status).toBe(isNamedTwice ? 400 : 403);
    }
    expect(store.calls).toEqual([]);
  });

  it('throws nothing at Express, whatever the request is', async () => {
    const { webhook } = setUp();
    const request = new IncomingMessage(new Socket());
    // Node's own parser lets no such header through; one that is told to be lax does.
    request.headers['x-forwarded-for'] = 'a\nb';
    const failed = new Promise((resolve) => {
      webhook.express(request, new ServerResponse(request), resolve);
    });
    expect(await failed).toBeInstanceOf(TypeError);
  });

  it.each<[string, RequestHandler[]]>([
    ['before body parsers', []],
    ['behind urlencoded', [express.urlencoded({ extended: false })]],
    ['behind extended urlencoded', [express.urlencoded({ extended: true })]],
    ['behind text', [express.text({ type: '*/*' })]],
  ])('takes what Twilio signed and nothing else, %s', async (_, before) => {
    const { invite, take, webhook, store } = setUp();
    const app = express();
    if (before.length > 0) app.use(...before);
    app.use('/webhooks/texts', webhook.express);
    const base = await listen(app);
    const { secret, ticket } = await invite();
    const given = parametersOf(secret);
    const post = (signature: string, body = new URLSearchParams(given).toString()) =>
      fetch(`${base}/webhooks/texts`, {
        method: 'POST',
        headers: { 'content-type': FORM, 'x-twilio-signature': signature },
        body,
      });
    expect((await post('A'.repeat(28))).status).toBe(403);
    const twice = await post(signatureOf(given), `${new URLSearchParams(given).toString()}&From=1`);
    expect(twice.status).toBe(400);
    expect(store.calls).toEqual([]);
    const response = await post(signatureOf(given));
    expect([response.status, await response.text()]).toEqual([200, EMPTY]);
    expect((await take(ticket)).ok).toBe(true);
  });
});
