import { concatBytes, LIMITS, utf8 } from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import type { Primitives } from './primitives/primitives.js';

const DST_DOMAIN = utf8('tollgate/1 dst');

/** What a number is bound to: a challenge's `jti` or a permit's `pid`, 16 bytes, under one dst subkey. */
export interface NumberBinding {
  readonly key: Uint8Array;
  readonly id: Uint8Array;
  readonly e164: string;
}

/**
 * Binds a number: salt (8 bytes) ‖ HMAC-SHA-256(K_dst, "tollgate/1 dst" ‖ salt ‖ id ‖ E.164)[0..15], 24 bytes.
 * Without the key nobody can try numbers against it.
 */
export async function bindNumber(
  binding: NumberBinding,
  salt: Uint8Array,
  primitives: Primitives,
): Promise<Uint8Array<ArrayBuffer>> {
  const data = concatBytes(DST_DOMAIN, salt, binding.id, utf8(binding.e164));
  const mac = await primitives.hmacSha256(binding.key, data);
  return concatBytes(salt, mac.subarray(0, LIMITS.dstBytes - LIMITS.saltBytes));
}

/** True if `dst` binds this number. */
export async function bindsNumber(dst: Uint8Array, binding: NumberBinding, primitives: Primitives): Promise<boolean> {
  const expected = await bindNumber(binding, dst.subarray(0, LIMITS.saltBytes), primitives);
  return primitives.equalBytes(expected, dst);
}

/** Binds a number for what is signed now, under a salt of its own. */
export async function bindAnew(
  { keyring, options, primitives }: GateContext,
  { id, e164 }: Omit<NumberBinding, 'key'>,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await keyring.key(keyring.signingKid, 'dst')!;
  return bindNumber({ key, id, e164 }, new Uint8Array(options.random(LIMITS.saltBytes)), primitives);
}
