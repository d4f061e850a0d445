import { encodeInboundTicket, LIMITS } from '@tollgate/core';
import type { Judgement } from '../admit.js';
import type { GateContext } from '../gate-context.js';
import { bindAnew } from '../number-binding.js';
import { destinationOf, readPhone } from '../phone-number.js';
import type { Refused } from '../verdict.js';
import type { InboundInvitation } from './invitation.js';
import { INBOUND_WAY } from './option.js';
import { checkOf, codeOf, formatSecret } from './secret.js';

/**
 * Adds the way `inbound` to a verdict that shows other ways, where the action creates an account and the number is one
 * that the gate allows; also without a token. Nothing is stored.
 */
export async function invite(context: GateContext, judgement: Judgement): Promise<Judgement> {
  const { verdict, facts } = judgement;
  const { inbound } = context.options;
  if (!inbound || verdict.kind === 'allow' || !verdict.ways) return judgement;
  if (!facts || !inbound.actions.includes(facts.action)) return judgement;
  const e164 = judgement.destination?.e164 ?? numberOf(context, facts);
  if (e164 === undefined) return judgement;
  const invited: Refused = {
    ...verdict,
    ways: [...verdict.ways, INBOUND_WAY],
    inbound: { number: inbound.number, ...(await invitation(context, facts.action, e164)) },
  };
  return { ...judgement, verdict: invited };
}

function numberOf({ numberPolicy }: GateContext, facts: { readonly phone: unknown; readonly country: unknown }) {
  const number = readPhone(facts.phone, facts.country);
  const destination = number.ok ? destinationOf(number.value, numberPolicy) : number;
  return destination.ok ? destination.value.e164 : undefined;
}

async function invitation(
  context: GateContext,
  action: string,
  e164: string,
): Promise<Omit<InboundInvitation, 'number'>> {
  const { keyring, options } = context;
  const nowSec = context.nowSec();
  const tid = new Uint8Array(options.random(LIMITS.idBytes));
  const dst = await bindAnew(context, { id: tid, e164 });
  const ticket = { site: options.site, tid, action, dst, expSec: nowSec + LIMITS.inboundTtlSec };
  const code = await codeOf(context, tid);
  const check = await checkOf(context, { code, e164, minute: Math.floor(nowSec / 60) });
  return {
    secret: formatSecret({ code, check }),
    ticket: await encodeInboundTicket(ticket, keyring.signingKid, keyring.signer('inbound')),
    expiresInSec: LIMITS.inboundTtlSec,
  };
}
