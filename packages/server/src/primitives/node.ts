import { createHmac, hash, hkdfSync, timingSafeEqual, verify } from 'node:crypto';
import type { DeviceJwk } from '@tollgate/core';
import type { Primitives } from './primitives.js';

export const primitives: Primitives = Object.freeze({
  sha256(data: Uint8Array) {
    return viewOf(hash('sha256', data, 'buffer'));
  },
  hmacSha256(key: Uint8Array, data: Uint8Array) {
    return viewOf(createHmac('sha256', key).update(data).digest());
  },
  hmacSha256Text(key: Uint8Array, text: string) {
    return createHmac('sha256', key).update(text).digest('base64url');
  },
  hkdfSha256(secret: Uint8Array, info: Uint8Array) {
    return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), info, 32));
  },
  verifyEs256(jwk: DeviceJwk, data: Uint8Array, signature: Uint8Array) {
    try {
      return verify('sha256', data, { key: { ...jwk }, format: 'jwk', dsaEncoding: 'ieee-p1363' }, signature);
    } catch {
      // OpenSSL refuses a point that is not on the curve.
      return false;
    }
  },
  equalBytes(a: Uint8Array, b: Uint8Array) {
    return a.length === b.length && timingSafeEqual(a, b);
  },
});

/** A digest's bytes without Node's methods on top. */
function viewOf({ buffer, byteOffset, length }: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, length);
}
