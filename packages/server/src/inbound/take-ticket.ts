import { accept, type Code, decodeInboundTicket, type InboundTicket, refuse, type Result } from '@tollgate/core';
import type { GateContext } from '../gate-context.js';
import { macFault } from '../mac-fault.js';
import { bindsNumber } from '../number-binding.js';
import { orUnavailable } from '../or-unavailable.js';
import { type PhoneAsTyped, readPhone } from '../phone-number.js';
import type { SpendResult } from '../store.js';
import { arrivalKey, codeOf } from './secret.js';

/** A ticket, and what the session it was shown in says beside it. */
export interface InboundClaim extends PhoneAsTyped {
  readonly ticket: unknown;
  readonly action: unknown;
}

/** Somebody who texted the site: that the text came from this number is all that is known. */
export interface TextedIn {
  /** E.164. */
  readonly phone: string;
}

/** A ticket of ours, with the kid that signed it. */
interface OwnTicket {
  readonly kid: string;
  readonly ticket: InboundTicket;
}

const SPENT: Readonly<Record<Exclude<SpendResult, 'spent'>, Code>> = {
  unknown: 'inbound-pending',
  'spent-before': 'inbound-used',
};

/**
 * Takes the arrival that a ticket waits for, once.
 *
 * Codes, in the order of checks: `inbound-ticket-invalid`, `inbound-key-unknown`, `inbound-forged`, `inbound-foreign` (another
 * site's), `inbound-expired`, `inbound-action-mismatch`, `inbound-number-mismatch`, then `inbound-pending` (nothing arrived
 * yet: ask again) or `inbound-used`.
 */
export async function takeInbound(context: GateContext, claim: InboundClaim): Promise<Result<TextedIn>> {
  const { inbound } = context.options;
  if (!inbound) throw new TypeError('option "inbound" is not set: this gate invites nobody');
  const own = await readOwnTicket(context, claim.ticket);
  if (!own.ok) return own;
  const { ticket } = own.value;
  if (ticket.site !== context.options.site) return refuse('inbound-foreign');
  if (ticket.expSec <= context.nowSec()) return refuse('inbound-expired');
  // Also where the operator took the action off the list since.
  if (ticket.action !== claim.action || !inbound.actions.includes(ticket.action)) {
    return refuse('inbound-action-mismatch');
  }
  const e164 = await boundNumber(context, own.value, claim);
  if (e164 === undefined) return refuse('inbound-number-mismatch');
  const key = await arrivalKey(context, { code: await codeOf(context, ticket.tid), e164 });
  const spent = await orUnavailable('the arrival was not taken: the store does not answer', () =>
    context.store.spend(key),
  );
  return spent === 'spent' ? accept({ phone: e164 }) : refuse(SPENT[spent]);
}

async function readOwnTicket(context: GateContext, text: unknown): Promise<Result<OwnTicket>> {
  const decoded = decodeInboundTicket(text);
  if (!decoded.ok) return decoded;
  const fault = await macFault(context, 'inbound', decoded.value);
  const { kid, ticket } = decoded.value;
  return fault ? refuse(fault) : accept({ kid, ticket });
}

/** The number in E.164, if the ticket was made for it. */
async function boundNumber(
  { keyring, primitives }: GateContext,
  { kid, ticket }: OwnTicket,
  { phone, country }: PhoneAsTyped,
): Promise<string | undefined> {
  const number = readPhone(phone, country);
  if (!number.ok) return undefined;
  const key = await keyring.key(kid, 'dst')!;
  const e164 = number.value.number;
  return (await bindsNumber(ticket.dst, { key, id: ticket.tid, e164 }, primitives)) ? e164 : undefined;
}
