import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../src/memory-store/memory-store.js';
import type { AdmitClaim, Choice, Store, Sum } from '../src/store.js';
import { START_MS, TestClock } from './support/test-gate.js';

const HOUR_MS = 3_600_000;
const WINDOWS = { hour: HOUR_MS, day: 24 * HOUR_MS, month: 30 * 24 * HOUR_MS } as const;
const LIMITS: readonly (readonly [Sum, keyof typeof WINDOWS, number])[] = [
  ['exposed', 'hour', 100],
  ['untrusted', 'hour', 150],
  ['all', 'hour', 200],
  ['exposed', 'day', 260],
  ['all', 'day', 500],
  ['all', 'month', 2_000],
];
const CHOICES: readonly Choice[] = [
  { tier: 'cold', rows: LIMITS.map(([sum, window, limitMicroUsd]) => ({ meter: 'm', sum, window, limitMicroUsd })) },
];

type Fate = 'unclaimed' | 'sent' | 'failed' | 'failed late' | 'verified' | 'trusted';
interface Step {
  readonly gapMs: number;
  readonly delayMs: number;
  readonly price: number;
  readonly fate: Fate;
}
/** A text that the store let be claimed, as the model sees it. */
interface Claimed {
  readonly atMs: number;
  readonly price: number;
  readonly fate: Fate;
}

let lastId = 0;
function claimOf(price: number, nowMs: number): AdmitClaim {
  const name = `id${++lastId}`;
  const permit = { pid: name, number: 'n', action: 'signup', channel: 'sms', segments: 1, microUsd: price } as const;
  return { jti: name, redeemedUntilMs: nowMs + 960_000, permit };
}

/** Runs the steps against the store, each text claimed after its own delay, and answers what was claimed when. */
async function run(store: Store, clock: TestClock, steps: readonly Step[]): Promise<Claimed[]> {
  const claimed: Claimed[] = [];
  let waiting: { atMs: number; pid: string; step: Step }[] = [];
  let storeMs = -Infinity;
  const moveTo = (ms: number) => {
    clock.nowMs = ms;
    storeMs = Math.max(storeMs, ms);
  };
  const claimDue = async (untilMs: number) => {
    const due = waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
    waiting = waiting.filter(({ atMs }) => atMs > untilMs);
    for (const { atMs, pid, step } of due) {
      moveTo(Math.max(atMs, clock.nowMs));
      if ((await store.claim(pid)) !== 'claimed') continue;
      claimed.push({ atMs: storeMs, price: step.price, fate: step.fate });
      if (step.fate === 'failed') await store.settle(pid, 'failed');
      if (step.fate === 'verified' || step.fate === 'trusted') await store.report({ pid }, { outcome: step.fate });
    }
  };
  for (const step of steps) {
    const now = clock.nowMs + step.gapMs;
    await claimDue(now);
    moveTo(now);
    const claim = claimOf(step.price, storeMs);
    const result = await store.admit(claim, CHOICES);
    if (result.kind === 'granted' && step.fate !== 'unclaimed') {
      waiting.push({ atMs: now + step.delayMs, pid: claim.permit.pid, step });
    }
  }
  await claimDue(Infinity);
  return claimed;
}

/** What a claimed text is still counted in. */
function counts(sum: Sum, fate: Fate): boolean {
  if (fate === 'failed') return false;
  if (sum === 'all') return true;
  return sum === 'untrusted' ? fate !== 'trusted' : fate !== 'trusted' && fate !== 'verified';
}

function expectBound(claimed: readonly Claimed[]): void {
  for (const [sum, window, limit] of LIMITS) {
    const counted = claimed.filter(({ fate }) => counts(sum, fate));
    for (const { atMs: from } of counted) {
      const inside = counted.filter(({ atMs }) => atMs >= from && atMs <= from + WINDOWS[window]);
      const spent = inside.reduce((total, { price }) => total + price, 0);
      expect(spent, `${sum} in a ${window} from ${from}`).toBeLessThanOrEqual(limit);
    }
  }
}

const gap = (...longest: number[]) => fc.oneof(...longest.map((max) => fc.integer({ min: 0, max })));
const stepWith = (gapMs: fc.Arbitrary<number>) =>
  fc.record({
    gapMs,
    delayMs: fc.integer({ min: 0, max: 125_000 }),
    price: fc.integer({ min: 1, max: 40 }),
    fate: fc.constantFrom<Fate[]>('unclaimed', 'sent', 'sent', 'failed', 'verified', 'trusted'),
  });
