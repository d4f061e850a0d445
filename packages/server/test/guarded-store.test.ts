import { describe, expect, it } from 'vitest';
import { GuardedStore, type GuardOptions } from '../src/guarded-store.js';
import type { Choice, Store } from '../src/store.js';
import { TollgateError } from '../src/tollgate-error.js';
import { createRecordingStore } from './support/recording-store.js';
import { TestClock } from './support/test-gate.js';
import { choice, limit, siteMeter } from './stores/support/choices.js';
import { type Asked, claimOf, freshName, numberKeys } from './stores/support/claims.js';

const CAP = { hourMicroUsd: 1_000, dayMicroUsd: 2_000, monthMicroUsd: 3_000 };
const OPEN: readonly Choice[] = [choice([siteMeter()])];
const FULL: readonly Choice[] = [choice([siteMeter([limit('all', 'hour', 0)])])];

/** A store, the one that stands in for it, and what stands before both. Texts cost 100 µ$. */
function setUp(options: Partial<GuardOptions> = {}) {
  const clock = new TestClock();
  const store = createRecordingStore({ clock: clock.read });
  const fallback = createRecordingStore({ clock: clock.read });
  const guard = new GuardedStore(store, { cap: CAP, clock: clock.read, timeoutMs: 50, fallback, ...options });
  const admit = (asked: Asked = {}, choices = OPEN) => {
    const claim = claimOf(clock.nowMs, asked);
    return { pid: claim.permit.pid, result: guard.admit(claim, choices) };
  };
  /** A text that went out. */
  const text = async (asked: Asked = {}) => {
    const { pid, result } = admit(asked);
    expect(await result).toMatchObject({ kind: 'granted' });
    expect(await guard.claim(pid)).toMatchObject({ kind: 'claimed' });
    await guard.settle(pid, 'accepted');
    return pid;
  };
  return { clock, store, fallback, guard, admit, text };
}

describe('a guarded store', () => {
  const NUMBER = numberKeys('somebody');
  const CLAIM = claimOf(0, {});
  const OPERATIONS: readonly (readonly [keyof Store, readonly unknown[]])[] = [
    ['open', []],
    ['admit', [CLAIM, OPEN]],
    ['claim', ['pid']],
    ['settle', ['pid', 'accepted', 7]],
    ['report', [{ pid: 'pid' }, { outcome: 'verified' }]],
    ['report', [{ number: NUMBER }, { outcome: 'verified' }]],
    ['snapshot', [['site']]],
    ['controls', []],
    ['control', [{ version: 1, text: '{}' }]],
    ['park', ['key', 'sealed', 1_000]],
    ['take', ['key']],
    ['mark', ['key', 1_000]],
    ['spend', ['key']],
    ['forget', [NUMBER, ['key']]],
    ['reopen', []],
  ];
  /** A store that has this one operation. */
  const guardOf = (operation: keyof Store, answer: (...given: readonly unknown[]) => unknown) => {
    const store = { [operation]: answer } as unknown as Store;
    const guard = new GuardedStore(store, { cap: CAP, clock: () => 0, timeoutMs: 5, fallback: undefined });
    return guard as unknown as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;
  };

  it.each(OPERATIONS)('asks its store for %s, and answers what that answers', async (operation, given) => {
    const answer = { kind: 'anything' };
    const calls: (readonly unknown[])[] = [];
    const guard = guardOf(operation, async (...asked) => {
      calls.push(asked);
      return answer;
    });
    expect(await guard[operation]?.(...given)).toBe(operation === 'forget' ? undefined : answer);
    expect(calls).toEqual([given]);
  });

  it.each(OPERATIONS)('says store-unavailable where %s takes too long', async (operation, given) => {
    const guard = guardOf(operation, () => new Promise(() => undefined));
    await expect(guard[operation]?.(...given)).rejects.toMatchObject({
      code: 'store-unavailable',
      message: expect.stringContaining('5 ms') as string,
    });
  });

  it('is closed however long that takes', async () => {
    let isClosed = false;
    const guard = guardOf('close', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      isClosed = true;
    });
    await guard['close']?.();
    expect(isClosed).toBe(true);
  });
});

