import { randomBytes } from 'node:crypto';
import { countSegments } from './count-segments.js';
import { type StandInAccount } from './credentials.js';
import { jsonReply, type Reply } from './exchange.js';
import { type Arrival } from './inbox.js';
import { PRICES_AS_OF, priceUsd } from './prices.js';
import { twilioError } from './twilio-error.js';

/** What a request wants sent, or the refusal that Twilio would give. */
export type Wanted = { readonly arrival: Arrival; readonly reply: Reply } | { readonly refusal: Reply };

const E164 = /^\+[1-9][0-9]{6,14}$/;
const MAX_BODY_CHARS = 1_600;

export const isE164 = (value: string | null) => value !== null && E164.test(value);

/** Twilio's ids: a prefix and 32 hexadecimal digits. */
export const newSid = (prefix: string) => prefix + randomBytes(16).toString('hex');

/** `POST /2010-04-01/Accounts/{AccountSid}/Messages.json`. */
export function wantMessage(form: URLSearchParams, account: StandInAccount): Wanted {
  const to = form.get('To');
  const from = form.get('From');
  const body = form.get('Body') ?? '';
  if (!to) return { refusal: twilioError(21604) };
  if (!isE164(to)) return { refusal: twilioError(21211, to.slice(0, 40)) };
  if (!from) return { refusal: twilioError(21603) };
  if (from !== account.from) return { refusal: twilioError(21606) };
  if (body === '') return { refusal: twilioError(21602) };
  if (Array.from(body).length > MAX_BODY_CHARS) return { refusal: twilioError(21617) };
  const arrival = textArrival({ sid: newSid('SM'), to, from, body, kind: 'sms' });
  return { arrival, reply: jsonReply(201, messageResource(arrival, account)) };
}

export function textArrival(text: Pick<Arrival, 'sid' | 'to' | 'from' | 'body'> & { kind: 'sms' | 'call' }): Arrival {
  const { segments, encoding } = text.kind === 'call' ? { segments: 1, encoding: 'speech' } : countSegments(text.body);
  return {
    ...text,
    segments,
    encoding,
    receivedAt: new Date().toISOString(),
    priceUsd: priceUsd(text.to, text.kind, segments),
    priceAsOf: PRICES_AS_OF,
    answered: true,
  };
}

/** RFC 2822, with the offset in digits as Twilio writes it. */
const rfc2822 = (iso: string) => new Date(iso).toUTCString().replace('GMT', '+0000');

function messageResource(arrival: Arrival, account: StandInAccount): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${account.accountSid}/Messages/${arrival.sid}`;
  return {
    account_sid: account.accountSid,
    api_version: '2010-04-01',
    body: arrival.body,
    date_created: rfc2822(arrival.receivedAt),
    date_sent: null,
    date_updated: rfc2822(arrival.receivedAt),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: arrival.from,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: String(arrival.segments),
    // Twilio fills the price in later, from the carrier's bill.
    price: null,
    price_unit: 'USD',
    sid: arrival.sid,
    status: 'queued',
    subresource_uris: { media: `${uri}/Media.json` },
    to: arrival.to,
    uri: `${uri}.json`,
  };
}
