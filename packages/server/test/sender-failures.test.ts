import { inspect } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { setUpSender } from './support/sender-setup.js';
import { DE_PHONE, facts, OTHER_DE_PHONE, refused } from './support/test-gate.js';

describe('when the provider fails', () => {
  const failure = Object.assign(new Error('provider said no'), { status: 400 });
  const failing = { send: () => Promise.reject(failure) };

  it('its own error passes through unchanged', async () => {
    const { send, grant } = await setUpSender(failing);
    await expect(send(await grant(), { segments: 1 })).rejects.toBe(failure);
  });

  it('money comes back only if the error proves a refusal', async () => {
    for (const [refusedBy, texts] of [
      [() => true, 0],
      [() => false, 1],
      [undefined, 1],
    ] as const) {
      const { send, grant, textsOut } = await setUpSender({ ...failing, ...(refusedBy && { refused: refusedBy }) });
      await expect(send(await grant(), { segments: 1 })).rejects.toBe(failure);
      expect(await textsOut()).toBe(texts);
    }
  });

  it.each<[string, () => unknown]>([
    ['a promise, which is not yet an answer', async () => false],
    ['a text', () => 'no'],
    ['a number', () => 1],
  ])('money does not come back where "refused" answers %s', async (_, refusedBy) => {
    const { send, grant, textsOut } = await setUpSender({ ...failing, refused: refusedBy as () => boolean });
    await expect(send(await grant(), { segments: 1 })).rejects.toBe(failure);
    expect(await textsOut()).toBe(1);
  });

  it('and "refused" itself throws, the text counts and the provider’s error is what the caller sees', async () => {
    const { send, grant, textsOut, store } = await setUpSender({
      ...failing,
      refused: () => {
        throw new Error('oops');
      },
    });
    await expect(send(await grant(), { segments: 1 })).rejects.toBe(failure);
    expect(store.count('settle')).toBe(1);
    expect(await textsOut()).toBe(1);
  });

  it('it is not asked again, at once or later', async () => {
    const provider = vi.fn(() => Promise.reject(failure));
    const { send, grant } = await setUpSender({ send: provider });
    const permit = await grant();
    await expect(send(permit, { segments: 1 })).rejects.toBe(failure);
    await expect(send(permit, { segments: 1 })).rejects.toMatchObject({ code: 'permit-claimed' });
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('by throwing at once it is settled all the same', async () => {
    const { send, grant, store } = await setUpSender({
      send: () => {
        throw failure;
      },
    });
    await expect(send(await grant(), { segments: 1 })).rejects.toBe(failure);
    expect(store.calls).toEqual(['admit', 'claim', 'settle']);
  });
});

describe('when the store fails', () => {
  it('at the claim, nothing is sent', async () => {
    const { send, grant, provider, store } = await setUpSender();
    const permit = await grant();
    store.down.add('claim');
    const sending = send(permit, { segments: 1 });
    await expect(sending).rejects.toMatchObject({ code: 'store-unavailable', cause: expect.any(Error) as Error });
    expect(provider).not.toHaveBeenCalled();
    store.down.clear();
    await send(permit, { segments: 1 });
    expect(provider).toHaveBeenCalledTimes(1);
  });

  it('at the settlement, the text counts as sent and the receipt arrives', async () => {
    const { send, grant, store, textsOut } = await setUpSender();
    const permit = await grant();
    store.down.add('settle');
    expect(await send(permit, { segments: 1 })).toBe(`receipt of ${permit.id}`);
    store.down.clear();
    expect(await textsOut()).toBe(1);
  });

  it('at the settlement of a refusal, the text counts as sent', async () => {
    const failure = new Error('400');
    const { send, grant, store, textsOut } = await setUpSender({
      send: () => Promise.reject(failure),
      refused: () => true,
    });
    const permit = await grant();
    store.down.add('settle');
    await expect(send(permit, { segments: 1 })).rejects.toBe(failure);
    store.down.clear();
    expect(await textsOut()).toBe(1);
  });
});

describe('what a sender says', () => {
  it('never contains the number', async () => {
    const { send, grant, gate, visitor, store, events } = await setUpSender();
    const permit = await grant();
    const errors: unknown[] = [];
    for (const expected of [{ phone: OTHER_DE_PHONE }, { action: 'login' }]) {
      await send(permit, { segments: 1 }, expected).catch((error: unknown) => errors.push(error));
    }
    store.down.add('claim');
    await send(permit, { segments: 1 }).catch((error: unknown) => errors.push(error));
    errors.push(refused(await gate.admit(facts(await visitor.token(), { phone: OTHER_DE_PHONE }))));
    expect(errors).toHaveLength(4);
    const said = inspect([errors, events], { depth: 20 }) + JSON.stringify([errors, events]);
    for (const phone of [DE_PHONE, OTHER_DE_PHONE]) expect(said).not.toContain(phone.slice(3));
  });
});
