import { createHeadlessClient } from '@tollgate/client/headless';
import { createGate, defineSender } from '@tollgate/server';
import { describe, expect, it } from 'vitest';

const PHONE = '+4915112345678';
const ORIGIN = 'app:shop';
const START_MS = 1_767_225_600_000;

const send = defineSender({ name: 'test', channels: ['sms'], segments: () => 1, send: async () => 'sent' });

/** A shop, and an app in front of it, on a clock of their own. */
function setUp() {
  let nowMs = START_MS;
  const gate = createGate({
    site: 'shop',
    secrets: [{ kid: 'k1', secret: 'a secret of thirty-two bytes, or more' }],
    hashSecret: 'another secret of thirty-two bytes',
    origins: [ORIGIN],
    actions: ['resend'],
    countries: { DE: { perDayUsd: 50 } },
    elsewhere: 'refuse',
    cap: { hourUsd: 100, dayUsd: 300, monthUsd: 9_000 },
    stepUp: ['email'],
    work: { p: 64, k: 2 },
    clock: () => nowMs,
    log: () => undefined,
  });
  const client = createHeadlessClient({
    endpoint: 'https://shop.example/tollgate',
    action: 'resend',
    origin: ORIGIN,
    fetch: (url, init) => gate.handle(new Request(url, init), { ip: '203.0.113.7' }),
  });
  const resend = async (token: string) => {
    const facts = { token, phone: PHONE, action: 'resend', origin: ORIGIN, ip: '203.0.113.7', headers: {} };
    const { verdict } = await gate.send(facts, (permit) => send(permit, undefined));
    return verdict;
  };
  return { client, resend, pass: (seconds: number) => void (nowMs += seconds * 1_000) };
}

describe('the proof of a resend', () => {
  it('is solved while its wait lasts, and is good when that is over: 30, then 60 s', async () => {
    const { client, resend, pass } = setUp();
    let token = await client.token({ phone: PHONE });
    for (const expected of [30, 60]) {
      const verdict = await resend(token);
      expect(verdict).toMatchObject({ kind: 'allow', resendAfterSec: expected });
      // The page has it before the countdown ends.
      token = await client.token({ phone: PHONE });
      pass(expected);
    }
    expect(await resend(token)).toMatchObject({ kind: 'allow' });
  });

  it('that comes too early is told how long to wait, and is good afterwards', async () => {
    const { client, resend, pass } = setUp();
    await resend(await client.token({ phone: PHONE }));
    const token = await client.token({ phone: PHONE });
    pass(20);
    expect(await resend(token)).toMatchObject({ kind: 'delay', retryAfterSec: 10, ways: ['email'] });
    pass(10);
    expect(await resend(token)).toMatchObject({ kind: 'allow', resendAfterSec: 60 });
  });

  it('is no longer good after 15 minutes', async () => {
    const { client, resend, pass } = setUp();
    const token = await client.token({ phone: PHONE });
    pass(899);
    expect(await resend(token)).toMatchObject({ kind: 'allow' });
    const late = await client.token({ phone: PHONE });
    pass(900);
    expect(await resend(late)).toMatchObject({ kind: 'deny', code: 'challenge-expired' });
  });
});
