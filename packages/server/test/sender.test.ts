import { describe, expect, it, vi } from 'vitest';
import { defineSender } from '../src/sender.js';
import { type Definition, setUpSender, type Text } from './support/sender-setup.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, permitOf } from './support/test-gate.js';

describe('a sender that is defined wrongly is refused by name', () => {
  const good = { name: 'test', channels: ['sms'], segments: () => 1, send: async () => '' };

  it.each<[string, unknown]>([
    ['name', undefined],
    ['name', ''],
    ['name', 5],
    ['channels', undefined],
    ['channels', []],
    ['channels', 'sms'],
    ['channels', ['fax']],
    ['channels', ['sms', 'fax']],
    ['segments', undefined],
    ['segments', 1],
    ['send', undefined],
    ['refused', 'always'],
    ['refused', null],
    ['gate', null],
    ['gate', 'gate'],
    ['retries', 3],
  ])('%s: %j', (name, value) => {
    const define = () => defineSender({ ...good, [name]: value } as never);
    expect(define).toThrow(TypeError);
    expect(define).toThrow(name);
  });
});

describe('a sender hands over', () => {
  it('what the permit says, once, and answers what the provider answered', async () => {
    const { send, provider, grant, store } = await setUpSender();
    const permit = await grant();
    expect(await send(permit, { segments: 1 })).toBe(`receipt of ${permit.id}`);
    const delivery = { phone: DE_PHONE, channel: 'sms', action: 'signup', permitId: permit.id };
    expect(provider.mock.calls).toEqual([[delivery, { segments: 1 }]]);
    expect(store.calls).toEqual(['admit', 'claim', 'settle']);
  });

  it('what the caller expected as well', async () => {
    const { send, grant } = await setUpSender();
    const permit = await grant();
    const expected = { phone: DE_PHONE, action: 'signup', channel: 'sms' } as const;
    expect(await send(permit, { segments: 1 }, expected)).toBe(`receipt of ${permit.id}`);
  });
});

describe('a sender refuses before anything is claimed', () => {
  it('and says which sender refused which permit, and why', async () => {
    const { send, grant } = await setUpSender();
    const permit = await grant();
    const refusals = [
      send(permit, { segments: 1 }, { action: 'login' }),
      send(permit, { segments: 1 }).then(() => send(permit, { segments: 1 })),
    ];
    for (const [at, code] of ['permit-action-mismatch', 'permit-claimed'].entries()) {
      const message = expect.stringMatching(`refused permit ${permit.id}: ${code}$`) as string;
      await expect(refusals[at]).rejects.toMatchObject({ message });
    }
  });

  it.each([2, 11, NaN, Infinity, 0, -1, 0.5, undefined, null, '1', {}])(
    'a text of %s segments on a permit of one',
    async (segments) => {
      const { send, provider, grant, store } = await setUpSender();
      await expect(send(await grant(), { segments } as Text)).rejects.toMatchObject({
        code: 'permit-segments-exceeded',
      });
      expect(provider).not.toHaveBeenCalled();
      expect(store.calls).toEqual(['admit']);
    },
  );

  it.each([
    ['permit-number-mismatch', { phone: OTHER_DE_PHONE }],
    ['permit-number-mismatch', { phone: '' }],
    ['permit-action-mismatch', { action: 'login' }],
    ['permit-channel-mismatch', { channel: 'voice' }],
  ] as const)('%s: another expectation of the caller', async (code, expected) => {
    const { send, provider, grant, store } = await setUpSender();
    await expect(send(await grant(), { segments: 1 }, expected)).rejects.toMatchObject({ name: 'TollgateError', code });
    expect(provider).not.toHaveBeenCalled();
    expect(store.count('claim')).toBe(0);
  });

  it('a channel that it does not have, although nobody expected one', async () => {
    const { send, gate, visitor, store } = await setUpSender();
    const permit = permitOf(await gate.admit(facts(await visitor.token({ channel: 'voice' }), { channel: 'voice' })));
    await expect(send(permit, { segments: 1 })).rejects.toMatchObject({ code: 'permit-channel-mismatch' });
    expect(store.count('claim')).toBe(0);
  });

  it('another gate’s permit, also one of the same site and store', async () => {
    const { gate, store, clock, grant } = await setUpSender();
    const twin = createTestGate({ store, clock: clock.read });
    const provider = vi.fn<Definition['send']>(async () => '');
    const send = defineSender<Text, string>({
      name: 'x',
      channels: ['sms'],
      segments: () => 1,
      send: provider,
      gate: twin.gate,
    });
    await expect(send(await grant(), { segments: 1 })).rejects.toMatchObject({ code: 'permit-foreign' });
    expect(provider).not.toHaveBeenCalled();
    const opened = await twin.gate.openPermit(await (await grant(1, OTHER_DE_PHONE)).seal(), { phone: OTHER_DE_PHONE });
    expect(opened.ok && (await send(opened.value, { segments: 1 }))).toBe('');
    expect(gate.site).toBe(twin.gate.site);
  });

  it('when its own count of segments throws', async () => {
    const { send, grant, store } = await setUpSender({
      segments: () => {
        throw new Error('no text');
      },
    });
    await expect(send(await grant(), { segments: 1 })).rejects.toThrow('no text');
    expect(store.calls).toEqual(['admit']);
  });

  it('and the permit is as good as before', async () => {
    const { send, grant, provider } = await setUpSender();
    const permit = await grant();
    await expect(send(permit, { segments: 2 })).rejects.toThrow();
    await expect(send(permit, { segments: 1 }, { action: 'login' })).rejects.toThrow();
    await send(permit, { segments: 1 });
    expect(provider).toHaveBeenCalledTimes(1);
  });
});
