import { type Refused } from '@tollgate/server';
import { type Notice } from './pages/notice.js';

export const MISTYPED: Notice = {
  text: 'That does not look like a whole phone number. Please check the number and the country.',
  kind: 'number-invalid',
};

export const STALE: Notice = {
  text: 'This page was open for too long, or your browser refuses cookies. Please send it once more.',
  kind: 'stale',
};

export const NOT_SENT: Notice = {
  text: 'We could not send a text just now. Please try again, or continue by e-mail.',
  kind: 'failed',
  offerMail: true,
};

/** Codes that a person can do something about. Every other refusal reads alike, so that it teaches nobody the rules. */
const BY_CODE: Readonly<Record<string, string>> = {
  'number-invalid': MISTYPED.text,
  'number-unassigned': 'We cannot text this number. Please check it, or continue by e-mail.',
  'number-premium-rate': 'We do not text premium-rate numbers. Please use another, or continue by e-mail.',
  'number-shared-cost': 'We do not text shared-cost numbers. Please use another, or continue by e-mail.',
  'number-satellite': 'We do not text satellite phones. Please use another number, or continue by e-mail.',
  'number-pager': 'We do not text pagers. Please use another number, or continue by e-mail.',
  'number-mismatch': 'The number changed while it was being checked. Please send it once more.',
  'challenge-expired': 'This page was open for too long. Please send it once more.',
  'token-used': 'This form was sent before. Please send it once more.',
  'idempotency-mismatch': 'This form was sent before. Please send it once more.',
};

/** What a person reads when the gate did not allow a text: what happens next, and always a way on. */
export function refusalNotice(verdict: Refused): Notice {
  return { ...wordsOf(verdict), offerTextUs: verdict.inbound !== undefined };
}

function wordsOf(verdict: Refused): Notice {
  const kind = verdict.kind;
  const known = BY_CODE[verdict.code];
  if (known !== undefined) return { text: known, kind, offerMail: kind === 'deny' && !isTyping(verdict) };
  switch (kind) {
    case 'work':
      return { text: 'Your browser has to do a little more work for this text. Please press the button again.', kind };
    case 'delay':
      return { text: `A text is possible again ${inWords(verdict.retryAfterSec ?? 60)}.`, kind, offerMail: true };
    case 'step-up':
      return {
        text: 'We cannot text you a code here. You can continue by e-mail instead.',
        kind,
        offerMail: true,
      };
    default:
      return {
        text: 'We could not check this page. Please reload it and try again, or continue by e-mail.',
        kind,
        offerMail: true,
      };
  }
}

/** Whether the number as typed is what is wrong, so that its field is marked. */
export const isTyping = (verdict: Refused) => verdict.code === 'number-invalid';

function inWords(seconds: number): string {
  if (seconds < 90) return `in ${Math.ceil(seconds)} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}
