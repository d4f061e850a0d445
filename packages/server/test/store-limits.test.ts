import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../src/memory-store/memory-store.js';
import { defineSender } from '../src/sender.js';
import { freshPhone, germanPhone } from './support/phones.js';
import { createTestGate, facts, permitOf, refused, TestClock, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const send = defineSender({ name: 'test', channels: ['sms'], segments: () => 1, send: async () => 'sent' });

describe('a memory store that is full', () => {
  async function setUp(maxEntries: number) {
    const clock = new TestClock();
    const store = createMemoryStore({ clock: clock.read, maxEntries });
    const { gate } = createTestGate({ store, clock: clock.read, work: { p: 1, k: 1 } });
    const tokenFor = async (phone?: string) => (await Visitor.at(gate)).token(phone === undefined ? {} : { phone });
    return { gate, clock, tokenFor };
  }

  // A text has five meters here, those of the site, its pool, block, range and network, and asks for room for eight.

  it('refuses new tokens rather than forgetting used ones', async () => {
    const { gate, tokenFor } = await setUp(14);
    const phones = [0, 1, 2, 3].map((range) => germanPhone({ range }));
    const tokens = await Promise.all(phones.map((phone) => tokenFor(phone)));
    const asked = phones.map((phone, at) => facts(tokens[at], { phone }));
    for (const one of asked.slice(0, 3)) permitOf(await gate.admit(one));
    for (let turn = 0; turn < 5; turn++) {
      const verdict = refused(await gate.admit(asked[3]!));
      expect(verdict).toMatchObject({ kind: 'step-up', code: 'store-unavailable', ways: WAYS });
    }
    for (const one of asked.slice(0, 3)) expect(refused(await gate.admit(one)).code).toBe('token-used');
  });

  it('still claims, settles and repeats what it holds', async () => {
    const { gate, tokenFor } = await setUp(8);
    const asked = facts(await tokenFor(), { idempotencyKey: 'a' });
    const permit = permitOf(await gate.admit(asked));
    const phone = freshPhone();
    expect(refused(await gate.admit(facts(await tokenFor(phone), { phone }))).code).toBe('store-unavailable');
    expect(permitOf(await gate.admit(asked)).id).toBe(permit.id);
    expect(await send(permit, '')).toBe('sent');
    expect(await gate.report({ permitId: permit.id, outcome: 'verified' })).toEqual({ ok: true });
  });

  it('has room again once redemptions have passed', async () => {
    const { gate, clock, tokenFor } = await setUp(13);
    permitOf(await gate.admit(facts(await tokenFor())));
    // Right tokens that came too soon are redeemed as well: so often may they come again.
    for (let turn = 0; turn < 12; turn++) {
      expect(refused(await gate.admit(facts(await tokenFor()))).code).toBe('number-spacing');
    }
    expect(refused(await gate.admit(facts(await tokenFor()))).code).toBe('store-unavailable');
    clock.advanceSec(960 + 60);
    permitOf(await gate.admit(facts(await tokenFor())));
  });

  it('keeps texts that went out for as long as they count in a day', async () => {
    const { gate, clock, tokenFor } = await setUp(9);
    await send(permitOf(await gate.admit(facts(await tokenFor()))), '');
    clock.advanceSec(25 * 3_600);
    expect(refused(await gate.admit(facts(await tokenFor()))).code).toBe('store-unavailable');
    clock.advanceSec(3_600 + 60);
    permitOf(await gate.admit(facts(await tokenFor())));
  });
});

describe('a store that does not answer', () => {
  it('is a verdict, and the token is still good once it answers', async () => {
    const { gate, store, events } = createTestGate();
    const visitor = await Visitor.at(gate);
    const token = await visitor.token();
    store.down.add('admit');
    const verdict = refused(await gate.admit(facts(token)));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'store-unavailable', ways: WAYS });
    // What was proven and what the text would cost is known all the same.
    expect(verdict.cost).toMatchObject({ work: { hashes: 4 }, price: { prefix: '49' } });
    expect(verdict.cost.exposure).toBeUndefined();
    expect(JSON.stringify(verdict)).not.toContain('the store is down');
    expect(events.at(-1)?.verdict).toBe(verdict);
    store.down.clear();
    expect(permitOf(await gate.admit(facts(token))).action).toBe('signup');
  });

  it('does not keep challenges from being handed out', async () => {
    const { gate, store } = createTestGate();
    for (const operation of ['admit', 'claim', 'settle', 'report'] as const) store.down.add(operation);
    const visitor = await Visitor.at(gate);
    expect((await visitor.ask({ phone: '+4915112345678' })).status).toBe(200);
    expect(store.calls).toEqual([]);
  });

  it('makes gate.report reject with store-unavailable and its cause', async () => {
    const { gate, store } = createTestGate();
    store.down.add('report');
    const report = gate.report({ phone: '+4915112345678', outcome: 'verified' });
    await expect(report).rejects.toMatchObject({
      name: 'TollgateError',
      code: 'store-unavailable',
      cause: expect.any(Error) as Error,
    });
  });
});

describe('the store’s clock', () => {
  it('that goes back an hour gives no room, no second use and no longer hold', async () => {
    const prices = { asOf: '2026-01-01', smsUsd: { '49': 0.1 } };
    const { gate, clock } = createTestGate({ prices, countries: { DE: { perDayUsd: 4 } }, work: { p: 1, k: 1 } });
    const ask = async () => {
      const phone = freshPhone();
      return gate.admit(facts(await (await Visitor.at(gate)).token({ phone }), { phone }));
    };
    // Cold devices may have $0.45 of the $0.50 that an hour may add to what is out.
    for (let turn = 0; turn < 3; turn++) await send(permitOf(await ask()), '');
    const held = permitOf(await ask());
    clock.advanceSec(-3_600);
    // Redemptions of that time may be forgotten already.
    expect(refused(await ask()).code).toBe('store-unavailable');
    expect(await send(held, '')).toBe('sent');
    clock.advanceSec(3_600 - 120);
    expect(refused(await ask()).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
  });

  it('that went a day ahead expires every hold, and does not bring it back when it returns', async () => {
    const { gate, clock } = createTestGate({ work: { p: 1, k: 1 } });
    const visitor = await Visitor.at(gate);
    const held = permitOf(await gate.admit(facts(await visitor.token())));
    clock.advanceSec(86_400);
    await gate.admit(facts(await visitor.token()));
    clock.advanceSec(-86_400);
    await expect(send(held, '')).rejects.toMatchObject({
      code: expect.stringMatching(/^permit-(expired|unknown)$/) as string,
    });
  });
});
