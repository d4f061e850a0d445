import { describe, expect, it } from 'vitest';
import type { Alert } from '../src/alerts.js';
import type { Gate } from '../src/gate.js';
import type { GateOptions } from '../src/options.js';
import type { AdmitClaim, AdmitResult, Store } from '../src/store.js';
import { TollgateError } from '../src/tollgate-error.js';
import { settled } from './support/alert-setup.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { createRecordingStore } from './support/recording-store.js';
import { refusing } from './support/refusing-sender.js';
import { allowed, facts, permitOf, refused, TestClock } from './support/test-gate.js';
import { freshAddress, Visitor } from './support/visitor.js';

const setUp = (overrides: Partial<GateOptions> = {}) => setUpMoney({ mode: 'shadow', ...overrides });

describe('in shadow mode, while the store does not answer', () => {
  const setUpDown = (overrides: Partial<GateOptions> = {}) => {
    const setup = setUp(overrides);
    for (const operation of ['admit', 'claim', 'settle', 'report'] as const) setup.store.down.add(operation);
    return setup;
  };

  it('texts go out, would have been store-unavailable, and are reported', async () => {
    const { gate, ask } = setUpDown();
    const { permit, wouldBe } = allowed(await ask());
    expect(wouldBe).toEqual({ kind: 'step-up', code: 'store-unavailable', reasons: ['store-unavailable'] });
    expect(await send(permit, '')).toBe('sent');
    expect(await gate.report({ permitId: permit.id, outcome: 'verified' })).toEqual({ ok: true });
  });

  it('the operator is told that each process is on its own', async () => {
    const alerts: Alert[] = [];
    const { text } = setUpDown({ onAlert: (alert) => void alerts.push(alert) });
    await text();
    await settled();
    expect(alerts.map(({ kind }) => kind)).toEqual(['store-degraded']);
  });

  it('no more goes out than the cap', async () => {
    const { ask, text, gate } = setUpDown();
    for (let turn = 0; turn < 13; turn++) await text();
    expect(refused(await ask()).reasons).toEqual(['cap-reached', 'site', 'all', 'hour']);
    const withoutToken = facts(undefined, { phone: freshPhone() });
    expect(refused(await gate.admit(withoutToken)).reasons).toEqual(['cap-reached', 'site', 'all', 'hour']);
  });

  it('the cap is spent once, before, while and after the store is down', async () => {
    const { ask, text, store } = setUp();
    for (let turn = 0; turn < 6; turn++) await text();
    store.down.add('admit');
    for (let turn = 0; turn < 7; turn++) await text();
    store.down.clear();
    await expect(send(permitOf(await ask()), '')).rejects.toMatchObject({ code: 'cap-reached' });
  });

  it('the same key gets the same permit', async () => {
    const { gate } = setUpDown();
    const asked = facts(undefined, { phone: freshPhone(), idempotencyKey: 'a' });
    expect(permitOf(await gate.admit(asked)).id).toBe(permitOf(await gate.admit(asked)).id);
  });

  it('texts go out also where the store would forget, which no option but shadow mode allows', async () => {
    const unsafe = () => Promise.reject(new TollgateError('store-unsafe', 'maxmemory-policy'));
    for (const onStoreFailure of ['refuse', 'allow'] as const) {
      const { store, text } = setUp({ onStoreFailure });
      store.admit = unsafe;
      await text();
    }
  });

  it('requests that are not in shadow are refused, unless the operator chose otherwise', async () => {
    const part = { shadow: { countries: ['UZ'] } };
    const { ask } = setUpDown({ mode: part });
    expect(refused(await ask()).code).toBe('store-unavailable');
    const open = setUpDown({ mode: part, onStoreFailure: 'allow' });
    expect(allowed(await open.ask()).wouldBe).toBeUndefined();
  });
});

