import { codeRow } from '@tollgate/core';
import type { Refused } from './verdict.js';

/** An HTTP answer in parts, for whichever framework sends it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * The HTTP answer to a verdict other than `allow`: only the public code and what the client needs to go on. A 402
 * carries `{ challenge, expiresInSec, reasons }` for `client.answer(response)`; a 429 says `retryAfterSec` and the `ways` of
 * who would rather not wait, a 403 the `ways`, both with `inbound` where that is one.
 */
export function verdictReply(verdict: Refused): Reply {
  const { status, publicCode } = codeRow(verdict.code);
  const headers = { 'cache-control': 'no-store' };
  const { challenge, expiresInSec, retryAfterSec, ways, inbound } = verdict;
  const other = { ...(ways && { ways }), ...(inbound && { inbound }) };
  if (verdict.kind === 'work') return { status, headers, body: { challenge, expiresInSec, reasons: [publicCode] } };
  if (verdict.kind === 'delay') {
    return {
      status,
      headers: { ...headers, 'retry-after': String(retryAfterSec ?? 1) },
      body: { code: publicCode, retryAfterSec, ...other },
    };
  }
  return { status, headers, body: { code: publicCode, ...other } };
}
