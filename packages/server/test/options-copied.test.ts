import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { createMemoryStore } from '../src/memory-store/memory-store.js';
import {
  createTestGate,
  DE_PHONE,
  facts,
  ORIGIN,
  permitOf,
  refused,
  SECRETS,
  testOptions,
} from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

describe('options are read once', () => {
  it('and what the caller does with the object afterwards changes nothing', async () => {
    const secret = new TextEncoder().encode(SECRETS[0].secret);
    const { store, clock } = createTestGate();
    const mutable = {
      ...testOptions({ store, clock: clock.read, elsewhere: 'refuse' }),
      secrets: [{ kid: 'k2', secret }],
      origins: [ORIGIN],
      actions: ['signup'],
      stepUp: ['email'],
      countries: { DE: { perDayUsd: 50 } } as Record<string, { perDayUsd: number }>,
      cap: { hourUsd: 100, dayUsd: 300, monthUsd: 9_000 },
      work: { p: 2, k: 2 },
      numberTypes: { premiumRate: 'refuse' as 'refuse' | 'allow' },
    };
    const gate = createGate(mutable);
    const before = structuredClone(gate.limits());
    secret.fill(0);
    mutable.secrets.length = 0;
    mutable.origins[0] = 'https://evil.example';
    mutable.actions.push('evil');
    mutable.stepUp.push('evil');
    mutable.countries['UZ'] = { perDayUsd: 1e6 };
    mutable.countries['DE']!.perDayUsd = 1e6;
    mutable.cap.hourUsd = 1e9;
    mutable.work.p = 1;
    mutable.numberTypes.premiumRate = 'allow';
    expect(gate.limits()).toEqual(before);
    const visitor = await Visitor.at(gate);
    expect(permitOf(await gate.admit(facts(await visitor.token()))).phone).toBe(DE_PHONE);
    expect(refused(await gate.admit(facts('x', { action: 'evil' }))).code).toBe('action-unknown');
    expect(refused(await gate.admit(facts(undefined))).ways).toEqual(['email']);
    const premium = facts(await visitor.token({ phone: '+19002345678' }), { phone: '+19002345678' });
    expect(refused(await gate.admit(premium)).code).toBe('number-premium-rate');
  });

  it('and what the gate hands out is no handle on its own limits or ways', async () => {
    const { gate } = createTestGate();
    const before = structuredClone(gate.limits());
    const limits = gate.limits() as unknown as { cap: Record<string, number>; pools: Record<string, number>[] };
    const tryTo = (change: () => void) => {
      try {
        change();
      } catch {
        // A frozen object says no by throwing.
      }
    };
    tryTo(() => (limits.cap['hourMicroUsd'] = 1e15));
    tryTo(() => (limits.pools[0]!['hourMicroUsd'] = 1e15));
    tryTo(() => (limits.pools.length = 0));
    expect(gate.limits()).toEqual(before);
    const { ways } = refused(await gate.admit(facts(undefined)));
    tryTo(() => (ways as string[]).push('a text after all'));
    expect(refused(await gate.admit(facts(undefined))).ways).toEqual(['email', 'passkey']);
  });
});

describe('the memory store', () => {
  it('refuses options that are none', () => {
    const noClock = new TypeError('option "clock" must be a function');
    expect(() => createMemoryStore({ clock: 5 as never })).toThrow(noClock);
    const tooFew = new RangeError('option "maxEntries" must be a whole number of at least 8');
    for (const maxEntries of [7, 0, -1, 8.5, NaN]) expect(() => createMemoryStore({ maxEntries })).toThrow(tooFew);
    expect(() => createMemoryStore({ maxEntries: 8 })).not.toThrow();
  });
});