const steps = (gapMs: fc.Arbitrary<number>) => fc.array(stepWith(gapMs), { minLength: 30, maxLength: 150 });

describe('no interval as long as the window can exceed the limit', () => {
  it.each<[string, fc.Arbitrary<number>]>([
    ['within hours', gap(5_000, 120_000, 400_000)],
    ['within days', gap(60_000, HOUR_MS, 5 * HOUR_MS)],
    ['within months', gap(HOUR_MS, 60 * HOUR_MS)],
    ['with a clock that jumps back and ahead', fc.oneof(fc.integer({ min: -HOUR_MS, max: HOUR_MS }), gap(300_000))],
  ])('%s, whatever is claimed, refused, verified, trusted or left', async (_, gaps) => {
    await fc.assert(
      fc.asyncProperty(steps(gaps), fc.integer({ min: 0, max: 24 * HOUR_MS }), async (all, offset) => {
        const clock = new TestClock(START_MS + offset);
        expectBound(await run(createMemoryStore({ clock: clock.read }), clock, all));
      }),
      { numRuns: 100 },
    );
  });

  it('not even at the edge of a bucket: one text a millisecond before the window ends', async () => {
    for (const late of [0, 1, 299_999, 300_000, HOUR_MS - 1]) {
      const clock = new TestClock(START_MS + late);
      const step = { delayMs: 0, price: 25, fate: 'sent' } as const;
      const all = [
        ...Array<Step>(8).fill({ ...step, gapMs: 0 }),
        { ...step, gapMs: HOUR_MS - 1 },
        { ...step, gapMs: 1 },
      ];
      expectBound(await run(createMemoryStore({ clock: clock.read }), clock, all));
    }
  });
});

describe('money that leaves', () => {
  it('makes the whole limit free again: nothing is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(steps(gap(5_000, 120_000)), async (all) => {
        const clock = new TestClock();
        const store = createMemoryStore({ clock: clock.read });
        await run(store, clock, all);
        clock.advanceMs(32 * 24 * HOUR_MS);
        expect(await store.admit(claimOf(100, clock.nowMs), CHOICES)).toMatchObject({ kind: 'granted' });
        clock.advanceMs(150_000);
        expect(await store.admit(claimOf(101, clock.nowMs), CHOICES)).toMatchObject({ kind: 'full' });
      }),
      { numRuns: 60 },
    );
  });

  it('leaves each sum once: refused after it was reported changes nothing', async () => {
    const clock = new TestClock();
    const store = createMemoryStore({ clock: clock.read });
    const first = claimOf(100, clock.nowMs);
    await store.admit(first, CHOICES);
    await store.claim(first.permit.pid);
    expect(await store.report({ pid: first.permit.pid }, { outcome: 'verified' })).toBe('reported');
    expect(await store.settle(first.permit.pid, 'failed')).toBe(false);
    expect(await store.report({ pid: first.permit.pid }, { outcome: 'verified' })).toBe('report-repeated');
    const full = await store.admit(claimOf(51, clock.nowMs), CHOICES);
    expect(full).toMatchObject({ kind: 'full', row: { sum: 'untrusted', usedMicroUsd: 100 } });
    expect(await store.admit(claimOf(50, clock.nowMs), CHOICES)).toMatchObject({ kind: 'granted' });
  });

  it('late leaves the bucket it was counted in, and no other', async () => {
    const clock = new TestClock();
    const store = createMemoryStore({ clock: clock.read });
    const first = claimOf(100, clock.nowMs);
    await store.admit(first, CHOICES);
    await store.claim(first.permit.pid);
    clock.advanceMs(13 * 300_000);
    const second = claimOf(100, clock.nowMs);
    expect(await store.admit(second, CHOICES)).toMatchObject({ kind: 'granted' });
    await store.claim(second.permit.pid);
    expect(await store.settle(first.permit.pid, 'failed')).toBe(true);
    expect(await store.admit(claimOf(1, clock.nowMs), CHOICES)).toMatchObject({
      kind: 'full',
      row: { usedMicroUsd: 100 },
    });
  });
});
