import { accept, LIMITS, refuse, type Result } from '@tollgate/core';
import type { GateContext } from '../gate-context.js';
import { orUnavailable } from '../or-unavailable.js';
import { readPhone } from '../phone-number.js';
import { arrivalKey, checkOf, type InboundSecret, readSecret } from './secret.js';

/** A text that somebody sent to the site, as the provider tells of it. */
export interface InboundText {
  /** Whose text it claims to be, E.164. */
  readonly from: unknown;
  /** Which number it was sent to, E.164. */
  readonly to: unknown;
  readonly text: unknown;
}

/** Minutes in which a ticket can still live that was made in the first of them… */
const MINUTES = Math.ceil(LIMITS.inboundTtlSec / 60);
/** …and by how many another process's clock may be ahead. */
const MINUTES_AHEAD = Math.ceil(LIMITS.clockSkewSec / 60);

/**
 * Takes a text to the site's own number, and keeps once that its secret arrived from its sender, until no such text would be taken any more.
 *
 * Codes: `inbound-recipient-mismatch`, `number-invalid` (the sender is no number), `inbound-text-malformed`,
 * `inbound-secret-wrong` (not shown for this number in the last minutes), `inbound-repeated`. Nothing is stored with any of them.
 */
export async function takeInboundText(context: GateContext, { from, to, text }: InboundText): Promise<Result<true>> {
  const { inbound } = context.options;
  if (!inbound) throw new TypeError('option "inbound" is not set: this gate takes no texts');
  const recipient = readPhone(to);
  if (!recipient.ok || recipient.value.number !== inbound.number) return refuse('inbound-recipient-mismatch');
  const sender = readPhone(from);
  if (!sender.ok) return sender;
  const e164 = sender.value.number;
  const secret = readSecret(text);
  if (!secret) return refuse('inbound-text-malformed');
  const minute = await minuteOf(context, secret, e164);
  if (minute === undefined) return refuse('inbound-secret-wrong');
  const key = await arrivalKey(context, { code: secret.code, e164 });
  const ttlMs = (minute + MINUTES + MINUTES_AHEAD + 1) * 60_000 - context.options.clock();
  const isNew = await orUnavailable('the text was not taken: the store does not answer', () =>
    context.store.mark(key, Math.ceil(ttlMs)),
  );
  return isNew ? accept(true) : refuse('inbound-repeated');
}

/** In which minute a secret was shown for this number, or `undefined` for one that was not. */
async function minuteOf(context: GateContext, { code, check }: InboundSecret, e164: string) {
  const latest = Math.floor(context.nowSec() / 60) + MINUTES_AHEAD;
  for (let minute = latest; minute >= latest - MINUTES_AHEAD - MINUTES; minute--) {
    if ((await checkOf(context, { code, e164, minute })) === check) return minute;
  }
  return undefined;
}
