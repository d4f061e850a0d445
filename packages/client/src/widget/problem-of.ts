import type { TollgateError, TollgateErrorCode } from '../tollgate-error.js';
import type { Problem, Situation } from './situation.js';

/** What a person can do about each; the rest is `failed`: try again, or choose another way. */
const PROBLEMS: Partial<Record<TollgateErrorCode, Problem>> = {
  'network-failed': 'offline',
  'try-later': 'tryLater',
  'crypto-unavailable': 'insecure',
  'number-invalid': 'numberInvalid',
};

/** What to show of an error that kept a token from being made. */
export function problemOf({ code, retryAfterSec }: TollgateError, nowMs: number): Situation {
  const problem = PROBLEMS[code] ?? 'failed';
  if (problem !== 'tryLater') return { kind: 'problem', problem, code };
  if (retryAfterSec === undefined) return { kind: 'problem', problem: 'failed', code };
  return { kind: 'problem', problem, code, untilMs: nowMs + 1_000 * retryAfterSec };
}
