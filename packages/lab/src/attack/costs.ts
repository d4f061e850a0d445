import { type Assumption, puzzleCost } from '@tollgate/core';
import { figure, guess } from '../world/assumption.js';
import { DEFAULT_PUZZLE } from '../world/default-puzzle.js';

const { native, gpu } = puzzleCost(DEFAULT_PUZZLE.alg)!;

/** What attackers pay. */
export const ATTACK_COSTS = {
  nativeHashesPerSec: native.hashesPerSec,
  coreHourUsd: native.hourUsd,
  gpuHashesPerSec: gpu.hashesPerSec,
  gpuHourUsd: gpu.hourUsd,
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
