import type { Assumption } from '@tollgate/core';
import { figure, guess } from '../world/assumption.js';

/** What attackers pay. */
export const ATTACK_COSTS = {
  nativeHashesPerSec: figure('native HashWX, one server core', 950_000, {
    unit: 'H/s',
    date: '2026-11-22',
    source: 'measured, 0.85 to 1.3 × 10^6',
  }),
  coreHourUsd: guess('one server core for an hour, order of magnitude of spot prices', 0.01, 'USD'),
  gpuHashesPerSec: figure('HashWX on an RTX 5060 Ti', 5_800_000, {
    unit: 'H/s',
    date: '2026-09-20',
    source: "HashWX's author, Cap issue 318",
  }),
  gpuHourUsd: figure('an RTX 4090 for an hour', 0.68, {
    unit: 'USD',
    date: '2026-06',
    source: 'vast.ai on demand, the lower end of 0.68 to 0.88',
  }),
  captchaUsd: figure('one captcha solved', 0.001, {
    unit: 'USD',
    date: '2026',
    source: "several solver services' price lists: 0.40 to 1.99 a thousand",
  }),
  proxyGbUsd: figure('a gigabyte through residential proxies', 2, {
    unit: 'USD',
    date: '2026',
    source: "providers' price lists: 0.89 to 5",
  }),
  requestMb: guess('one request through a proxy', 0.2, 'MB'),
  farmUsd: guess('one form filled in by hand, with a code typed back', 0.02, 'USD'),
  accountUsd: guess('an account that does something real: a small purchase, a history', 0.5, 'USD'),
} as const satisfies Readonly<Record<string, Assumption>>;

/** Hardware that an attacker works with. */
export type Hardware = 'native' | 'gpu';

/** Dollars for so many hashes. */
export function workUsd(hashes: number, hardware: Hardware): number {
  const { nativeHashesPerSec, coreHourUsd, gpuHashesPerSec, gpuHourUsd } = ATTACK_COSTS;
  const [perSec, hourUsd] = hardware === 'native' ? [nativeHashesPerSec, coreHourUsd] : [gpuHashesPerSec, gpuHourUsd];
  return (hashes / perSec.value / 3_600) * hourUsd.value;
}

/** Dollars for one request over a connection of its own. */
export function requestUsd(): number {
  return (ATTACK_COSTS.requestMb.value / 1_000) * ATTACK_COSTS.proxyGbUsd.value;
}

/** Proofs of so many hashes that one core or one GPU makes in a second. */
export function proofsPerSec(hashes: number, hardware: Hardware): number {
  const { nativeHashesPerSec, gpuHashesPerSec } = ATTACK_COSTS;
  return (hardware === 'native' ? nativeHashesPerSec : gpuHashesPerSec).value / hashes;
}
