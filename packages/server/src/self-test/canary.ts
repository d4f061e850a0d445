import type { Code, Result } from '@tollgate/core';
import type { Impression } from '../evidence/evidence.js';
import type { Destination } from '../phone-number.js';
import { TollgateError } from '../tollgate-error.js';
import type { Verdict } from '../verdict.js';

/** What a rule answered: a verdict, or in a verdict's words what else it says. */
export interface CanaryAnswer {
  readonly kind: Verdict['kind'];
  readonly code?: Code | undefined;
  readonly reasons: readonly string[];
  readonly impression?: Impression | undefined;
}

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
  readonly show: () => Promise<CanaryAnswer>;
}

/** What a canary needs to have gone well before: a refusal there would say nothing of the rule. */
export function demandAllow<Answer extends CanaryAnswer>(
  answer: Answer,
): asserts answer is Extract<Answer, { kind: 'allow' }> {
  if (answer.kind !== 'allow') throw new Error(`refused before the canary: ${answer.reasons.join(' ')}`);
}

/** The answer of what is taken or refused and is no verdict. */
export function answerOf(result: Result<unknown>): CanaryAnswer {
  return result.ok ? TAKEN : refusedWith(result.code);
}

/** The answer of what throws a `TollgateError` where it refuses. Anything else that it throws is no answer. */
export async function answerOfCall(call: () => Promise<unknown>): Promise<CanaryAnswer> {
  try {
    await call();
    return TAKEN;
  } catch (error) {
    if (error instanceof TollgateError) return refusedWith(error.code);
    throw error;
  }
}

const TAKEN: CanaryAnswer = Object.freeze({ kind: 'allow', reasons: Object.freeze([]) });

function refusedWith(code: Code): CanaryAnswer {
  return { kind: 'deny', code, reasons: [code] };
}
