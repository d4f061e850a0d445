import type { GateContext } from './gate-context.js';

/** What the gate signs and gets back. */
type Purpose = 'challenge' | 'inbound' | 'permit';

/** Of anything signed, read but not verified. */
interface Signed {
  readonly kid: string;
  readonly mac: Uint8Array;
  readonly signingInput: Uint8Array<ArrayBuffer>;
}

/** Why something signed is not ours, by a code of its purpose; `undefined` where it is. */
export async function macFault<P extends Purpose>(
  { keyring, primitives }: GateContext,
  purpose: P,
  { kid, mac, signingInput }: Signed,
): Promise<`${P}-key-unknown` | `${P}-forged` | undefined> {
  const key = await keyring.key(kid, purpose);
  if (!key) return `${purpose}-key-unknown`;
  const expected = await primitives.hmacSha256(key, signingInput);
  return primitives.equalBytes(expected, mac) ? undefined : `${purpose}-forged`;
}
