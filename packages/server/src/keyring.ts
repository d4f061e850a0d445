import { type Sign, utf8 } from '@tollgate/core';
import type { Primitives } from './primitives/primitives.js';

/** One secret of the operator: `kid` names it on the wire, `secret` is at least 32 bytes. */
export interface Secret {
  readonly kid: string;
  readonly secret: string | Uint8Array;
}

/** What a subkey is for. Each use has its own key, so that a text signed for one can never stand for another. */
export type KeyPurpose = 'challenge' | 'dst' | 'permit' | 'inbound';

/** The operator's secrets as subkeys: HKDF-SHA-256, empty salt, info `tollgate/1 <purpose>`, 32 bytes. */
export interface Keyring {
  /** The kid that signs now: the first secret's. */
  readonly signingKid: string;
  /** The subkey, or `undefined` for a kid that is not (or no longer) listed. */
  key(kid: string, purpose: KeyPurpose): Promise<Uint8Array> | undefined;
  /** Signs with the first secret's subkey. */
  signer(purpose: KeyPurpose): Sign;
}

/** Builds the keyring. The first secret signs, all verify: to rotate, first accept everywhere, then sign. */
export function createKeyring(secrets: readonly Secret[], primitives: Primitives): Keyring {
  const subkeys = new Map<string, Promise<Uint8Array>>();
  const bytes = new Map(secrets.map(({ kid, secret }) => [kid, secretBytes(secret)]));
  const signingKid = secrets[0]!.kid;

  function key(kid: string, purpose: KeyPurpose): Promise<Uint8Array> | undefined {
    const secret = bytes.get(kid);
    if (!secret) return undefined;
    const name = `${purpose} ${kid}`;
    let subkey = subkeys.get(name);
    if (!subkey) subkeys.set(name, (subkey = deriveKey(secret, purpose, primitives)));
    return subkey;
  }

  return {
    signingKid,
    key,
    signer: (purpose) => async (signingInput) => primitives.hmacSha256(await key(signingKid, purpose)!, signingInput),
  };
}

/** HKDF-SHA-256 of a secret for one purpose, 32 bytes. */
export async function deriveKey(secret: Uint8Array, purpose: string, primitives: Primitives): Promise<Uint8Array> {
  return primitives.hkdfSha256(secret, utf8(`tollgate/1 ${purpose}`));
}

/** A secret as bytes: text counts as UTF-8. */
export function secretBytes(secret: string | Uint8Array): Uint8Array {
  return typeof secret === 'string' ? utf8(secret) : new Uint8Array(secret);
}
