import { ProviderError, type Refused, TollgateError } from '@tollgate/server';
import { requestFacts } from '@tollgate/server/express';
import { type Request } from 'express';
import { newCode } from './codes.js';
import { tokenField } from './form-fields.js';
import { type Session } from './sessions.js';
import { type Site } from './site.js';

export interface TextRequest {
  readonly session: Session;
  readonly phone: string;
  readonly country?: string;
  readonly action: 'signup' | 'login' | 'resend';
  /** The form's nonce, as posted. */
  readonly nonce: string;
}

/** What became of the wish to be texted. */
export type Texted =
  /** `isLate`: the provider fell silent, so the text may have gone out or not. */
  | { readonly kind: 'sent'; readonly isLate?: boolean }
  | { readonly kind: 'refused'; readonly verdict: Refused }
  /** The form is of no session we know: too old, or cookies are off. */
  | { readonly kind: 'stale' }
  /** Plainly no number: the site's own validation comes before the gate. */
  | { readonly kind: 'mistyped' }
  /** The gate allowed it, and the provider did not take it. */
  | { readonly kind: 'failed' };

/** Texts a fresh code if the gate lets it. This is the only place of the site that texts. */
export async function textCode(req: Request, { gate, sender, codes }: Site, wish: TextRequest): Promise<Texted> {
  const { session, nonce, action, phone, country } = wish;
  const state = session.nonces.get(nonce);
  if (state === undefined) return { kind: 'stale' };
  // The same form again, after a reload or a second click: its text is on its way already.
  if (state === 'sent' && session.pending) return { kind: 'sent' };

  if (!looksLikeNumber(phone)) return { kind: 'mistyped' };

  const token = tokenField(req);
  const facts = {
    ...requestFacts(req, gate),
    action,
    phone,
    idempotencyKey: nonce,
    ...(country !== undefined && { country }),
    ...(token !== undefined && { token }),
  };
  const { verdict, result } = await gate.send(facts, async (permit): Promise<Texted> => {
    const code = newCode();
    const text = `${code} is your Corner Shop code. It works for 5 minutes. Never tell it to anybody.`;
    const outcome = await sender.sendSms(permit, { text }).then(() => 'sent' as const, outcomeOf);
    if (outcome === 'unsent') return { kind: 'failed' };
    // A provider that fell silent may well have texted: its code has to work.
    session.pending = codes.keep(code, { channel: 'sms', address: permit.phone });
    session.nonces.set(nonce, 'sent');
    return { kind: 'sent', isLate: outcome === 'unknown' };
  });
  if (verdict.code === 'in-progress') return { kind: 'sent' };
  if (verdict.kind !== 'allow') {
    if (verdict.inbound) session.invited = { invitation: verdict.inbound, phone, country };
    return { kind: 'refused', verdict };
  }
  session.resendAtMs = Date.now() + verdict.resendAfterSec * 1_000;
  // Without a result this form's text went out before, and nothing was sent now.
  return result ?? { kind: 'sent' };
}

/** Only what is plainly no number: whether it exists is for the gate to say. */
const looksLikeNumber = (phone: string) => /^[^\p{L}]*$/u.test(phone) && phone.replace(/[^\p{Nd}]/gu, '').length >= 5;

/** The permit was refused before the network was touched, or the provider did answer, and the answer was no. */
function outcomeOf(error: unknown): 'unsent' | 'unknown' {
  if (!(error instanceof ProviderError)) return error instanceof TollgateError ? 'unsent' : 'unknown';
  if (error.providerCode === 'ECONNREFUSED') return 'unsent';
  return error.code === 'provider-silent' ? 'unknown' : 'unsent';
}
