import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { createTwilioSender, type TwilioSenderOptions } from '../src/twilio.js';
import type { Facts } from '../src/facts.js';
import { closeServers, listen } from './support/local-server.js';
import { freshPhone } from './support/phones.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, permitOf } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

afterEach(closeServers);

const ACCOUNT = `AC${'0'.repeat(32)}`;
const AUTH_TOKEN = 'a secret of the account';
const VERIFY = `VA${'1'.repeat(32)}`;

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}
type Mode = number | 'hang' | 'reset';

/** A local stand-in of Twilio's API that answers every request with one status. */
async function setUp(mode: Mode = 201, change: Partial<TwilioSenderOptions> = {}, problem?: object) {
  const received: Received[] = [];
  const baseUrl = await listen((request, response) => {
    let body = '';
    request.on('data', (data) => (body += String(data)));
    request.on('end', () => {
      const { method, url: path, headers } = request;
      const parameters = Object.fromEntries(new URLSearchParams(body));
      received.push({ method, path, authorization: headers.authorization, parameters });
      if (mode === 'hang') return;
      if (mode === 'reset') {
        request.socket.destroy();
        return;
      }
      const location = mode >= 300 && mode < 400 ? { location: `${baseUrl}/elsewhere` } : {};
      response.writeHead(mode, { 'content-type': 'application/json', ...location });
      const good = { sid: 'SM1', status: path?.includes('/Verifications') ? 'pending' : 'queued' };
      response.end(JSON.stringify(mode < 300 ? good : (problem ?? { code: 21211, message: 'refused', status: mode })));
    });
  });
  const setup = createTestGate();
  const visitor = await Visitor.at(setup.gate);
  const options = {
    accountSid: ACCOUNT,
    authToken: AUTH_TOKEN,
    gate: setup.gate,
    from: '+15005550006',
    verifyServiceSid: VERIFY,
    baseUrl,
  };
  const sender = createTwilioSender({ ...options, ...change });
  const grant = async (overrides: Partial<Facts> = {}) => {
    // A permit that nobody claimed for so long leaves its number and its range as they were.
    setup.clock.advanceSec(150);
    const token = await visitor.token({ channel: overrides.channel ?? 'sms' });
    return permitOf(await setup.gate.admit(facts(token, overrides)));
  };
  const textsOut = async () => {
    const phone = freshPhone();
    const { cost } = await setup.gate.admit(facts(await visitor.token({ phone }), { phone }));
    return (cost.exposure?.usedMicroUsd ?? NaN) / (cost.price?.microUsd ?? NaN);
  };
  return { ...setup, received, sender, grant, textsOut };
}

describe('Twilio’s sender', () => {
  it('texts the permit’s number, once, signed in as the account', async () => {
    const { sender, grant, received, textsOut } = await setUp();
    expect(await sender.sendSms(await grant(), { text: 'Your code is 123456' })).toEqual({
      sid: 'SM1',
      status: 'queued',
    });
    expect(received).toEqual([
      {
        method: 'POST',
        path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        authorization: `Basic ${Buffer.from(`${ACCOUNT}:${AUTH_TOKEN}`).toString('base64')}`,
        parameters: { To: DE_PHONE, From: '+15005550006', Body: 'Your code is 123456' },
      },
    ]);
    expect(await textsOut()).toBe(1);
  });

  it('texts through a messaging service where one is given', async () => {
    const { sender, grant, received } = await setUp(201, { messagingServiceSid: 'MG1' });
    await sender.sendSms(await grant(), { text: 'x' });
    expect(received[0]?.parameters).toEqual({ To: DE_PHONE, MessagingServiceSid: 'MG1', Body: 'x' });
  });

  it.each([
    ['sms', 'sms'],
    ['voice', 'call'],
  ] as const)('lets Verify send a code by %s', async (channel, name) => {
    const { sender, grant, received } = await setUp();
    const receipt = await sender.startVerification(await grant({ channel }), { locale: 'de' });
    expect(receipt).toEqual({ sid: 'SM1', status: 'pending' });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      path: `/v2/Services/${VERIFY}/Verifications`,
      parameters: { To: DE_PHONE, Channel: name, Locale: 'de' },
    });
  });

  it('refuses what is no permit, or not for this, before any request', async () => {
    const { sender, grant, received, store } = await setUp();
    const other = await setUp();
    const forged = Object.assign({}, await grant());
    const attempts = [
      [() => sender.sendSms(forged, { text: 'x' }), { name: 'TypeError' }],
      [async () => sender.sendSms(await other.grant(), { text: 'x' }), { code: 'permit-foreign' }],
      [
        async () => sender.sendSms(await grant({ channel: 'voice' }), { text: 'x' }),
        { code: 'permit-channel-mismatch' },
      ],
      [async () => sender.sendSms(await grant(), { text: 'x'.repeat(161) }), { code: 'permit-segments-exceeded' }],
      [
        async () => sender.sendSms(await grant(), { text: 'x' }, { phone: OTHER_DE_PHONE }),
        { code: 'permit-number-mismatch' },
      ],
      [
        async () => sender.sendSms(await grant(), { text: 'x' }, { action: 'login' }),
        { code: 'permit-action-mismatch' },
      ],
      [async () => sender.startVerification(await grant(), { segments: 2 }), { code: 'permit-segments-exceeded' }],
      [async () => sender.startVerification(await grant(), { segments: 0 }), { code: 'permit-segments-exceeded' }],
      [
        async () => sender.sendSms(await grant(), { text: '' }),
        { code: expect.stringMatching(/^(text-empty|permit-segments-exceeded)$/) as string },
      ],
    ] as const;
    for (const [attempt, error] of attempts) await expect.soft(attempt()).rejects.toMatchObject(error);
    expect(received).toEqual([]);
    expect(store.count('claim')).toBe(0);
  });

  it('texts one permit once, also 50 times at once', async () => {
    const { sender, grant, received } = await setUp();
    const permit = await grant();
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => sender.sendSms(permit, { text: 'x' })));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(received).toHaveLength(1);
  });
});