describe('a store that does not answer, beside one that stands in for it', () => {
  const isDown = ({ store }: ReturnType<typeof setUp>) => void store.down.add('admit');

  it('is stood in for at once where it fails, and after its time where it hangs', async () => {
    const told: number[] = [];
    for (const admit of [() => Promise.reject(new Error('gone')), () => new Promise<never>(() => undefined)]) {
      const setup = setUp({ onFallback: () => void told.push(1) });
      setup.store.admit = admit;
      expect(await setup.admit().result).toMatchObject({ kind: 'granted' });
      expect(setup.fallback.count('admit')).toBe(1);
    }
    expect(told).toEqual([1, 1]);
  });

  it('is not stood in for where it would forget, but for shadow mode', async () => {
    const { store, admit } = setUp();
    store.admit = () => Promise.reject(new TollgateError('store-unsafe', 'maxmemory-policy'));
    await expect(admit().result).rejects.toMatchObject({ code: 'store-unsafe' });
    expect(await admit({ isShadow: true }).result).toMatchObject({ kind: 'granted' });
  });

  it('is stood in for where anything but the gate calls an error store-unsafe', async () => {
    const { store, admit } = setUp();
    store.admit = () => Promise.reject(Object.assign(new Error('of somebody else'), { code: 'store-unsafe' }));
    expect(await admit().result).toMatchObject({ kind: 'granted' });
  });

  it('is stood in for by nothing else where only shadow mode goes on', async () => {
    const setup = setUp({ isForShadowOnly: true });
    isDown(setup);
    await expect(setup.admit().result).rejects.toThrow('down for admit');
    expect(await setup.admit({ isShadow: true }).result).toMatchObject({ kind: 'granted' });
  });

  it('keeps the permits that it gave, the stand-in its own, and what neither gave is its own too', async () => {
    const setup = setUp();
    const { guard, store, fallback, text, admit } = setup;
    const before = await text();
    isDown(setup);
    const meanwhile = await text();
    const refused = admit({}, FULL);
    expect(await refused.result).toMatchObject({ kind: 'full' });
    store.down.clear();
    store.calls.length = 0;
    fallback.calls.length = 0;
    await guard.report({ pid: before }, { outcome: 'verified' });
    expect([store.calls, fallback.calls]).toEqual([['report'], []]);
    await guard.report({ pid: meanwhile }, { outcome: 'verified' });
    expect([store.calls, fallback.calls]).toEqual([['report'], ['report']]);
    expect(await guard.claim(refused.pid)).toEqual({ kind: 'permit-unknown' });
    expect([store.calls, fallback.calls]).toEqual([['report', 'claim'], ['report']]);
  });

  it('is asked first what became of a number’s text, and the stand-in where it knows none', async () => {
    const setup = setUp();
    const { guard, store, fallback, text } = setup;
    const [here, there] = [freshName('number'), freshName('number')];
    const report = (number: string) => guard.report({ number: numberKeys(number) }, { outcome: 'verified' });
    await text({ number: here });
    isDown(setup);
    await text({ number: there });
    fallback.calls.length = 0;
    expect(await report(here)).toMatchObject({ kind: 'reported' });
    expect(fallback.calls).toEqual([]);
    expect(await report(there)).toMatchObject({ kind: 'reported' });
    expect(await report('nobody')).toEqual({ kind: 'report-unknown' });
    store.down.add('report');
    expect(await report(there)).toEqual({ kind: 'report-repeated' });
    await expect(report(here)).rejects.toThrow('down for report');
  });
});

describe('the cap of a process', () => {
  it('gives a text that does not fit back to its store as one that failed', async () => {
    const { guard, store, text, admit } = setUp();
    for (let turn = 0; turn < 10; turn++) await text();
    const { pid, result } = admit();
    await result;
    const settled: unknown[] = [];
    store.settle = async (...given) => {
      settled.push(given);
      return { kind: 'settled', overrunMicroUsd: 0 };
    };
    expect(await guard.claim(pid)).toEqual({ kind: 'cap-reached' });
    expect(settled).toEqual([[pid, 'failed']]);
  });

  it.each([
    ['is free again where the store gives the money back', 'settled', 'claimed'],
    ['stays spent where it does not', 'outcome-contradicts', 'cap-reached'],
  ] as const)('%s', async (_, kind, next) => {
    const { guard, store, text, admit } = setUp();
    for (let turn = 0; turn < 9; turn++) await text();
    const [tenth, eleventh] = [admit(), admit()];
    await Promise.all([tenth.result, eleventh.result]);
    await guard.claim(tenth.pid);
    const settle = store.settle.bind(store);
    store.settle = async (...given) => (kind === 'settled' ? settle(...given) : { kind });
    await guard.settle(tenth.pid, 'failed');
    expect(await guard.claim(eleventh.pid)).toMatchObject({ kind: next });
  });
});

describe('a key of shadow mode', () => {
  /** Asks for one key again and again; a claim of its own each time, as of another token. */
  const setUpKey = () => {
    const setup = setUp();
    const ask = (choices = OPEN) => setup.admit({ alias: 'key', isShadow: true }, choices);
    return { ...setup, ask };
  };

  it('that the stand-in texted for is known to it alone, with what is left of the wait', async () => {
    const { guard, store, clock, ask } = setUpKey();
    store.down.add('admit');
    const { pid, result } = ask();
    const granted = await result;
    if (granted.kind !== 'granted') throw new Error(granted.kind);
    store.down.clear();
    store.calls.length = 0;
    const { heldUntilMs, resendAfterMs } = granted;
    const known = { kind: 'repeated', permit: { pid }, state: 'held', tier: 'cold', heldUntilMs, resendAfterMs };
    expect(await ask().result).toMatchObject(known);
    await guard.claim(pid);
    expect(await ask().result).toMatchObject({ ...known, state: 'claimed' });
    clock.advanceMs(10_000);
    expect(await ask().result).toMatchObject({ resendAfterMs: resendAfterMs - 10_000 });
    clock.advanceMs(resendAfterMs);
    expect(await ask().result).toMatchObject({ resendAfterMs: 0 });
    expect(store.calls).toEqual([]);
  });

  it('whose hold runs out is judged anew in that moment, not before', async () => {
    const { store, fallback, clock, ask } = setUpKey();
    store.down.add('admit');
    const granted = await ask().result;
    if (granted.kind !== 'granted') throw new Error(granted.kind);
    clock.nowMs = granted.heldUntilMs - 1;
    expect(await ask().result).toMatchObject({ kind: 'repeated' });
    clock.nowMs = granted.heldUntilMs;
    fallback.calls.length = 0;
    await ask().result;
    expect(fallback.calls).toEqual(['admit']);
  });

  it('that was refused is known to nobody', async () => {
    const { store, ask } = setUpKey();
    store.down.add('admit');
    expect(await ask(FULL).result).toMatchObject({ kind: 'full' });
    expect(await ask().result).toMatchObject({ kind: 'granted' });
  });
});
