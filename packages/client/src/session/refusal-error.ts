import { isKid } from '@tollgate/core';
import { TollgateError } from '../tollgate-error.js';
import type { JsonAnswer } from './post-json.js';

/** Turns the endpoint's refusal, `{ code: <public code> }`, into the error that the page sees. */
export function refusalError(answer: JsonAnswer): TollgateError {
  const { status, headers, body } = answer;
  const code = body?.['code'];
  // Public codes have a key name's spelling; anything else is not repeated.
  const serverCode = isKid(code) ? code : undefined;
  if (status === 429) {
    const retryAfterSec = readSeconds(headers.get('retry-after'));
    return new TollgateError('try-later', 'too many challenges were asked for', { serverCode, retryAfterSec });
  }
  if (serverCode === 'number-invalid') {
    return new TollgateError('number-invalid', 'the server cannot read this number', { serverCode });
  }
  return new TollgateError('challenge-refused', `the challenge endpoint answered ${status}`, { serverCode });
}

function readSeconds(text: string | null): number | undefined {
  return text !== null && /^[0-9]{1,6}$/.test(text) ? Number(text) : undefined;
}
