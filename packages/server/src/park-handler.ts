import { hasExactMembers, isBounded, parseJsonObject } from '@tollgate/core';
import { refusal } from './admit.js';
import type { Facts } from './facts.js';
import { type DoorReply, refusalOf } from './door-reply.js';
import type { GateContext } from './gate-context.js';
import type { Permit } from './permit.js';
import { TollgateError } from './tollgate-error.js';
import type { Verdict } from './verdict.js';
import { verdictReply } from './verdict-reply.js';

/** The gate's own two steps behind the route. */
export interface Parking {
  admit(facts: Facts): Promise<Verdict>;
  park(permit: Permit): Promise<void>;
}

/** What the route was asked with. */
export interface ParkRequest extends Pick<Facts, 'origin' | 'ip' | 'headers'> {
  readonly body: Uint8Array;
}

/**
 * Answers the body of `POST {base}/park`, `{token, phone, action, country?}`: admits a text, and parks the permit for the
 * platform's hook. The site's own facts (`channel`, `known`, `segments`) are not taken from a caller.
 */
export async function answerPark(
  context: GateContext,
  parking: Parking,
  { body, ...request }: ParkRequest,
): Promise<DoorReply> {
  const asked = parseJsonObject(body);
  if (!hasExactMembers(asked, ['token', 'phone', 'action'], ['country'])) return refusalOf('body-malformed');
  const { token, phone, action, country } = asked;
  if (!isBounded(action, 64)) return refusalOf('body-malformed');
  const verdict = await parking.admit({ ...request, token, phone, action, country });
  if (verdict.kind !== 'allow') return verdictReply(verdict);
  try {
    await parking.park(verdict.permit);
    return { status: 200, body: { parked: true } };
  } catch (error) {
    if (error instanceof TollgateError) return verdictReply(refusal(context, error.code));
    throw error;
  }
}
