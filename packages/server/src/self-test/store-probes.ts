import { type Code, encodeBase64url, LIMITS } from '@tollgate/core';
import type { GateContext } from '../gate-context.js';
import { GuardedStore } from '../guarded-store.js';
import { createRandomBytes } from '../random-bytes.js';
import type { AdmitClaim, AdmitResult, Choice, Limit, Opening, Store, Sum } from '../store.js';
import type { SelfTestRule } from './report.js';

const SUMS: readonly Sum[] = ['exposed', 'untrusted', 'all'];

/** What is asked of the store, and what it must say. */
interface Probe {
  readonly of: string;
  readonly code: Code;
  /** True for what the next ones stand on: no rule, and told only where it goes wrong. */
  readonly isStep?: boolean;
  readonly expected: string;
  readonly or?: string;
  readonly ask: () => Promise<{ readonly kind: string }>;
}

/**
 * Asks the store in use for what it must refuse, under random names and in a meter that belongs to no money. What that
 * leaves is a few hundred bytes that expire within 26 hours. Throws what the store throws.
 */
export async function probeStore(context: GateContext): Promise<readonly SelfTestRule[]> {
  const { options, book } = context;
  const { clock, storeTimeoutMs } = options;
  const cap = { hourMicroUsd: Infinity, dayMicroUsd: Infinity, monthMicroUsd: Infinity };
  const store = new GuardedStore(options.store ?? context.store, {
    cap,
    clock,
    timeoutMs: storeTimeoutMs,
    fallback: undefined,
  });
  const bench = new Bench(store, clock, book.version);
  const rules: SelfTestRule[] = [];
  try {
    for (const asked of probesOf(bench)) rules.push(...(await ruleOf(asked)));
  } finally {
    await bench.clean();
  }
  return rules;
}

/** Each says something of what the ones before it left: they are asked in this order. */
function probesOf(bench: Bench): readonly Probe[] {
  const { one, two } = bench;
  const { pid } = one.permit;
  /** Nothing is left of what is refused: a second call is not counted. */
  const other = (change: Partial<AdmitClaim> = {}) => ({ ...bench.fresh(), isSecondCall: true, ...change });
  return [
    ...SUMS.map((sum) => full(`no room, ${sum}`, () => bench.admit(other(), [limitOf(sum, 0)]))),
    { of: 'no open room', ...CLOSED, ask: () => bench.admit(other(), [], 'known-number') },
    step('granted', () => bench.admit(one, [])),
    { of: 'a token again', ...USED, ask: () => bench.admit({ ...one, idempotency: undefined }, []) },
    { of: 'a token with another key', ...MISMATCH, ask: () => bench.admit({ ...one, idempotency: 'other' }, []) },
    { of: 'a number again', ...SPACED, ask: () => bench.admit(other({ number: one.number }), []) },
    step('granted', () => bench.admit(two, [])),
    { of: 'a third number of a device', ...DEVICE_FULL, ask: () => bench.admit(other({ device: one.device }), []) },
    step('claimed', () => bench.store.claim(pid)),
    { of: 'a permit again', ...CLAIMED, ask: () => bench.store.claim(pid) },
    { of: 'a permit of nobody', ...UNKNOWN, ask: () => bench.store.claim(other().permit.pid) },
    // One is claimed and one is held: both count.
    ...SUMS.map((sum) => full(`room used up, ${sum}`, () => bench.admit(other(), [limitOf(sum, 2)]))),
    full('all money used up in shadow mode', () => bench.admit(other({ isShadow: true }), [limitOf('all', 2)])),
  ];
}

/** What a store says, and the code that it comes to. */
const FULL = { expected: 'full', code: 'pool-exhausted' } as const;
// One that lost writes says so instead.
const CLOSED = { expected: 'closed', or: 'degraded', code: 'country-refused' } as const;
const USED = { expected: 'used', code: 'token-used' } as const;
const MISMATCH = { expected: 'mismatch', code: 'idempotency-mismatch' } as const;
const SPACED = { expected: 'spaced', code: 'number-spacing' } as const;
const DEVICE_FULL = { expected: 'device-full', code: 'device-exhausted' } as const;
const CLAIMED = { expected: 'permit-claimed', code: 'permit-claimed' } as const;
const UNKNOWN = { expected: 'permit-unknown', code: 'permit-unknown' } as const;

function limitOf(sum: Sum, limit: number): Limit {
  return { sum, window: 'hour', limit };
}

function full(of: string, ask: Probe['ask']): Probe {
  return { of, ...FULL, ask };
}

function step(expected: string, ask: Probe['ask']): Probe {
  return { of: `a text to be ${expected}`, code: 'store-unavailable', isStep: true, expected, ask };
}

async function ruleOf({ of, code, expected, or, isStep = false, ask }: Probe): Promise<readonly SelfTestRule[]> {
  const { kind } = await ask();
  const rule = `store: ${of}`;
  if (kind !== expected && kind !== or)
    return [{ rule, code, state: 'fails', note: `the store answered ${kind}, not ${expected}` }];
  return isStep ? [] : [{ rule, code, state: 'denies' }];
}

/** Texts of nobody: two that are granted, and others that must not be. */
class Bench {
  readonly #clock: () => number;
  readonly #random = createRandomBytes();
  readonly #meter = `self-test:${this.#id()}`;
  #controlsVersion: number;
  readonly one: AdmitClaim;
  readonly two: AdmitClaim;

  constructor(
    readonly store: Store,
    clock: () => number,
    controlsVersion: number,
  ) {
    this.#clock = clock;
    this.#controlsVersion = controlsVersion;
    this.one = { ...this.fresh(), idempotency: 'one' };
    this.two = { ...this.fresh(), device: this.one.device };
  }

  fresh(): AdmitClaim {
    return {
      jti: this.#id(),
      redeemedUntilMs: this.#clock() + (LIMITS.challengeTtlSec + LIMITS.clockSkewSec) * 1_000,
      permit: { pid: this.#id(), action: 'self-test', channel: 'sms', segments: 1, microUsd: 1 },
      number: [this.#id(), this.#id(), this.#id()],
      device: this.#id(),
      controlsVersion: this.#controlsVersion,
      isSecondCall: false,
    };
  }

  /** Asks for room in the bench's own meter; a number without a record opens it also where the store lost writes. */
  async admit(
    claim: AdmitClaim,
    limits: readonly Limit[],
    opening: Opening = 'site-known-number',
  ): Promise<AdmitResult> {
    const use = { meter: this.#meter, unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: false } as const;
    const choices: readonly Choice[] = [{ tier: 'known', opening, meters: [{ use, limits }] }];
    for (let turn = 0; ; turn++) {
      const result = await this.store.admit({ ...claim, controlsVersion: this.#controlsVersion }, choices);
      if (result.kind !== 'controls-changed' || turn === 2) return result;
      this.#controlsVersion = result.controls.version;
    }
  }

  /** Takes back what may be taken back. What fails here expires by itself. */
  async clean(): Promise<void> {
    await this.store.settle(this.one.permit.pid, 'failed').catch(() => undefined);
    for (const { number } of [this.one, this.two]) await this.store.forget(number, []).catch(() => undefined);
  }

  #id(): string {
    return encodeBase64url(new Uint8Array(this.#random(LIMITS.idBytes)));
  }
}
