import { decodeBase64urlOf, encodeBase64url } from './base64url.js';
import { decodeCompactJws, encodeCompactJws, type Sign } from './compact-jws.js';
import { isAction, isSite, isWireTime } from './fields.js';
import { hasExactMembers, type JsonObject } from './json.js';
import { LIMITS, WIRE_VERSION } from './limits.js';
import { readMacHeader } from './mac-header.js';
import { accept, refuse, type Result } from './result.js';

export const INBOUND_TYPE = 'tollgate-inbound+jwt';

/**
 * What stands for an invitation to text the site, while nothing is stored of it. It names neither the number nor the secret:
 * both are the server's to work out again.
 *
 *     header   { alg: "HS256", kid, typ: "tollgate-inbound+jwt" }
 *     payload  { v: 1, site, tid, act, dst, exp }
 */
export interface InboundTicket {
  readonly site: string;
  /** `Uint8Array(16)`, random: what the secret is derived from. */
  readonly tid: Uint8Array<ArrayBuffer>;
  readonly action: string;
  /** `Uint8Array(24)`: salt and bound number, with `tid` in place of `jti`. */
  readonly dst: Uint8Array<ArrayBuffer>;
  /** Seconds since 1970: 300 after it was made. */
  readonly expSec: number;
}

/** A ticket read but not verified. */
export interface DecodedTicket {
  readonly kid: string;
  readonly ticket: InboundTicket;
  readonly mac: Uint8Array<ArrayBuffer>;
  readonly signingInput: Uint8Array<ArrayBuffer>;
}

/** Serialises and signs a ticket with the key named `kid`. */
export function encodeInboundTicket(ticket: InboundTicket, kid: string, sign: Sign): Promise<string> {
  const payload = {
    v: WIRE_VERSION,
    site: ticket.site,
    tid: encodeBase64url(ticket.tid),
    act: ticket.action,
    dst: encodeBase64url(ticket.dst),
    exp: ticket.expSec,
  };
  return encodeCompactJws({ alg: 'HS256', kid, typ: INBOUND_TYPE }, payload, sign);
}

/** Reads a ticket's exact shape without verifying it. Code: `inbound-ticket-invalid`. */
export function decodeInboundTicket(text: unknown): Result<DecodedTicket, 'inbound-ticket-invalid'> {
  if (typeof text !== 'string' || text.length > LIMITS.inboundTicketMaxChars) return refuse('inbound-ticket-invalid');
  const jws = decodeCompactJws(text, 32);
  const kid = readMacHeader(jws?.header, INBOUND_TYPE);
  const ticket = readPayload(jws?.payload);
  if (!jws || kid === undefined || !ticket) return refuse('inbound-ticket-invalid');
  return accept({ kid, ticket, mac: jws.signature, signingInput: jws.signingInput });
}

function readPayload(payload: JsonObject | undefined): InboundTicket | undefined {
  if (!hasExactMembers(payload, ['v', 'site', 'tid', 'act', 'dst', 'exp'])) return undefined;
  const { v, site, act, exp } = payload;
  const tid = decodeBase64urlOf(LIMITS.idBytes, payload['tid']);
  const dst = decodeBase64urlOf(LIMITS.dstBytes, payload['dst']);
  if (v !== WIRE_VERSION || !isSite(site) || !isAction(act) || !isWireTime(exp) || !tid || !dst) return undefined;
  return { site, tid, action: act, dst, expSec: exp };
}
