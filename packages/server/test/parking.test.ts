import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import type { Permit } from '../src/permit.js';
import { send } from './support/money-setup.js';
import { fieldsOf, setUpPermits } from './support/permit-setup.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, permitOf, testOptions } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const UNKNOWN = { ok: false, code: 'permit-unknown' };
const SIGNUP = { phone: DE_PHONE, action: 'signup' };

describe('a parked permit', () => {
  it('is handed out once, and texts once', async () => {
    const { gate, grant } = await setUpPermits();
    const permit = await grant();
    await gate.park(permit);
    const taken = await gate.takeParked({ phone: '0151 12345678', country: 'DE', action: 'signup' });
    if (!taken.ok) throw new Error(taken.code);
    expect(fieldsOf(taken.value)).toEqual(fieldsOf(permit));
    expect(await gate.takeParked(SIGNUP)).toEqual(UNKNOWN);
    expect(await send(taken.value, '')).toBe('sent');
    await expect(send(permit, '')).rejects.toMatchObject({ code: 'permit-claimed' });
  });

  it('is handed out once when it is asked for 50 times at once', async () => {
    const { gate, grant } = await setUpPermits();
    await gate.park(await grant());
    const taken = await Promise.all(Array.from({ length: 50 }, () => gate.takeParked(SIGNUP)));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['another number', { phone: OTHER_DE_PHONE }, 'permit-unknown'],
    ['another action', { action: 'login' }, 'permit-unknown'],
    ['no number', { phone: 'call me' }, 'number-invalid'],
    ['a national number without its country', { phone: '0151 12345678' }, 'number-invalid'],
    ['an action that is none', { action: 'Sign up' }, 'action-unknown'],
    ['no action', { action: undefined }, 'action-unknown'],
  ])('is not handed out for %s, and stays', async (_, change, code) => {
    const { gate, grant } = await setUpPermits();
    await gate.park(await grant());
    expect(await gate.takeParked({ ...SIGNUP, ...change })).toEqual({ ok: false, code });
    expect((await gate.takeParked(SIGNUP)).ok).toBe(true);
  });

  it('is kept for as long as it may be claimed', async () => {
    for (const [parkedForMs, expected] of [
      [59_999, true],
      [60_000, false],
    ] as const) {
      const { gate, grant, clock } = await setUpPermits();
      const permit = await grant();
      clock.advanceSec(60);
      await gate.park(permit);
      clock.advanceMs(parkedForMs);
      const taken = await gate.takeParked(SIGNUP);
      if (expected) expect(taken.ok && taken.value.id).toBe(permit.id);
      else expect(taken).toEqual(UNKNOWN);
    }
  });

  it('is not parked once it can no longer be claimed', async () => {
    const { gate, grant, clock, store } = await setUpPermits();
    const permit = await grant();
    clock.advanceSec(120);
    await expect(gate.park(permit)).rejects.toMatchObject({ name: 'TollgateError', code: 'permit-expired' });
    expect(store.count('park')).toBe(0);
  });

  it('takes the place of an earlier one', async () => {
    const { gate, grant, clock } = await setUpPermits();
    const earlier = await grant();
    await gate.park(earlier);
    clock.advanceSec(30);
    const later = await grant();
    await gate.park(later);
    const taken = await gate.takeParked(SIGNUP);
    expect(taken.ok && taken.value.id).toBe(later.id);
    expect(await gate.takeParked(SIGNUP)).toEqual(UNKNOWN);
  });

  it('of another gate is refused, as is what only looks like one', async () => {
    const { gate, grant, store } = await setUpPermits();
    const [other, permit] = [await setUpPermits(), await grant()];
    const forged = [await other.grant(), fieldsOf(permit), Object.create(permit), null, undefined, await permit.seal()];
    for (const one of forged) await expect(gate.park(one as Permit)).rejects.toThrow(TypeError);
    expect(store.count('park')).toBe(0);
  });

  it('sealed by another site on the same store is foreign, and gone', async () => {
    const { gate, store, clock } = createTestGate();
    // Wrapped, so that nobody sees that it keeps another site's books.
    const other = createGate(testOptions({ site: 'bank', store: { ...store }, clock: clock.read }));
    const visitor = await Visitor.at(other);
    await other.park(permitOf(await other.admit(facts(await visitor.token()))));
    expect(await gate.takeParked(SIGNUP)).toEqual({ ok: false, code: 'permit-foreign' });
    expect(await gate.takeParked(SIGNUP)).toEqual(UNKNOWN);
  });

  it('is stored under no number, and without one', async () => {
    const seen: unknown[] = [];
    const { store, clock } = createTestGate();
    const watched = { ...store, park: async (...given: unknown[]) => void seen.push(given) };
    const { gate } = createTestGate({ store: watched, clock: clock.read });
    await gate.park(permitOf(await gate.admit(facts(await (await Visitor.at(gate)).token()))));
    expect(seen).toEqual([[expect.stringMatching(/^[\w-]{22}$/), expect.any(String), 120_000]]);
    expect(JSON.stringify(seen)).not.toContain(DE_PHONE.slice(3));
  });

  it('of a store that does not answer is store-unavailable, with its cause', async () => {
    const { gate, grant, store } = await setUpPermits();
    const permit = await grant();
    store.down.add('park').add('take');
    const failure = { name: 'TollgateError', code: 'store-unavailable', cause: expect.any(Error) as Error };
    await expect(gate.park(permit)).rejects.toMatchObject(failure);
    await expect(gate.takeParked(SIGNUP)).rejects.toMatchObject(failure);
  });
});
