import { type StandInAccount } from './credentials.js';
import { jsonReply, type Reply } from './exchange.js';
import { isE164, textArrival, type Wanted } from './messages-api.js';
import { twilioError } from './twilio-error.js';
import { MAX_CHECKS, MAX_SENDS, type Verification, type Verifications } from './verifications.js';

export interface VerifyCall {
  readonly serviceSid: string;
  readonly form: URLSearchParams;
  readonly account: StandInAccount;
}

/** `POST /v2/Services/{ServiceSid}/Verifications`: texts or speaks a code that the stand-in made. */
export function wantVerification({ serviceSid, form, account }: VerifyCall, verifications: Verifications): Wanted {
  const to = form.get('To');
  const channel = form.get('Channel');
  if (!to || !isE164(to)) return { refusal: twilioError(60200, 'To') };
  if (channel !== 'sms' && channel !== 'call') return { refusal: twilioError(60200, 'Channel') };
  const pending = verifications.find(serviceSid, to);
  if (pending && pending.sends >= MAX_SENDS) return { refusal: twilioError(60203) };

  const verification = verifications.start({ serviceSid, to, channel });
  const name = (form.get('CustomFriendlyName') ?? 'demo').slice(0, 30);
  const body = `Your ${name} verification code is: ${verification.code}`;
  const arrival = textArrival({ sid: verification.sid, to, from: null, body, kind: channel });
  return { arrival, reply: jsonReply(201, verificationResource(verification, { account, status: 'pending' })) };
}

/** `POST /v2/Services/{ServiceSid}/VerificationCheck`: approved once, and gone. */
export function checkVerification({ serviceSid, form, account }: VerifyCall, verifications: Verifications): Reply {
  const code = form.get('Code');
  if (!code || code.length > 10) return twilioError(60200, 'Code');
  const subject = form.get('VerificationSid') ?? form.get('To') ?? '';
  const verification = verifications.find(serviceSid, subject);
  if (!verification) return twilioError(20404);
  if (verification.checks >= MAX_CHECKS) return twilioError(60202);
  const status = verifications.check(verification, code) ? 'approved' : 'pending';
  return jsonReply(200, verificationResource(verification, { account, status }));
}

interface Standing {
  readonly account: StandInAccount;
  readonly status: 'pending' | 'approved';
}

function verificationResource(verification: Verification, { account, status }: Standing): Record<string, unknown> {
  const { sid, serviceSid, to, channel } = verification;
  // ISO 8601 to the second: the Verify API writes its dates otherwise than the older one.
  const created = `${new Date(verification.createdAtMs).toISOString().slice(0, 19)}Z`;
  return {
    sid,
    service_sid: serviceSid,
    account_sid: account.accountSid,
    to,
    channel,
    status,
    valid: status === 'approved',
    lookup: { carrier: null },
    amount: null,
    payee: null,
    send_code_attempts: [{ time: created, channel: channel.toUpperCase(), attempt_sid: sid.replace('VE', 'VL') }],
    date_created: created,
    date_updated: `${new Date().toISOString().slice(0, 19)}Z`,
    sna: null,
    url: `https://verify.twilio.com/v2/Services/${serviceSid}/Verifications/${sid}`,
  };
}
