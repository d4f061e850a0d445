import type { OtherWays, Problem, Situation, TextUs } from './situation.js';

const WAYS_MAX = 16;
/** A name or a secret: nothing that turns or hides what is written beside it. */
const WORD = /^[\w-]{1,64}$/;
/** A day: nobody counts longer. */
const SECONDS_MAX = 86_400;

/** Public codes of a gate: no text goes to this number, and another way is not offered. */
const DENIALS = ['number-refused', 'step-up'];
/** Those of a site that is not set up right, of an answer that is not complete, and of `readResponse`. */
const PROBLEMS: ReadonlyMap<string, Problem> = new Map([
  ['number-invalid', 'numberInvalid'],
  ['network-failed', 'offline'],
  ...['origin-refused', 'action-unknown', 'channel-unknown', 'try-later', 'in-progress', 'internal'].map(
    (code) => [code, 'failed'] as const,
  ),
]);

/**
 * Reads what a server answered to a submission, as `verdictReply` writes it, into what is to be shown. `undefined` for what is
 * no refusal of a gate's: the site's own refusals, with codes of its own, are the site's to show. `nowMs` is the page's
 * monotonic clock.
 */
export function readRefusal(body: unknown, nowMs: number): Situation | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { code: said, ways, inbound, retryAfterSec } = body as Readonly<Record<string, unknown>>;
  const code = typeof said === 'string' ? said : '';
  // Nothing is wrong with the number; another press makes another token.
  const problem = code.startsWith('token-') ? 'expired' : PROBLEMS.get(code);
  // What passes by itself, or by another way, is no problem.
  if (problem && problem !== 'failed') return { kind: 'problem', problem, code };
  const open: OtherWays = { ways: readWays(ways), textUs: readInbound(inbound, nowMs) };
  if (isSeconds(retryAfterSec)) {
    return { kind: 'wait', untilMs: nowMs + 1_000 * retryAfterSec, again: false, ...open };
  }
  if (open.ways.length > 0) return { kind: 'other-ways', ...open };
  if (problem) return { kind: 'problem', problem, code };
  return DENIALS.includes(code) ? { kind: 'denied' } : undefined;
}

function readWays(ways: unknown): readonly string[] {
  return Array.isArray(ways) ? ways.slice(0, WAYS_MAX).filter((way) => isTextOf(WORD, way)) : [];
}

function readInbound(inbound: unknown, nowMs: number): TextUs | undefined {
  if (typeof inbound !== 'object' || inbound === null) return undefined;
  const { number, secret, expiresInSec } = inbound as Readonly<Record<string, unknown>>;
  if (!isTextOf(/^\+\d{3,15}$/, number) || !isTextOf(WORD, secret)) return undefined;
  if (!isSeconds(expiresInSec)) return undefined;
  return { number, secret, untilMs: nowMs + 1_000 * expiresInSec };
}

const isTextOf = (shape: RegExp, value: unknown): value is string => typeof value === 'string' && shape.test(value);

const isSeconds = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= SECONDS_MAX;
