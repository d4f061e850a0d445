import type { Awaitable, DeviceJwk, Sha256 } from '@tollgate/core';

/**
 * The cryptography the gate needs, as a seam: `node:crypto` where there is Node (it answers at once), WebCrypto and
 * `jose` everywhere else. One contract test holds both.
 */
export interface Primitives {
  readonly sha256: Sha256;
  hmacSha256(key: Uint8Array, data: Uint8Array): Awaitable<Uint8Array<ArrayBuffer>>;
  /** The same of a text's UTF-8 bytes, as base64url: 43 characters. For names in a store, which are texts from end to end. */
  hmacSha256Text(key: Uint8Array, text: string): Awaitable<string>;
  /** HKDF-SHA-256 (RFC 5869) with an empty salt: 32 bytes. */
  hkdfSha256(secret: Uint8Array, info: Uint8Array): Awaitable<Uint8Array<ArrayBuffer>>;
  /** Verifies raw r ‖ s (64 bytes) over `data`; false also for a key whose point is not on P-256. */
  verifyEs256(jwk: DeviceJwk, data: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Awaitable<boolean>;
  /** Compares in time that depends on the lengths alone. */
  equalBytes(a: Uint8Array, b: Uint8Array): boolean;
}
