import { describe, expect, it, vi } from 'vitest';
import type { Facts } from '../src/facts.js';
import type { Permit } from '../src/permit.js';
import { defineSender } from '../src/sender.js';
import { verdictReply } from '../src/verdict-reply.js';
import { recordOf } from '../src/verdict.js';
import { createTestGate, facts, OTHER_DE_PHONE, permitOf, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const key = { idempotencyKey: 'order 17' };

async function setUp() {
  const setup = createTestGate();
  const visitor = await Visitor.at(setup.gate);
  const token = await visitor.token();
  const provider = vi.fn<() => Promise<string>>(async () => 'receipt');
  const text = defineSender({
    name: 'test',
    channels: ['sms'],
    segments: () => 1,
    send: () => provider(),
    refused: (error) => (error as Error).message === 'refused',
  });
  const callback = vi.fn((permit: Permit) => text(permit, ''));
  const send = (overrides: Partial<Facts> = {}) => setup.gate.send(facts(token, overrides), callback);
  return { ...setup, visitor, token, provider, text, callback, send };
}

describe('gate.send', () => {
  it('admits, hands over the permit, and resolves to verdict and result', async () => {
    const { send, callback, store, events } = await setUp();
    const { verdict, result } = await send();
    expect(result).toBe('receipt');
    expect(callback.mock.calls).toEqual([[permitOf(verdict)]]);
    expect(store.calls).toEqual(['admit', 'claim', 'settle']);
    expect(events.map((event) => event.verdict)).toEqual([recordOf(verdict)]);
  });

  it('does not call back where the verdict is anything but allow', async () => {
    const { gate, visitor, callback, store, events } = await setUp();
    const unpriced = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    const kinds: string[] = [];
    for (const given of [facts(undefined), facts('x'), facts(unpriced), null as never]) {
      const sent = await gate.send(given, callback);
      expect(sent).not.toHaveProperty('result');
      kinds.push(sent.verdict.kind);
    }
    expect(kinds).toEqual(['step-up', 'deny', 'work', 'deny']);
    expect(callback).not.toHaveBeenCalled();
    expect(store.calls).toEqual([]);
    expect(events).toHaveLength(4);
  });

  it('does not call back when the store is down', async () => {
    const { send, callback, store } = await setUp();
    store.down.add('admit');
    expect(refused((await send()).verdict).code).toBe('store-unavailable');
    expect(callback).not.toHaveBeenCalled();
  });

  it('rejects with permit-unused where the callback claimed nothing', async () => {
    const { gate, token } = await setUp();
    const sending = gate.send(facts(token), async () => 'texted past the gate');
    const message = 'the callback of gate.send claimed nothing: text through a sender';
    await expect(sending).rejects.toMatchObject({ name: 'TollgateError', code: 'permit-unused', message });
  });

  it('rejects with permit-unused where the callback claimed another permit than its own', async () => {
    const { gate, token, visitor, text } = await setUp();
    const phone = OTHER_DE_PHONE;
    const other = permitOf(await gate.admit(facts(await visitor.token({ phone }), { phone })));
    await expect(gate.send(facts(token), () => text(other, ''))).rejects.toMatchObject({ code: 'permit-unused' });
  });

  it('passes the callback’s own error through', async () => {
    const { send, provider, gate, token } = await setUp();
    const failure = new Error('provider down');
    provider.mockRejectedValueOnce(failure);
    await expect(send(key)).rejects.toBe(failure);
    const odd = new Error('before any claim');
    const thrower = () => Promise.reject(odd);
    const { visitor } = await setUp();
    expect((await gate.send(facts(token, key), thrower)).verdict.kind).toBe('allow');
    const phone = OTHER_DE_PHONE;
    const elsewhere = facts(await visitor.visit(gate).token({ phone }), { phone });
    await expect(gate.send(elsewhere, thrower)).rejects.toBe(odd);
  });

  it('passes a sender’s refusal through, also with a key: it says nothing of another text on its way', async () => {
    const { send, store } = await setUp();
    store.down.add('claim');
    await expect(send(key)).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  it('passes the refusal of a second text with one permit through where there is no key', async () => {
    const { gate, token, text, provider } = await setUp();
    const twice = async (permit: Permit) => [await text(permit, ''), await text(permit, '')];
    await expect(gate.send(facts(token), twice)).rejects.toMatchObject({ code: 'permit-claimed' });
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('does not mind an onVerdict that throws', async () => {
    const { gate } = createTestGate({
      onVerdict: () => {
        throw new Error('log full');
      },
    });
    const visitor = await Visitor.at(gate);
    expect((await gate.admit(facts(await visitor.token()))).kind).toBe('allow');
  });
});

describe('gate.send without a key', () => {
  it('texts once for two quick clicks, and the second is a used token', async () => {
    const { send, provider } = await setUp();
    const sent = await Promise.all([send(), send()]);
    expect(provider).toHaveBeenCalledTimes(1);
    expect(sent.filter(({ result }) => result === 'receipt')).toHaveLength(1);
    expect(sent.map(({ verdict }) => verdict.code).filter((code) => code === 'token-used')).toHaveLength(1);
    expect(refused((await send()).verdict)).toMatchObject({ kind: 'deny', code: 'token-used' });
  });
});

describe('gate.send with a key', () => {
  it('texts once for two quick clicks, of which both are told of one permit', async () => {
    const { send, provider, store, gate, token } = await setUp();
    const verdicts = await Promise.all([gate.admit(facts(token, key)), gate.admit(facts(token, key))]);
    expect(new Set(verdicts.map((verdict) => permitOf(verdict).id)).size).toBe(1);
    expect((await send(key)).result).toBe('receipt');
    expect(await send(key)).not.toHaveProperty('result');
    expect(provider).toHaveBeenCalledTimes(1);
    expect(store.count('claim')).toBe(1);
  });

  it('of a permit that is being sent is in-progress: 409, ask again', async () => {
    const { send, provider, callback } = await setUp();
    const [receipt, asked] = [new Deferred<string>(), new Deferred<undefined>()];
    provider.mockImplementationOnce(() => {
      asked.resolve(undefined);
      return receipt.promise;
    });
    const first = send(key);
    await asked.promise;
    for (let turn = 0; turn < 3; turn++) {
      const verdict = refused((await send(key)).verdict);
      expect(verdict).toMatchObject({ kind: 'delay', code: 'in-progress', reasons: ['in-progress'], retryAfterSec: 1 });
      expect(verdict.cost.price?.prefix).toBe('49');
      const reply = verdictReply(verdict);
      expect(reply.status).toBe(409);
      expect(reply.headers['retry-after']).toBe('1');
      expect(reply.body).toEqual({ code: 'in-progress', retryAfterSec: 1 });
    }
    receipt.resolve('receipt');
    expect((await first).result).toBe('receipt');
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('whose text was accepted is allow again, without a second text', async () => {
    const { send, callback, provider } = await setUp();
    const first = await send(key);
    const second = await send(key);
    expect(permitOf(second.verdict).id).toBe(permitOf(first.verdict).id);
    expect(second).not.toHaveProperty('result');
    expect(callback).toHaveBeenCalledTimes(1);
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('whose text was refused by the provider is a used token', async () => {
    const { send, provider, callback } = await setUp();
    provider.mockRejectedValueOnce(new Error('refused'));
    await expect(send(key)).rejects.toThrow('refused');
    const again = refused((await send(key)).verdict);
    expect([again.code, again.cost.price?.prefix]).toEqual(['token-used', '49']);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('whose provider timed out is allow again, without a second text', async () => {
    const { send, provider } = await setUp();
    provider.mockRejectedValueOnce(new Error('timeout'));
    await expect(send(key)).rejects.toThrow('timeout');
    expect((await send(key)).verdict.kind).toBe('allow');
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('whose callback never claimed may try again with the same permit', async () => {
    const { gate, token, send } = await setUp();
    await expect(gate.send(facts(token, key), async () => undefined)).rejects.toMatchObject({ code: 'permit-unused' });
    expect((await send(key)).result).toBe('receipt');
  });

  it('of which 50 come at once texts once', async () => {
    const { send, provider } = await setUp();
    const sent = await Promise.all(Array.from({ length: 50 }, () => send(key)));
    expect(provider).toHaveBeenCalledTimes(1);
    expect(sent.filter(({ result }) => result === 'receipt')).toHaveLength(1);
    for (const { verdict } of sent) expect(['allow', 'delay']).toContain(verdict.kind);
  });

  it('of which two hold the permit at the same time texts once, and the other is in-progress', async () => {
    const { gate, token, text, provider } = await setUp();
    const [both, receipt] = [new Deferred<undefined>(), new Deferred<string>()];
    provider.mockReturnValueOnce(receipt.promise);
    let waiting = 0;
    const together = async (permit: Permit) => {
      if (++waiting === 2) both.resolve(undefined);
      await both.promise;
      return text(permit, '');
    };
    const sends = [1, 2].map(() => gate.send(facts(token, key), together));
    const loser = await Promise.race(sends);
    expect(refused(loser.verdict)).toMatchObject({ kind: 'delay', code: 'in-progress' });
    receipt.resolve('receipt');
    await Promise.all(sends);
    expect(provider).toHaveBeenCalledTimes(1);
  });
});

class Deferred<T> {
  resolve!: (value: T) => void;
  readonly promise = new Promise<T>((resolve) => (this.resolve = resolve));
}
