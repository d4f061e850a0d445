import { decodeBase64urlOf } from './base64url.js';
import { utf8 } from './bytes.js';
import { hasExactMembers } from './json.js';
import type { Sha256 } from './puzzle.js';

/** The public half of a device key: P-256, coordinates of 32 bytes as base64url (RFC 7518 section 6.2.1). */
export interface DeviceJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** Reads a device key's exact shape, or answers `undefined`. Whether the point lies on the curve is found at import. */
export function readDeviceJwk(value: unknown): DeviceJwk | undefined {
  if (!hasExactMembers(value, ['kty', 'crv', 'x', 'y'])) return undefined;
  const { kty, crv, x, y } = value;
  if (kty !== 'EC' || crv !== 'P-256') return undefined;
  if (!decodeBase64urlOf(32, x) || !decodeBase64urlOf(32, y)) return undefined;
  return { kty, crv, x: x as string, y: y as string };
}

/** The RFC 7638 thumbprint of a device key, `Uint8Array(32)`: the name of the device. */
export async function deviceThumbprint(jwk: DeviceJwk, sha256: Sha256): Promise<Uint8Array<ArrayBuffer>> {
  const { crv, kty, x, y } = jwk;
  return sha256(utf8(JSON.stringify({ crv, kty, x, y })));
}