describe('in shadow mode, a store that is away for a while: one key', () => {
  /** Sends with the key as often as it is asked to, and says whose permit it was and whether a text went out. */
  const setUpKey = (token?: (gate: Gate, phone: string) => Promise<unknown>) => {
    const setup = setUp();
    const phone = freshPhone();
    const given = token?.(setup.gate, phone);
    const request = async () => {
      const asked = facts(await given, { phone, ip: freshAddress(), idempotencyKey: 'a' });
      const { verdict, result } = await setup.gate.send(asked, (permit) => send(permit, ''));
      return [permitOf(verdict).id, result];
    };
    return { ...setup, request };
  };
  const tokenOf = async (gate: Gate, phone: string) => (await Visitor.at(gate)).token({ phone });

  it.each([
    ['without a token', undefined],
    ['with one', tokenOf],
  ])('is not texted twice where the store was away at first, %s', async (_, token) => {
    const { store, clock, request } = setUpKey(token);
    store.down.add('admit');
    const [id, sent] = await request();
    expect(sent).toBe('sent');
    store.down.clear();
    for (const laterSec of [0, 60, 86_400]) {
      clock.advanceSec(laterSec);
      expect(await request()).toEqual([id, undefined]);
    }
  });

  it('is not texted twice where the store granted it, and its answer was lost', async () => {
    const { store, request } = setUpKey(tokenOf);
    const admit = store.admit.bind(store);
    store.admit = async (...given) => {
      await admit(...given);
      throw new Error('the answer was lost');
    };
    const [id] = await request();
    store.admit = admit;
    for (let turn = 0; turn < 3; turn++) expect(await request()).toEqual([id, undefined]);
  });

  it('is not texted twice where the store went away after it', async () => {
    const { store, request } = setUpKey();
    const [id] = await request();
    for (const operation of ['admit', 'claim', 'settle'] as const) store.down.add(operation);
    expect(await request()).toEqual([id, undefined]);
    store.down.clear();
    expect(await request()).toEqual([id, undefined]);
  });

  it('that is only held there goes out while the store is away', async () => {
    const { gate, store } = setUpKey();
    const asked = facts(undefined, { phone: freshPhone(), idempotencyKey: 'a' });
    const held = permitOf(await gate.admit(asked));
    for (const operation of ['admit', 'claim', 'settle'] as const) store.down.add(operation);
    const given = permitOf(await gate.admit(asked));
    expect(given.id).not.toBe(held.id);
    expect(await send(given, '')).toBe('sent');
    store.down.clear();
    expect(permitOf(await gate.admit(asked)).id).toBe(given.id);
  });

  it('is judged anew where the provider refused its text, and where its hold ran out', async () => {
    const { gate, store, clock } = setUpKey();
    store.down.add('admit');
    const asked = facts(undefined, { phone: freshPhone(), idempotencyKey: 'a' });
    const first = permitOf(await gate.admit(asked));
    expect(permitOf(await gate.admit(asked)).id).toBe(first.id);
    await expect(refusing(first, '')).rejects.toThrow();
    const second = permitOf(await gate.admit(asked));
    clock.advanceSec(121);
    store.down.clear();
    const third = permitOf(await gate.admit(asked));
    expect(new Set([first.id, second.id, third.id]).size).toBe(3);
    expect(await send(third, '')).toBe('sent');
  });
});

describe('in shadow mode, a store that says yes to everything', () => {
  it('lets a process spend the cap and no more', async () => {
    const clock = new TestClock();
    const granted = (): AdmitResult => {
      const heldUntilMs = clock.nowMs + 120_000;
      return { kind: 'granted', tier: 'cold', heldUntilMs, resendAfterMs: 30_000, rows: [], histories: {} };
    };
    const store: Store = {
      ...createRecordingStore({ clock: clock.read }),
      admit: async (claim) => (claim.isShadow ? granted() : { kind: 'closed' }),
      claim: async () => ({ kind: 'claimed', microUsd: 100_000 }),
      settle: async () => ({ kind: 'settled', overrunMicroUsd: 0 }),
    };
    const { textEach, ask } = setUp({ store, clock: clock.read });
    await textEach(13);
    await expect(send(permitOf(await ask()), '')).rejects.toMatchObject({ code: 'cap-reached' });
  });
});

