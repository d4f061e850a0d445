import { type DeviceJwk, deviceThumbprint, readDeviceJwk, type Sha256, type Sign } from '@tollgate/core';
import { TollgateError } from '../tollgate-error.js';

/** A device key at work: its public half, its name, and its signature. */
export interface Device {
  readonly jwk: DeviceJwk;
  /** RFC 7638, `Uint8Array(32)`. */
  readonly thumbprint: Uint8Array;
  /** ES256: 64 bytes, r ‖ s. */
  readonly sign: Sign;
  readonly sha256: Sha256;
}

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** WebCrypto, or `TollgateError` `crypto-unavailable`: browsers have it in secure contexts only. */
export function requireSubtle(): SubtleCrypto {
  // The type says that it is always there.
  const crypto = globalThis.crypto as Crypto | undefined;
  const subtle = crypto?.subtle;
  if (!subtle) throw new TollgateError('crypto-unavailable', 'WebCrypto needs https');
  return subtle;
}

/** Generates a device key whose private half never leaves WebCrypto. */
export function generateDeviceKey(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  return subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}

/** Reads the public half of a pair and binds its private half. Rejects with `crypto-unavailable` if it cannot be used. */
export async function createDevice(pair: CryptoKeyPair): Promise<Device> {
  const subtle = requireSubtle();
  const sha256: Sha256 = async (data) => new Uint8Array(await subtle.digest('SHA-256', data));
  const { kty, crv, x, y } = await subtle.exportKey('jwk', pair.publicKey);
  const jwk = readDeviceJwk({ kty, crv, x, y });
  if (!jwk) throw new TollgateError('crypto-unavailable', 'no P-256 key');
  return {
    jwk,
    thumbprint: await deviceThumbprint(jwk, sha256),
    sign: async (input) => new Uint8Array(await subtle.sign(ES256, pair.privateKey, input)),
    sha256,
  };
}
