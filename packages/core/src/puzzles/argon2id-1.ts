import { encodeBase64url } from '../base64url.js';
import { le32 } from '../bytes.js';
import { type Block, checkWithin, hashOfBytes, type NonceHash, type PuzzleRow } from '../puzzle.js';

/** All nonces of a piece share one function; so few are a block that a worker with nothing to do finds one to try. */
const BLOCK_NONCES = 8;

/**
 * Argon2id (RFC 9106, version 0x13) with 1 MiB, one pass, one lane, 8 bytes out: password LE32(nonce), salt the
 * base64url text of the input. A standard function, dear for GPUs by its memory, and as dear for the server to check
 * as one guess is for the visitor. Needs WebAssembly.
 *
 * p = 32 with k = 8: 256 expected hashes, about a second in one worker (hash-wasm 4.13.0: 2.6 to 3.9 ms a hash in
 * Chromium and Node 20 on one core of a 2-core Xeon, 2026-11-22).
 */
export const argon2id1 = Object.freeze({
  alg: 'argon2id-1',
  baseP: 32,
  baseK: 8,
  blockNonces: BLOCK_NONCES,
  sliceHashes: 1,
  createHash: argon2idHash,
  async createSearch({ input, block }: Block) {
    const hash = await argon2idHash(input);
    const start = block * BLOCK_NONCES;
    return async (first: number, count: number, target: bigint) => {
      checkWithin([start, start + BLOCK_NONCES], first, count);
      for (let nonce = first; nonce < first + count; nonce++) {
        if ((await hash(nonce)) <= target) return nonce;
      }
      return -1;
    };
  },
}) satisfies PuzzleRow;

async function argon2idHash(input: Uint8Array<ArrayBuffer>): Promise<NonceHash> {
  const { argon2id } = await import('./argon2id.js');
  const salt = encodeBase64url(input);
  return async (nonce: number) => {
    const bytes = await argon2id({
      password: le32(nonce),
      salt,
      parallelism: 1,
      iterations: 1,
      memorySize: 1024,
      hashLength: 8,
      outputType: 'binary',
    });
    return hashOfBytes(bytes);
  };
}
