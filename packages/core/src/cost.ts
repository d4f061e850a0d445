import type { PuzzleSpec } from './challenge.js';
import type { Assumption, AttackerCost, PuzzleCost } from './puzzle-cost.js';
import type { PuzzleName } from './puzzle-table.js';
import { argon2id1Cost } from './puzzles/argon2id-1-cost.js';
import { hashwx1Cost } from './puzzles/hashwx-1-cost.js';

/** What the attacker pays for each row; apart from the rows, since browsers that solve them have no use for it. */
const COSTS: Readonly<Record<PuzzleName, PuzzleCost>> = {
  'hashwx-1': hashwx1Cost,
  'argon2id-1': argon2id1Cost,
};

/** What a puzzle asks of whoever solves it. Nobody pays less than this; the expectation, not one solver's luck. */
export interface WorkCost {
  /** Expected hashes, k × p. */
  readonly hashes: number;
  /** Seconds of one native server core. */
  readonly coreSeconds: number;
  /**
   * Whole micro-dollars for a million proofs. One proof costs an attacker far less than a micro-dollar: work is a
   * throttle, not the price of a text.
   */
  readonly nativeMicroUsdPerMillion: number;
  readonly gpuMicroUsdPerMillion: number;
  readonly assumptions: readonly Assumption[];
}

/** What an attacker pays for hashes of the row named `alg`, or `undefined`. */
export function puzzleCost(alg: string): PuzzleCost | undefined {
  return Object.hasOwn(COSTS, alg) ? COSTS[alg as PuzzleName] : undefined;
}

/** States what `spec` costs: expected hashes → core-seconds → attacker dollars. Throws `RangeError` for an unknown row. */
export function workCost(spec: PuzzleSpec): WorkCost {
  const cost = puzzleCost(spec.alg);
  if (!cost) throw new RangeError(`unknown puzzle "${spec.alg}"`);
  const hashes = spec.k * spec.p;
  const { native, gpu } = cost;
  return {
    hashes,
    coreSeconds: hashes / native.hashesPerSec.value,
    nativeMicroUsdPerMillion: microUsdPerMillion(hashes, native),
    gpuMicroUsdPerMillion: microUsdPerMillion(hashes, gpu),
    assumptions: [native.hashesPerSec, native.hourUsd, gpu.hashesPerSec, gpu.hourUsd],
  };
}

/** Dollars a proof × 10^6 proofs × 10^6 micro-dollars. */
function microUsdPerMillion(hashes: number, cost: AttackerCost): number {
  const seconds = hashes / cost.hashesPerSec.value;
  return Math.round((seconds / 3_600) * cost.hourUsd.value * 1e12);
}
