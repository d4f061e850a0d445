import { LIMITS } from '@tollgate/core';
import { GuardedStore } from '../guarded-store.js';
import { createMemoryStore } from '../memory-store/memory-store.js';
import { microUsdOf } from '../prices/micro-usd.js';
import type { CapMicroUsd } from '../pools.js';
import type { Window } from '../store.js';
import { type Canary, type CanaryAnswer, demandAllow } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import type { Sandbox } from './sandbox.js';

interface OwnLimit {
  readonly window: Window;
  readonly option: 'hourUsd' | 'dayUsd' | 'monthUsd';
  readonly limit: keyof CapMicroUsd;
  /** How long money has left the next shorter window, and is still in this one. */
  readonly afterSec: number;
}

const OWN_LIMITS: readonly OwnLimit[] = [
  { window: 'hour', option: 'hourUsd', limit: 'hourMicroUsd', afterSec: 0 },
  { window: 'day', option: 'dayUsd', limit: 'dayMicroUsd', afterSec: 7_200 },
  { window: 'month', option: 'monthUsd', limit: 'monthMicroUsd', afterSec: 180_000 },
];
const NO_CAP: CapMicroUsd = { hourMicroUsd: Infinity, dayMicroUsd: Infinity, monthMicroUsd: Infinity };

/** What the process itself lets go out, whatever a store grants: each window's limit of it alone. */
export function ownCapCanaries({ site }: CanaryVisitor): readonly Canary[] {
  return OWN_LIMITS.map((own) => {
    return { code: 'cap-reached', of: `the process’s own, ${own.window}`, show: () => spend(site, own) };
  });
}

/** Spends the operator's cap in two texts, to the micro-dollar, and one micro-dollar more. The store has no limit at all. */
async function spend(site: Sandbox, { option, limit, afterSec }: OwnLimit): Promise<CanaryAnswer> {
  const scene = site.scene();
  const { context } = scene;
  const { clock, cap, storeTimeoutMs } = context.options;
  const guard = { cap: { ...NO_CAP, [limit]: context.book.pools.cap[limit] }, clock, timeoutMs: storeTimeoutMs };
  const store = new GuardedStore(createMemoryStore({ clock }), { ...guard, fallback: undefined });
  const all = microUsdOf(cap[option]);
  const half = Math.floor(all / 2);
  for (const microUsd of [half, all - half]) demandAllow(await claim(site, store, { microUsd, nowMs: clock() }));
  scene.pass(afterSec);
  return claim(site, store, { microUsd: 1, nowMs: clock() });
}

interface Claiming {
  readonly microUsd: number;
  readonly nowMs: number;
}

/** Holds a text that no limit stops, and claims it. */
async function claim(site: Sandbox, store: GuardedStore, { microUsd, nowMs }: Claiming): Promise<CanaryAnswer> {
  const name = () => site.randomBytes(LIMITS.idBytes).join('.');
  const pid = name();
  const text = {
    jti: name(),
    redeemedUntilMs: nowMs + LIMITS.challengeTtlSec * 1_000,
    permit: { pid, action: site.action, channel: 'sms', segments: 1, microUsd } as const,
    number: [name(), name(), name()] as const,
    device: name(),
    controlsVersion: 0,
    isSecondCall: false,
  };
  await store.admit(text, [{ tier: 'cold', opening: 'anyone', meters: [] }]);
  const { kind } = await store.claim(pid);
  if (kind === 'claimed') return { kind: 'allow', reasons: [kind] };
  return { kind: 'deny', code: kind, reasons: [kind] };
}
