import type { Code } from '@tollgate/core';
import type { Destination } from '../phone-number.js';
import type { Verdict } from '../verdict.js';

/** A request that one rule has to refuse. */
export interface Canary {
  readonly code: Code;
  /** What tells it from others of its code: `pool:DE untrusted day, cold`. */
  readonly of?: string | undefined;
  /** What the refusal names besides its code, in this order; not compared where it is absent. */
  readonly names?: readonly string[] | undefined;
  /** The row of evidence that has to notice it, where one has to. */
  readonly notices?: string | undefined;
  /** Where it leads, if not to the sandbox's home. */
  readonly leadsTo?: Destination | undefined;
  /** Why the options let such a request pass, where they do. */
  readonly off?: string | undefined;
  readonly show: () => Promise<Verdict>;
}

/** What a canary needs to have gone well before: a refusal there would say nothing of the rule. */
export function demandAllow(verdict: Verdict): void {
  if (verdict.kind !== 'allow') throw new Error(`refused before the canary: ${verdict.reasons.join(' ')}`);
}
