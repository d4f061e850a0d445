import type { Facts } from '../../src/facts.js';
import { createGate, type Gate } from '../../src/gate.js';
import type { GateOptions } from '../../src/options.js';
import type { Permit } from '../../src/permit.js';
import type { Allow, Refused, Verdict, VerdictEvent } from '../../src/verdict.js';
import { createRecordingStore, type RecordingStore } from './recording-store.js';

export const SITE = 'shop';
export const ORIGIN = 'https://shop.example';
export const OTHER_ORIGIN = 'https://m.shop.example';
export const DE_PHONE = '+4915112345678';
export const OTHER_DE_PHONE = '+4915112345679';
export const US_PHONE = '+12025550123';
export const UZ_PHONE = '+998901234567';
export const WAYS = ['email', 'passkey'] as const;
/** The first signs; the second is still accepted. */
export const SECRETS = [
  { kid: 'k2', secret: 'the second secret, thirty-two bytes!' },
  { kid: 'k1', secret: 'the first secret, thirty-two bytes!!' },
] as const;
export const RETIRED = { kid: 'k0', secret: 'the retired secret, thirty-two bytes' } as const;
/** 2026-01-01T00:00:00Z. */
export const START_MS = 1_767_225_600_000;

export class TestClock {
  constructor(public nowMs = START_MS) {}

  readonly read = () => this.nowMs;

  get nowSec(): number {
    return Math.floor(this.nowMs / 1_000);
  }

  advanceMs(ms: number): void {
    this.nowMs += ms;
  }

  advanceSec(seconds: number): void {
    this.nowMs += seconds * 1_000;
  }
}

export interface TestGate {
  readonly gate: Gate;
  readonly clock: TestClock;
  readonly store: RecordingStore;
  /** What `onVerdict` was shown, oldest first. */
  readonly events: VerdictEvent[];
}

/** Options of a small site with cheap work and more money than any test spends. */
export function testOptions(overrides: Partial<GateOptions> = {}): GateOptions {
  return {
    site: SITE,
    secrets: SECRETS,
    hashSecret: 'the hash secret, thirty-two bytes long',
    origins: [ORIGIN, OTHER_ORIGIN, 'app:shop'],
    actions: ['signup', 'login'],
    countries: { US: { perDayUsd: 20 }, DE: { perDayUsd: 50 } },
    elsewhere: 'refuse',
    cap: { hourUsd: 100, dayUsd: 300, monthUsd: 9_000 },
    stepUp: WAYS,
    work: { p: 2, k: 2 },
    log: () => undefined,
    ...overrides,
  };
}

export function createTestGate(overrides: Partial<GateOptions> = {}): TestGate {
  const clock = new TestClock();
  const store = createRecordingStore({ clock: clock.read });
  const events: VerdictEvent[] = [];
  const onVerdict = (event: VerdictEvent) => void events.push(event);
  const gate = createGate(testOptions({ store, onVerdict, clock: clock.read, ...overrides }));
  return { gate, clock, store, events };
}

export function facts(token: unknown, overrides: Partial<Facts> = {}): Facts {
  return { token, phone: DE_PHONE, action: 'signup', origin: ORIGIN, ip: '203.0.113.7', headers: {}, ...overrides };
}

export function allowed(verdict: Verdict): Allow {
  if (verdict.kind !== 'allow') throw new Error(`allow expected, got ${verdict.kind} ${verdict.code}`);
  return verdict;
}

export function permitOf(verdict: Verdict): Permit {
  return allowed(verdict).permit;
}

export function refused(verdict: Verdict): Refused {
  if (verdict.kind === 'allow') throw new Error('a refusal expected, got allow');
  return verdict;
}
