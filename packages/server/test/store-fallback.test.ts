import { describe, expect, it } from 'vitest';
import type { Alert } from '../src/alerts.js';
import type { GateOptions } from '../src/options.js';
import { TollgateError } from '../src/tollgate-error.js';
import { settled } from './support/alert-setup.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { facts, permitOf, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const BY = { by: 'ada' };

describe('a store that is down, with onStoreFailure "allow"', () => {
  const setUpDown = (overrides: Partial<GateOptions> = {}) => {
    const setup = setUpMoney({ onStoreFailure: 'allow', ...overrides });
    for (const operation of ['admit', 'claim', 'settle', 'report'] as const) setup.store.down.add(operation);
    return setup;
  };

  it('lets texts go on, and their outcomes', async () => {
    const { gate, text, store } = setUpDown();
    const { id, phone } = await text();
    expect(await gate.report({ permitId: id, outcome: 'verified' })).toEqual({ ok: true });
    expect(await gate.report({ permitId: id, outcome: 'verified' })).toEqual({ ok: false, code: 'report-repeated' });
    store.down.clear();
    expect(await gate.report({ phone, outcome: 'trusted' })).toEqual({ ok: true });
  });

  it('takes their outcomes by number as well while it is down', async () => {
    const { gate, text } = setUpDown();
    const { phone } = await text();
    expect(await gate.report({ phone, outcome: 'verified' })).toEqual({ ok: true });
  });

  it('tells the operator that it is on its own', async () => {
    const alerts: Alert[] = [];
    const { store, text } = setUpMoney({ onStoreFailure: 'allow', onAlert: (alert) => void alerts.push(alert) });
    store.down.add('admit');
    store.down.add('claim');
    await text();
    await text();
    await settled();
    expect(alerts).toEqual([
      {
        kind: 'store-degraded',
        message: 'the store does not answer: texts go out under the limits of each process alone',
      },
    ]);
  });

  it('is not used for a store that would forget', async () => {
    const { store, ask } = setUpMoney({ onStoreFailure: 'allow' });
    store.admit = () => Promise.reject(new TollgateError('store-unsafe', 'maxmemory-policy'));
    expect(refused(await ask()).code).toBe('store-unavailable');
  });

  it('keeps to the same limits: pool, range, spacing, device and one use of a token', async () => {
    // $3.60 may be out unverified, 32 texts to cold devices, ten of these in an hour and three in one range.
    const { gate, textEach, textHours, ask, text } = setUpDown({
      countries: { DE: { perDayUsd: 24 } },
      cap: { hourUsd: 10, dayUsd: 40, monthUsd: 1_200 },
    });
    const by = await Visitor.at(gate);
    const { phone } = await text({ by });
    expect(refused(await ask({ phone })).code).toBe('number-spacing');
    await text({ by });
    expect(refused(await ask({ by })).code).toBe('device-exhausted');
    const besides = (line: number) => ({ phone: `${phone.slice(0, -4)}000${line}` });
    await textEach(2, besides);
    expect(refused(await ask(besides(2))).code).toBe('range-exhausted');
    await textEach(6);
    expect(refused(await ask()).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    await textHours([0, 10, 10, 2]);
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'day']);
    const other = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone: other });
    const asked = facts(token, { phone: other, known: true });
    permitOf(await gate.admit(asked));
    expect(refused(await gate.admit(asked)).code).toBe('token-used');
  });

  it('keeps to the cap', async () => {
    const { gate, text, ask } = setUpDown();
    for (let turn = 0; turn < 13; turn++) {
      const { id } = await text();
      expect(await gate.report({ permitId: id, outcome: 'trusted' })).toEqual({ ok: true });
    }
    expect(refused(await ask()).reasons).toEqual(['cap-reached', 'site', 'all', 'hour']);
  });

  it('keeps to what was closed before', async () => {
    const { gate, ask, clock, store } = setUpDown();
    store.down.clear();
    await gate.closePrefix('49', clock.nowSec + 600, BY);
    store.down.add('admit');
    expect(refused(await ask()).code).toBe('prefix-closed');
  });

  it('gives the same permit to the same key, and once the store is back its own', async () => {
    const { gate, store } = setUpDown();
    const phone = freshPhone();
    const asked = facts(await (await Visitor.at(gate)).token({ phone }), { phone, idempotencyKey: 'a' });
    const first = permitOf(await gate.admit(asked));
    expect(permitOf(await gate.admit(asked)).id).toBe(first.id);
    store.down.clear();
    expect(await send(first, '')).toBe('sent');
    expect(store.count('claim')).toBe(0);
  });

  it('does not go on for the permits of the store: they are claimed there or not at all', async () => {
    const { ask, store } = setUpDown();
    store.down.clear();
    const permit = permitOf(await ask());
    store.down.add('claim');
    await expect(send(permit, '')).rejects.toMatchObject({ code: 'store-unavailable' });
    store.down.clear();
    expect(await send(permit, '')).toBe('sent');
  });

  it('spends the cap once, before, while and after the store is down', async () => {
    const { gate, ask, text, store } = setUpMoney({ onStoreFailure: 'allow' });
    const spend = async (times: number) => {
      for (let turn = 0; turn < times; turn++) {
        const { id } = await text();
        expect(await gate.report({ permitId: id, outcome: 'trusted' })).toEqual({ ok: true });
      }
    };
    await spend(6);
    store.down.add('admit');
    await spend(6);
    store.down.clear();
    await spend(1);
    await expect(send(permitOf(await ask()), '')).rejects.toMatchObject({ code: 'cap-reached' });
  });
});
