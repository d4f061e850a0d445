import { isAction, LIMITS, refuse, type Result } from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import { orUnavailable } from './or-unavailable.js';
import type { Permit } from './permit.js';
import { openPermit } from './permits.js';
import { readPhone } from './phone-number.js';
import { TollgateError } from './tollgate-error.js';

/** Keeps a permit, sealed, for whoever asks next for its number and action, for as long as it can be claimed. */
export async function parkPermit(context: GateContext, permit: Permit): Promise<void> {
  const { store } = context;
  const leftMs = Math.min(permit.expiresAtSec - context.nowSec(), LIMITS.permitTtlSec) * 1_000;
  if (leftMs <= 0) throw new TollgateError('permit-expired', `permit ${permit.id} is too old to be parked`);
  const key = await parkedKey(context, permit.phone, permit.action);
  const sealed = await permit.seal();
  await orUnavailable(`permit ${permit.id} was not parked`, () => store.park(key, sealed, leftMs));
}

/**
 * Hands out the permit that is parked for a number and action, once. Codes: `number-invalid`, `action-unknown`,
 * `permit-unknown` (nothing is parked), and those of `openPermit`.
 */
export async function takeParkedPermit(
  context: GateContext,
  gate: object,
  { phone, country, action }: { readonly phone: unknown; readonly country?: unknown; readonly action: unknown },
): Promise<Result<Permit>> {
  const number = readPhone(phone, country);
  if (!number.ok) return number;
  if (!isAction(action)) return refuse('action-unknown');
  const key = await parkedKey(context, number.value.number, action);
  const sealed = await orUnavailable('the parked permit was not taken', () => context.store.take(key));
  return sealed === undefined ? refuse('permit-unknown') : openPermit(context, gate, { sealed, phone, country });
}

/** Under which a permit for a number and action is parked: no number, and nothing that its reader could try. */
export function parkedKey(context: GateContext, e164: string, action: string): Promise<string> {
  return context.keyedHash('parked', JSON.stringify([e164, action]));
}
