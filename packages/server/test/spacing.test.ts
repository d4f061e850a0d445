import { describe, expect, it } from 'vitest';
import { verdictReply } from '../src/verdict-reply.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { refusing } from './support/refusing-sender.js';
import { allowed, facts, permitOf, refused, START_MS, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const PHONE = freshPhone();

/** Germany has $160 a day: its ranges have room for more texts than one number gets. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 160 } },
    cap: { hourUsd: 100, dayUsd: 400, monthUsd: 12_000 },
  });
  const at = (seconds: number) => void (setup.clock.nowMs = START_MS + seconds * 1_000);
  /** After how many seconds the number may be asked for again; 0 where it was allowed. */
  const wait = async (asking = {}) => {
    const verdict = await setup.ask({ phone: PHONE, ...asking });
    if (verdict.kind === 'allow') return 0;
    const spaced = { kind: 'delay', code: 'number-spacing', reasons: ['number-spacing'], ways: WAYS };
    expect(verdict).toMatchObject(spaced);
    return verdict.retryAfterSec;
  };
  return { ...setup, at, wait };
}

describe('an allow', () => {
  it('says when the next text to its number is possible, in seconds, for the page to count down', async () => {
    const { ask, at } = setUp();
    let seconds = 0;
    for (const expected of [30, 60, 510, 120]) {
      const { resendAfterSec, permit } = allowed(await ask({ phone: PHONE }));
      await send(permit, '');
      expect(resendAfterSec).toBe(expected);
      at((seconds += resendAfterSec));
    }
  });

  it('says it anew to whoever comes again with its idempotency key', async () => {
    const { gate, at } = setUp();
    const token = await (await Visitor.at(gate)).token({ phone: PHONE });
    const given = facts(token, { phone: PHONE, idempotencyKey: 'one' });
    expect((await gate.send(given, (permit) => send(permit, ''))).verdict).toMatchObject({ resendAfterSec: 30 });
    at(12);
    expect((await gate.send(given, (permit) => send(permit, ''))).verdict).toMatchObject({ resendAfterSec: 18 });
  });
});

describe('a number', () => {
  it('needs 30 s, then 60 s, then 120 s between texts, whichever device asks', async () => {
    const { text, at, wait } = setUp();
    const [first, second] = [0, 30];
    await text({ phone: PHONE });
    expect(await wait()).toBe(30);
    at(first + 29.5);
    expect(await wait()).toBe(1);
    at(second);
    await text({ phone: PHONE });
    expect(await wait()).toBe(60);
    at(second + 59);
    expect(await wait()).toBe(1);
    // The fourth comes when ten minutes have passed since the first, the fifth 120 s after it.
    for (const seconds of [90, 600]) {
      at(seconds);
      await text({ phone: PHONE });
    }
    expect(await wait()).toBe(120);
  });

  it('gets 3 texts in ten minutes and 5 in an hour', async () => {
    const { text, at, wait } = setUp();
    for (const seconds of [0, 30, 90]) {
      at(seconds);
      await text({ phone: PHONE });
    }
    expect(await wait()).toBe(510);
    at(599);
    expect(await wait()).toBe(1);
    for (const seconds of [600, 720]) {
      at(seconds);
      await text({ phone: PHONE });
    }
    expect(await wait()).toBe(2_880);
    at(3_599);
    expect(await wait()).toBe(1);
    at(3_600);
    expect(await wait()).toBe(0);
  });

  it('is told when to ask again, in the answer as well', async () => {
    const { text, ask } = setUp();
    await text({ phone: PHONE });
    const reply = verdictReply(refused(await ask({ phone: PHONE })));
    expect(reply).toMatchObject({ status: 429, body: { code: 'try-later', retryAfterSec: 30 } });
    expect(reply.headers['retry-after']).toBe('30');
  });

  it('waits although it is known, and its outcomes change nothing of it', async () => {
    const { text, report, wait } = setUp();
    await report([await text({ phone: PHONE, known: true })], 'trusted');
    expect(await wait({ known: true })).toBe(30);
    expect(await wait()).toBe(30);
    expect(await wait({ phone: freshPhone() })).toBe(0);
  });

  it('does not wait for what was held and never claimed, nor for what the provider refused', async () => {
    const { ask, at, wait } = setUp();
    for (const seconds of [0, 30, 90]) {
      at(seconds);
      permitOf(await ask({ phone: PHONE }));
    }
    expect(await wait()).toBe(510);
    at(210);
    await expect(refusing(permitOf(await ask({ phone: PHONE })), '')).rejects.toThrow('refused');
    expect(await wait()).toBe(0);
  });

  it('that was asked for too soon keeps its token, five times in all', async () => {
    const { gate, text, clock } = setUp();
    await text({ phone: PHONE });
    const token = await (await Visitor.at(gate)).token({ phone: PHONE });
    const admit = () => gate.admit(facts(token, { phone: PHONE }));
    for (let turn = 0; turn < 4; turn++) expect((await admit()).code).toBe('number-spacing');
    clock.advanceSec(30);
    permitOf(await admit());
    const other = await (await Visitor.at(gate)).token({ phone: PHONE });
    for (let turn = 0; turn < 5; turn++) {
      expect((await gate.admit(facts(other, { phone: PHONE }))).code).toBe('number-spacing');
    }
    clock.advanceSec(60);
    expect((await gate.admit(facts(other, { phone: PHONE }))).code).toBe('token-used');
  });
});

