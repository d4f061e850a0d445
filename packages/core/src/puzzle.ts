import { concatBytes, le32, utf8 } from './bytes.js';
import type { Awaitable } from './compact-jws.js';
import { LIMITS } from './limits.js';

/** SHA-256, from WebCrypto or Node: 32 bytes of any bytes. */
export type Sha256 = (data: Uint8Array<ArrayBuffer>) => Awaitable<Uint8Array<ArrayBuffer>>;

/** The 64-bit hash of one nonce under one puzzle input. */
export type NonceHash = (nonce: number) => Awaitable<bigint>;

/**
 * Tries `count` nonces from `first` on: the first whose hash is at most `target`, or −1. All of them belong to the block
 * that the search was made for; it throws a `RangeError` for others.
 */
export type BlockSearch = (first: number, count: number, target: bigint) => Awaitable<number>;

/** The nonces `block` × `blockNonces` up to the next block's, under one puzzle input. */
export interface Block {
  /** `Uint8Array(32)` from `puzzleInput`. */
  readonly input: Uint8Array<ArrayBuffer>;
  /** Blocks are counted from 0. */
  readonly block: number;
  readonly sha256: Sha256;
}

/**
 * One kind of puzzle with all its parameters fixed. A new kind is a new row in `PUZZLES`; parameters of a row never
 * change once a release has carried it.
 */
export interface PuzzleRow {
  readonly alg: string;
  /** Expected hashes of one piece at base work. */
  readonly baseP: number;
  /** Pieces at base work. */
  readonly baseK: number;
  /** Nonces that share one function. Searchers of the same piece take different blocks. */
  readonly blockNonces: number;
  /** Hashes the searcher does between two looks at its abort signal: a few milliseconds' worth. Divides a block. */
  readonly sliceHashes: number;
  /** Makes the hash for one input, `Uint8Array(32)`: for verifying, where a nonce or two of it are asked. */
  createHash(input: Uint8Array<ArrayBuffer>, sha256: Sha256): Awaitable<NonceHash>;
  /** Makes the search through one block, where thousands are asked. */
  createSearch(block: Block): Awaitable<BlockSearch>;
}

const PUZZLE_DOMAIN = utf8('tollgate/1 puzzle');

/** What a proof is bound to: one challenge, one device. */
export interface PuzzleSubject {
  /** `jti` of the challenge, `Uint8Array(16)`. */
  readonly jti: Uint8Array;
  /** RFC 7638 thumbprint of the device key, `Uint8Array(32)`. */
  readonly thumbprint: Uint8Array;
}

/** The input of one piece, `Uint8Array(32)`: SHA-256("tollgate/1 puzzle" ‖ jti ‖ thumbprint ‖ LE32(piece)). */
export async function puzzleInput(
  subject: PuzzleSubject,
  piece: number,
  sha256: Sha256,
): Promise<Uint8Array<ArrayBuffer>> {
  return sha256(concatBytes(PUZZLE_DOMAIN, subject.jti, subject.thumbprint, le32(piece)));
}

/** The largest winning hash for `p` expected hashes: floor((2^64 − 1) ÷ p). */
export function winningTarget(p: number): bigint {
  return 0xffff_ffff_ffff_ffffn / BigInt(p);
}

/** One past the largest nonce a piece may name: 64 × p. */
export function nonceLimit(p: number): number {
  return LIMITS.nonceRangeFactor * p;
}

/** Throws a `RangeError` unless `count` nonces from `first` on, one at least, lie between `start` and `end`. */
export function checkWithin([start, end]: readonly [number, number], first: number, count: number): void {
  if (!(count >= 1 && first >= start && first + count <= end)) {
    throw new RangeError(`${count} nonces from ${first} on do not lie in the block from ${start} to ${end}`);
  }
}

/** The little-endian reading of the first eight bytes. */
export function hashOfBytes(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
}
