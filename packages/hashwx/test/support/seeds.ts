import { createHash } from 'node:crypto';
import fc from 'fast-check';

export const TWO_32 = 2n ** 32n;
export const TWO_63 = 2n ** 63n;
export const LAST_NONCE = 2n ** 64n - 1n;

export const sha256 = (...parts: readonly (string | Uint8Array)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The same seed for the same number, in every run. */
export const numberedSeed = (number: number): Uint8Array => sha256(`hashwx test seed ${number}`);

export const noncesFrom = (first: bigint, count: number): bigint[] =>
  Array.from({ length: count }, (_, i) => first + BigInt(i));

export const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 });

const edges = [0n, 2n ** 31n, TWO_32 - 1n, TWO_32, 2n ** 53n, TWO_63, LAST_NONCE];
const nearAnEdge = fc
  .tuple(fc.constantFrom(...edges), fc.bigInt(-3n, 3n))
  .map(([edge, distance]) => BigInt.asUintN(64, edge + distance));

/** Every unsigned number of 64 bits, often one near a place where a half, a sign or a double could go wrong. */
export const anyNonce = fc.oneof(fc.bigInt(0n, LAST_NONCE), nearAnEdge);