describe('a device', () => {
  async function setUpDevice() {
    const setup = setUp();
    const by = await Visitor.at(setup.gate);
    const code = async (asking = {}) => (await setup.ask({ by, ...asking })).code;
    return { ...setup, by, code };
  }

  it('has two numbers open at once, for an hour', async () => {
    const { by, ask, text, code, at } = await setUpDevice();
    for (let turn = 0; turn < 2; turn++) await text({ by });
    const verdict = refused(await ask({ by }));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'device-exhausted', reasons: ['device-exhausted'] });
    expect(verdict.ways).toEqual(WAYS);
    expect((await ask()).kind).toBe('allow');
    at(3_599);
    expect(await code()).toBe('device-exhausted');
    at(3_600);
    expect(await code()).toBeUndefined();
  });

  it('may have one of its two texted again', async () => {
    const { by, text, code, clock } = await setUpDevice();
    for (const phone of [PHONE, freshPhone()]) await text({ by, phone });
    clock.advanceSec(30);
    expect(await code({ phone: PHONE })).toBeUndefined();
    expect(await code()).toBe('device-exhausted');
  });

  it.each<['verified' | 'trusted' | 'undelivered' | 'abandoned', string | undefined]>([
    ['verified', undefined],
    ['trusted', undefined],
    ['undelivered', 'device-exhausted'],
    ['abandoned', 'device-exhausted'],
  ])('whose text was %s is answered %s to a third number', async (outcome, expected) => {
    const { by, textEach, report, code } = await setUpDevice();
    const sent = await textEach(2, () => ({ by }));
    await report(sent.slice(0, 1), outcome);
    expect(await code()).toBe(expected);
  });

  it('has its numbers back that were held only, or refused by the provider', async () => {
    const { by, ask, code, clock } = await setUpDevice();
    for (let turn = 0; turn < 2; turn++) {
      await expect(refusing(permitOf(await ask({ by })), '')).rejects.toThrow('refused');
    }
    for (let turn = 0; turn < 2; turn++) permitOf(await ask({ by }));
    expect(await code()).toBe('device-exhausted');
    clock.advanceSec(120);
    expect(await code()).toBeUndefined();
  });

  it('has five unverified texts a day, also to known numbers', async () => {
    const { by, text, report, code, at } = await setUpDevice();
    const sent = [];
    for (let hour = 0; hour < 5; hour++) {
      at(hour * 3_600);
      sent.push(await text({ by, known: hour % 2 === 1 }));
    }
    at(24 * 3_600 - 1);
    for (const known of [false, true]) expect(await code({ known })).toBe('device-exhausted');
    await report(sent.slice(4), 'verified');
    await text({ by });
    expect(await code()).toBe('device-exhausted');
    at(24 * 3_600);
    expect(await code()).toBeUndefined();
  });
});