describe('when Twilio does not take the text', () => {
  it.each<[Mode, number]>([
    [400, 0],
    [401, 0],
    [404, 0],
    [429, 0],
    [408, 1],
    [500, 1],
    [503, 1],
    [307, 1],
    ['reset', 1],
    ['hang', 1],
  ])('%s: the error says so, it is asked once, and %i texts count', async (mode, texts) => {
    const { sender, grant, received, textsOut } = await setUp(mode, { timeoutMs: 200 });
    for (const send of [(permit: never) => sender.sendSms(permit, { text: 'x' })]) {
      const failure: unknown = await send((await grant()) as never).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Error);
      expect((failure as Error).name).toBe('ProviderError');
      expect(secretsIn(failure)).toEqual([]);
      if (typeof mode === 'number') expect(failure).toMatchObject({ status: mode });
    }
    expect(received).toHaveLength(1);
    expect(await textsOut()).toBe(texts);
  });

  it('neither does Verify', async () => {
    for (const [mode, texts] of [
      [429, 0],
      [500, 1],
    ] as const) {
      const { sender, grant, received, textsOut } = await setUp(mode);
      await expect(sender.startVerification(await grant())).rejects.toMatchObject({ status: mode });
      expect(received).toHaveLength(1);
      expect(await textsOut()).toBe(texts);
    }
  });
});

/** What must be in no error, however deeply it is printed: credentials, numbers, texts. */
function secretsIn(error: unknown): string[] {
  const printed = `${inspect(error, { depth: 20, showHidden: true, getters: true })}${JSON.stringify(error)}${String(error)}`;
  const basic = Buffer.from(`${ACCOUNT}:${AUTH_TOKEN}`).toString('base64');
  return [AUTH_TOKEN, basic, DE_PHONE, DE_PHONE.slice(1)].filter((secret) => printed.includes(secret));
}

describe('Twilio Verify’s check', () => {
  it('asks whether a code is right, and texts nobody', async () => {
    const { sender, received } = await setUp();
    expect(await sender.checkVerification({ phone: DE_PHONE, code: '123456' })).toBe(false);
    expect(received).toMatchObject([
      { path: `/v2/Services/${VERIFY}/VerificationCheck`, parameters: { To: DE_PHONE, Code: '123456' } },
    ]);
  });
});

describe('Twilio’s other kind of error', () => {
  it.each([400, 500])('with status %i is an answer, holds no secret, and proves no refusal', async (mode) => {
    const { sender, grant, textsOut } = await setUp(
      mode,
      {},
      { type: 'about:blank', title: 'no', status: mode, code: 21211 },
    );
    const failure: unknown = await sender.sendSms(await grant(), { text: 'x' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider-failed', status: mode });
    expect(secretsIn(failure)).toEqual([]);
    expect(await textsOut()).toBe(1);
  });

  it('for a verification it has forgotten means that no code is right', async () => {
    const { sender } = await setUp(404);
    expect(await sender.checkVerification({ phone: DE_PHONE, code: '123456' })).toBe(false);
    const busy = await setUp(429);
    const check = busy.sender.checkVerification({ phone: DE_PHONE, code: '123456' });
    await expect(check).rejects.toMatchObject({ code: 'provider-refused', status: 429 });
  });
});

describe('Twilio’s options', () => {
  const { gate } = createTestGate();
  const good = { accountSid: ACCOUNT, authToken: AUTH_TOKEN, gate, from: '+15005550006' };

  it.each<[string, object]>([
    ['accountSid', { accountSid: undefined }],
    ['accountSid', { accountSid: '' }],
    ['authToken', { authToken: 5 }],
    ['gate', { gate: undefined }],
    ['gate', { gate: null }],
    ['from', { from: undefined }],
    ['from', { from: 5 }],
    ['verifyServiceSid', { verifyServiceSid: 5 }],
    ['baseUrl', { baseUrl: 5 }],
    ['region', { region: 'ie1' }],
  ])('%s: is refused by name: %j', (name, change) => {
    const create = () => createTwilioSender({ ...good, ...change });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(`"${name}"`);
  });

  it.each([0, -1, 1.5, NaN, 120_001])('timeoutMs of %s is a RangeError', (timeoutMs) => {
    expect(() => createTwilioSender({ ...good, timeoutMs })).toThrow(RangeError);
  });

  it('that a call needs are asked for before anything is claimed', async () => {
    const { sender, grant, store } = await setUp(201, { verifyServiceSid: undefined } as never);
    await expect(sender.startVerification(await grant())).rejects.toThrow('"verifyServiceSid"');
    expect(store.count('claim')).toBe(0);
  });
});

describe('Twilio’s raw client', () => {
  it('is not reachable from the sender, nor is the account’s secret', async () => {
    const { sender } = await setUp();
    const seen = new Set<unknown>();
    const texts: string[] = [];
    const walk = (value: unknown): void => {
      if (typeof value === 'string') texts.push(value);
      const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
      if (!isObject || seen.has(value) || value === Object.prototype || value === Function.prototype) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        const inside: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
        walk(inside);
      }
      walk(Object.getPrototypeOf(value));
    };
    walk(sender);
    expect(Object.keys(sender)).toEqual(['sendSms', 'startVerification', 'checkVerification']);
    expect(texts.join()).not.toContain(AUTH_TOKEN);
    for (const value of seen) expect(value).not.toHaveProperty('messages');
  });
});
