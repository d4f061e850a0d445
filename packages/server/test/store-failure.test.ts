import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { GateOptions } from '../src/options.js';
import type { Store } from '../src/store.js';
import { TollgateError } from '../src/tollgate-error.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { createRecordingStore } from './support/recording-store.js';
import { facts, permitOf, refused, TestClock, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const BY = { by: 'ada' };
const rejections: unknown[] = [];
const note = (reason: unknown) => void rejections.push(reason);
process.on('unhandledRejection', note);
afterAll(() => void process.off('unhandledRejection', note));
afterEach(async () => {
  await new Promise((resolve) => setImmediate(resolve));
  expect(rejections).toEqual([]);
});

/** The memory store behind a line that may `hang`: what was asked of it arrives once it is `release`d. */
function setUpHanging(overrides: Partial<GateOptions> = {}) {
  const clock = new TestClock();
  const inner = createRecordingStore({ clock: clock.read });
  let open: () => void = () => undefined;
  let line: Promise<void> | undefined;
  const hang = () => void (line = new Promise((resolve) => (open = resolve)));
  const release = async () => {
    open();
    line = undefined;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const store = Object.fromEntries(
    Object.entries(inner).map(([name, operation]: [string, (...given: unknown[]) => unknown]) => [
      name,
      async (...given: unknown[]) => {
        await line;
        return operation(...given);
      },
    ]),
  ) as unknown as Store;
  const setup = setUpMoney({ store, clock: clock.read, storeTimeoutMs: 20, ...overrides });
  return { ...setup, store: inner, clock, hang, release };
}

describe('a store that hangs', () => {
  it('is store-unavailable after storeTimeoutMs, and the late answer gives nobody a permit', async () => {
    const { gate, hang, release, events, store } = setUpHanging();
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    hang();
    const verdict = refused(await gate.admit(facts(token, { phone })));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'store-unavailable', ways: WAYS });
    // What it would have cost is known.
    expect(verdict.cost).toMatchObject({ price: { microUsd: 100_000 }, work: { hashes: 1 } });
    await release();
    expect(store.calls).toEqual(['admit']);
    expect(events).toHaveLength(1);
    expect(verdict.permit).toBeUndefined();
    expect(refused(await gate.admit(facts(token, { phone }))).code).toBe('token-used');
  });

  it('gives the permit of the late answer to the one who comes again with the key', async () => {
    const { gate, hang, release } = setUpHanging();
    const phone = freshPhone();
    const asked = facts(await (await Visitor.at(gate)).token({ phone }), { phone, idempotencyKey: 'a' });
    hang();
    expect(refused(await gate.admit(asked)).code).toBe('store-unavailable');
    await release();
    expect(await send(permitOf(await gate.admit(asked)), '')).toBe('sent');
  });

  it('holds the money of a late answer for as long as any that nobody claims', async () => {
    const { ask, hang, release, store, clock } = setUpHanging();
    hang();
    expect(refused(await ask()).code).toBe('store-unavailable');
    await release();
    const exposed = async () => (await store.snapshot(['pool:DE']))[0]?.hour.exposed;
    expect(await exposed()).toBe(100_000);
    clock.advanceSec(150);
    expect(await exposed()).toBe(0);
  });

  it('keeps a sender from sending, also once it answers', async () => {
    const { ask, hang, release } = setUpHanging();
    const permit = permitOf(await ask());
    hang();
    await expect(send(permit, '')).rejects.toMatchObject({ code: 'store-unavailable' });
    await release();
    await expect(send(permit, '')).rejects.toMatchObject({ code: 'permit-claimed' });
  });

  it('makes everything else store-unavailable with its cause', async () => {
    const { gate, ask, hang, release, clock } = setUpHanging();
    const permit = permitOf(await ask());
    const phone = freshPhone();
    hang();
    const calls = [
      gate.ready(),
      gate.report({ permitId: permit.id, outcome: 'verified' }),
      gate.park(permit),
      gate.takeParked({ phone, action: 'signup' }),
      gate.controls(),
      gate.setPool('DE', { perDayUsd: 4 }, BY),
      gate.closePrefix('49', clock.nowSec + 60, BY),
      gate.openPrefix('49', BY),
      gate.reopen(BY),
      gate.forget({ phone }),
    ];
    for (const call of await Promise.allSettled(calls)) {
      const failure = { name: 'TollgateError', code: 'store-unavailable' };
      expect(call).toMatchObject({ status: 'rejected', reason: failure });
    }
    await release();
  });
});

describe('a store that fails late', () => {
  it('is store-unavailable once: its own error reaches nobody', async () => {
    const inner = createRecordingStore({});
    let fail: (reason: Error) => void = () => undefined;
    const admit = () => new Promise<never>((_, reject) => (fail = reject));
    const { ask } = setUpMoney({ store: { ...inner, admit }, storeTimeoutMs: 20 });
    expect(refused(await ask()).code).toBe('store-unavailable');
    fail(new Error('late'));
  });
});

describe('a store that is not fit', () => {
  it('makes ready() reject with its own code, or as store-unavailable with its cause', async () => {
    const unsafe = new TollgateError('store-unsafe', 'it would forget');
    for (const [failure, expected] of [
      [unsafe, unsafe],
      [new Error('refused'), { name: 'TollgateError', code: 'store-unavailable', cause: expect.any(Error) as Error }],
    ] as const) {
      const store = { ...createRecordingStore({}), open: () => Promise.reject(failure) };
      await expect(setUpMoney({ store }).gate.ready()).rejects.toMatchObject(expected);
    }
    await setUpMoney().gate.ready();
  });
});

describe('a store that is down without that option', () => {
  it('refuses every text', async () => {
    const { ask, store } = setUpMoney();
    store.down.add('admit');
    for (const known of [false, true]) expect(refused(await ask({ known })).code).toBe('store-unavailable');
  });
});
