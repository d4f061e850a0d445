import { type DeviceJwk, encodeBase64url, utf8 } from '@tollgate/core';
import { importJWK } from 'jose';
import type { Primitives } from './primitives.js';

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

export const primitives: Primitives = Object.freeze({
  async sha256(data: Uint8Array<ArrayBuffer>) {
    return new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  },
  hmacSha256,
  async hmacSha256Text(key: Uint8Array, text: string) {
    return encodeBase64url(await hmacSha256(key, utf8(text)));
  },
  async hkdfSha256(secret: Uint8Array, info: Uint8Array) {
    const imported = await crypto.subtle.importKey('raw', owned(secret), 'HKDF', false, ['deriveBits']);
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: owned(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(parameters, imported, 256));
  },
  async verifyEs256(jwk: DeviceJwk, data: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) {
    try {
      const key = await importJWK({ ...jwk }, 'ES256');
      return await crypto.subtle.verify(ES256, key, signature, data);
    } catch {
      // WebCrypto refuses a point that is not on the curve.
      return false;
    }
  },
  equalBytes(a: Uint8Array, b: Uint8Array) {
    if (a.length !== b.length) return false;
    let difference = 0;
    for (let at = 0; at < a.length; at++) difference |= a[at]! ^ b[at]!;
    return difference === 0;
  },
});

async function hmacSha256(key: Uint8Array, data: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey('raw', owned(key), HMAC, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, owned(data)));
}

/** WebCrypto's types want bytes that no other thread can change. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
