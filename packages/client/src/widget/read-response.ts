import { isJsonObject } from '@tollgate/core';
import { ANSWER_MAX_BYTES, isResponse, readBoundedBody } from '../session/read-bounded-body.js';

/** As the gate's own failures are. */
const UNREADABLE = { code: 'internal' };

/**
 * What a server answered to a submission, a `Response` (which stays readable) or the body itself, as a body that
 * `readRefusal` knows. `undefined` where it went through. A refusal that is no JSON object of at most 16 KiB is told as
 * `internal`, and none at all, `Response.error()`, as `network-failed`.
 */
export async function readResponse(answer: unknown): Promise<unknown> {
  if (!isResponse(answer)) return answer;
  if (answer.ok) return undefined;
  if (answer.status === 0) return { code: 'network-failed' };
  try {
    const bytes = await readBoundedBody(answer.clone(), ANSWER_MAX_BYTES);
    // For what is shown: what is sent again is read more strictly.
    const body: unknown = bytes && JSON.parse(new TextDecoder().decode(bytes));
    return isJsonObject(body) ? body : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}
