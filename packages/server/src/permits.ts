import {
  accept,
  decodeBase64url,
  decodeSealedPermit,
  encodeBase64url,
  encodeSealedPermit,
  refuse,
  type Result,
} from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import { macFault } from './mac-fault.js';
import { bindAnew, bindsNumber } from './number-binding.js';
import { createPermit, type Permit, type PermitFields } from './permit.js';
import { readPhone } from './phone-number.js';
import { usd } from './pools.js';

/** Makes the permit of a text that the store holds money for. `gate` is the identity senders compare. */
export function mintPermit(context: GateContext, gate: object, fields: PermitFields): Permit {
  const { store } = context;
  return createPermit(fields, {
    gate,
    claim: () => store.claim(fields.id),
    settle: async (state, microUsd) => {
      const settled = await store.settle(fields.id, state, microUsd);
      if (settled.kind === 'settled') tellOverrun(context, settled.overrunMicroUsd);
    },
    seal: () => sealPermit(context, fields),
  });
}

/** Tells the operator of a text that cost more than it was booked with. */
export function tellOverrun({ alerts }: GateContext, overrunMicroUsd: number): void {
  if (overrunMicroUsd === 0) return;
  const message = `a text cost ${usd(overrunMicroUsd)} more than the price table said: bring the table up to date`;
  alerts.tell({ kind: 'price-overrun', message });
}

async function sealPermit(context: GateContext, fields: PermitFields): Promise<string> {
  const { keyring, options } = context;
  const pid = decodeBase64url(fields.id)!;
  const dst = await bindAnew(context, { id: pid, e164: fields.phone });
  const { action, channel, segments, expiresAtSec } = fields;
  const permit = { site: options.site, pid, action, channel, segments, dst, expSec: expiresAtSec };
  return encodeSealedPermit(permit, keyring.signingKid, keyring.signer('permit'));
}

/**
 * Opens a sealed permit for the number it was given for. Opening twice is harmless: the claim is what happens once.
 *
 * Codes: those of `decodeSealedPermit`, `permit-key-unknown`, `permit-forged`, `permit-foreign` (another site's),
 * `permit-expired`, `permit-number-mismatch`.
 */
export async function openPermit(
  context: GateContext,
  gate: object,
  { sealed, phone, country }: { readonly sealed: unknown; readonly phone: unknown; readonly country?: unknown },
): Promise<Result<Permit>> {
  const decoded = decodeSealedPermit(sealed);
  if (!decoded.ok) return decoded;
  const fault = await macFault(context, 'permit', decoded.value);
  if (fault) return refuse(fault);
  const { kid, permit } = decoded.value;
  if (permit.site !== context.options.site) return refuse('permit-foreign');
  if (permit.expSec <= context.nowSec()) return refuse('permit-expired');
  const number = readPhone(phone, country);
  const key = await context.keyring.key(kid, 'dst')!;
  const binding = { key, id: permit.pid, e164: number.ok ? number.value.number : '' };
  if (!number.ok || !(await bindsNumber(permit.dst, binding, context.primitives))) {
    return refuse('permit-number-mismatch');
  }
  const { pid, action, channel, segments, expSec } = permit;
  const fields = { id: encodeBase64url(pid), phone: binding.e164, action, channel, segments, expiresAtSec: expSec };
  return accept(mintPermit(context, gate, fields));
}