describe('in shadow mode, the claim of what was refused', () => {
  it('has an id of its own, kept as long as that of any challenge, and the device of nobody', async () => {
    const { gate, store, clock } = setUp();
    const claims: AdmitClaim[] = [];
    const admit = store.admit.bind(store);
    store.admit = (claim, choices) => {
      claims.push(claim);
      return admit(claim, choices);
    };
    for (const phone of [freshPhone(), freshPhone()]) allowed(await gate.admit(facts(undefined, { phone })));
    const redeemedUntilMs = clock.nowMs + 960_000;
    expect(claims).toMatchObject(Array(2).fill({ device: '', isShadow: true, redeemedUntilMs }));
    expect(new Set(claims.map(({ jti }) => jti)).size).toBe(2);
  });
});

describe('in shadow mode, a store whose controls never stand still', () => {
  it('lets nothing out: nobody knows which limits hold', async () => {
    const { gate, store } = setUp();
    let version = 0;
    store.admit = async () => ({ kind: 'controls-changed', controls: { version: ++version, text: '' } });
    const verdict = refused(await gate.admit(facts(undefined, { phone: freshPhone() })));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'store-unavailable', reasons: ['store-unavailable'] });
  });
});

describe('in shadow mode, a store that lost writes', () => {
  it('counts the text, which would have been store-degraded', async () => {
    const { ask, store, used } = setUp();
    const admit = store.admit.bind(store);
    store.admit = async (claim, choices) => (claim.isShadow ? admit(claim, choices) : { kind: 'degraded' });
    const { permit, wouldBe } = allowed(await ask());
    await send(permit, '');
    expect(wouldBe).toMatchObject({ code: 'store-degraded' });
    expect(await used('pool:DE', 'all')).toBe(100_000);
  });
});

describe('in shadow mode, a store of the operator’s own that does not know the mode', () => {
  it('refuses what it refuses', async () => {
    const { ask, store } = setUp();
    store.admit = async () => ({ kind: 'spaced', waitMs: 1_000 });
    expect(refused(await ask()).code).toBe('number-spacing');
  });
});

describe('in shadow mode, the memory of the process', () => {
  it('needs no store: its own cap holds beside it', async () => {
    const clock = new TestClock();
    const { gate } = setUpMoney({ mode: 'shadow', store: undefined, clock: clock.read } as unknown as GateOptions);
    const asked = () => facts(undefined, { phone: freshPhone(), ip: freshAddress() });
    for (let turn = 0; turn < 13; turn++) await send(permitOf(await gate.admit(asked())), '');
    expect(refused(await gate.admit(asked())).code).toBe('cap-reached');
  });

  it('may be full: texts go out, and still no more than the cap', async () => {
    const clock = new TestClock();
    const store = createRecordingStore({ clock: clock.read, maxEntries: 12 });
    const { gate } = setUp({ store, clock: clock.read });
    const codes: (string | undefined)[] = [];
    for (let turn = 0; turn < 13; turn++) {
      const phone = freshPhone();
      const token = await (await Visitor.at(gate)).token({ phone });
      const { permit, wouldBe } = allowed(await gate.admit(facts(token, { phone, ip: freshAddress() })));
      await send(permit, '');
      codes.push(wouldBe?.code);
    }
    expect(codes[0]).toBeUndefined();
    expect(codes.at(-1)).toBe('store-unavailable');
    const last = await gate.admit(facts(undefined, { phone: freshPhone() }));
    await expect(send(permitOf(last), '')).rejects.toMatchObject({ code: 'cap-reached' });
  });
});
