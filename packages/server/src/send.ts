import type { Judgement } from './admit.js';
import { refusal } from './admit.js';
import type { GateContext } from './gate-context.js';
import { type Permit, wasClaimTried } from './permit.js';
import { TollgateError } from './tollgate-error.js';
import type { Allow, Refused, Verdict } from './verdict.js';

/** What `gate.send` came to: the verdict, and what the callback resolved to where it was called. */
export interface Sent<T> {
  readonly verdict: Verdict;
  readonly result?: T;
}

/** An `allow` that was given before under the same key, judged by how far its permit has gone since. */
export function withoutSecondText(context: GateContext, judgement: Judgement): Judgement {
  const { repeats, verdict } = judgement;
  if (repeats === 'claimed') return { ...judgement, verdict: inProgress(verdict) };
  if (repeats !== 'failed') return judgement;
  return { ...judgement, verdict: refusal(context, 'token-used', { cost: verdict.cost }) };
}

/** Hands the permit over. Two requests with one key may both hold it: the one that comes second is `in-progress`. */
export async function handOver<T>(
  { verdict, facts }: Judgement & { readonly verdict: Allow },
  callback: (permit: Permit) => Promise<T>,
): Promise<Sent<T>> {
  try {
    const result = await callback(verdict.permit);
    if (wasClaimTried(verdict.permit)) return { verdict, result };
  } catch (error) {
    const isSecond = error instanceof TollgateError && error.code === 'permit-claimed';
    if (isSecond && facts?.idempotencyKey !== undefined) return { verdict: inProgress(verdict) };
    throw error;
  }
  throw new TollgateError('permit-unused', 'the callback of gate.send claimed nothing: text through a sender');
}

/** A text is on its way: no other way is shown beside it. */
function inProgress({ cost }: Verdict): Refused {
  return { kind: 'delay', code: 'in-progress', reasons: ['in-progress'], cost, retryAfterSec: 1 };
}
