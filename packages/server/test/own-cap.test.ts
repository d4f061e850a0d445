import { describe, expect, it } from 'vitest';
import { OwnCap } from '../src/own-cap.js';
import { defineSender } from '../src/sender.js';
import type { AdmitResult, Store } from '../src/store.js';
import { send, setUpMoney } from './support/money-setup.js';
import { createRecordingStore } from './support/recording-store.js';
import { refusing } from './support/refusing-sender.js';
import { permitOf, TestClock } from './support/test-gate.js';

describe('a store that says yes to everything', () => {
  const grantedAt = ({ nowMs }: TestClock): AdmitResult => ({
    kind: 'granted',
    tier: 'cold',
    heldUntilMs: nowMs + 120_000,
    resendAfterMs: 0,
    rows: [],
    histories: {},
  });

  /** It forgets what it has let out. */
  function setUpLying() {
    const clock = new TestClock();
    const inner = createRecordingStore({ clock: clock.read });
    const store: Store = {
      ...inner,
      admit: async () => grantedAt(clock),
      claim: async () => ({ kind: 'claimed', microUsd: 100_000 }),
      settle: async () => ({ kind: 'settled', overrunMicroUsd: 0 }),
    };
    return { ...setUpMoney({ store, clock: clock.read }), clock };
  }

  it('lets a process spend the cap and no more: 13 texts an hour, 53 a day', async () => {
    const { ask, textEach, clock } = setUpLying();
    const isFull = async () => {
      let provider = 0;
      const sender = defineSender({
        name: 'test',
        channels: ['sms'],
        segments: () => 1,
        send: async () => ++provider,
      });
      await expect(sender(permitOf(await ask()), '')).rejects.toMatchObject({ code: 'cap-reached' });
      expect(provider).toBe(0);
    };
    for (let hour = 0; hour < 4; hour++) {
      await textEach(13);
      await isFull();
      clock.advanceSec(3_900);
    }
    await textEach(1);
    await isFull();
  });

  it('gets nothing back that the store does not give back: an outcome proved acceptance', async () => {
    const clock = new TestClock();
    const store: Store = {
      ...createRecordingStore({ clock: clock.read }),
      admit: async () => grantedAt(clock),
      claim: async () => ({ kind: 'claimed', microUsd: 100_000 }),
      settle: async () => ({ kind: 'outcome-contradicts' }),
    };
    const setup = setUpMoney({ store, clock: clock.read });
    for (let turn = 0; turn < 13; turn++) {
      await expect(refusing(permitOf(await setup.ask()), '')).rejects.toThrow('refused');
    }
    await expect(refusing(permitOf(await setup.ask()), '')).rejects.toMatchObject({ code: 'cap-reached' });
  });

  it('gets the cap back for what the provider refused, and for nothing else', async () => {
    const { ask, textEach } = setUpLying();
    const failing = defineSender({
      name: 'failing',
      channels: ['sms'],
      segments: () => 1,
      send: (_, kind: string) => Promise.reject(new Error(kind)),
      refused: (error) => (error as Error).message === 'refused',
    });
    for (let turn = 0; turn < 20; turn++) {
      await expect(failing(permitOf(await ask()), 'refused')).rejects.toThrow('refused');
    }
    for (let turn = 0; turn < 3; turn++) {
      await expect(failing(permitOf(await ask()), 'timeout')).rejects.toThrow('timeout');
    }
    await textEach(10);
    await expect(send(permitOf(await ask()), '')).rejects.toMatchObject({ code: 'cap-reached' });
  });
});

describe('what a process lets go out', () => {
  const MONTH_MS = 31 * 86_400_000;
  const ROOMY = { hourMicroUsd: 1_000, dayMicroUsd: 1_000, monthMicroUsd: 1_000 };

  it.each([
    ['hourMicroUsd', 13 * 300_000],
    ['dayMicroUsd', 25 * 3_600_000],
    ['monthMicroUsd', MONTH_MS],
  ] as const)('fills %s to the last micro-dollar, and again once its time has passed', (name, passesMs) => {
    let nowMs = 0;
    const cap = new OwnCap({ ...ROOMY, [name]: 300 }, () => nowMs);
    expect([200, 101, 100, 1].map((microUsd) => cap.take(`${microUsd}`, microUsd))).toEqual([true, false, true, false]);
    nowMs = passesMs - 1;
    expect(cap.take('late', 1)).toBe(false);
    nowMs = passesMs;
    expect(cap.take('next', 300)).toBe(true);
  });

  it('gets back what was refused, once, and nothing of a text that is not its own', () => {
    const cap = new OwnCap({ ...ROOMY, hourMicroUsd: 100 }, () => 0);
    const isFull = () => !cap.take('probe', 1);
    cap.take('a', 100);
    cap.settle('b', 'failed');
    expect(isFull()).toBe(true);
    cap.settle('a', 'failed');
    expect(cap.take('c', 100)).toBe(true);
    cap.settle('a', 'failed');
    expect(isFull()).toBe(true);
    cap.settle('c', 'accepted');
    cap.settle('c', 'failed');
    expect(isFull()).toBe(true);
  });

  it('counts by a clock that never goes back', () => {
    let nowMs = MONTH_MS;
    const cap = new OwnCap({ ...ROOMY, hourMicroUsd: 100 }, () => nowMs);
    cap.take('a', 100);
    nowMs = 0;
    expect(cap.take('b', 1)).toBe(false);
    cap.settle('a', 'failed');
    expect(cap.take('b', 100)).toBe(true);
    nowMs = MONTH_MS;
    expect(cap.take('c', 1)).toBe(false);
  });
});
