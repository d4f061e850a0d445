import { compileSearch, createHashwx, createHashwxTwin, createSearchTwin } from '@tollgate/hashwx';
import { concatBytes, le64 } from '../bytes.js';
import { type Block, checkWithin, type PuzzleRow, type Sha256 } from '../puzzle.js';

/** Nonces that one program serves: its author's advice for browsers, where making a program costs about a millisecond. */
const BLOCK_NONCES = 65_536;

/**
 * HashWX with a program for every 65,536 nonces, whose seed is SHA-256(input ‖ LE64(floor(nonce ÷ 65,536))). Native code
 * gains 1.4 to 1.5 times over browsers (measured, 2026-11-22), a GPU about two times over a desktop's processor (its
 * author's figure, 2026-09-20; nobody else is known to have analysed HashWX), and a piece is checked in some 23 µs.
 *
 * p = 2^15 with k = 8: 2^18 expected hashes, some 0.3 s in one worker (0.9 MH/s in Chromium on one core of a 2-core
 * Xeon, 2026-11-22).
 *
 * Where WebAssembly is missing or forbidden it is computed in plain JavaScript, about 13 times slower.
 */
export const hashwx1 = Object.freeze({
  alg: 'hashwx-1',
  baseP: 2 ** 15,
  baseK: 8,
  blockNonces: BLOCK_NONCES,
  sliceHashes: 512,
  createHash(input: Uint8Array<ArrayBuffer>, sha256: Sha256) {
    return async (nonce: number) => {
      const block = Math.floor(nonce / BLOCK_NONCES);
      return hashOf(await blockSeed({ input, block, sha256 })).hash(BigInt(nonce));
    };
  },
  async createSearch(block: Block) {
    const compiled = searchOf(await blockSeed(block));
    const start = block.block * BLOCK_NONCES;
    return (first: number, count: number, target: bigint) => {
      checkWithin([start, start + BLOCK_NONCES], first, count);
      return Number(compiled.search(BigInt(first), count, target));
    };
  },
}) satisfies PuzzleRow;

/** The seed of a block's program, `Uint8Array(32)`. */
function blockSeed({ input, block, sha256 }: Block) {
  return sha256(concatBytes(input, le64(block)));
}

const hashOf = compiledOrTwin(createHashwx, createHashwxTwin);
const searchOf = compiledOrTwin(compileSearch, createSearchTwin);

/**
 * The compiled way, or its twin where that throws: for good where WebAssembly is missing or forbidden, since a page's
 * policy does not change, and for this seed alone where it was short of memory (`RangeError`).
 */
function compiledOrTwin<Made>(compiled: (seed: Uint8Array) => Made, twin: (seed: Uint8Array) => Made) {
  let isForbidden = false;
  return (seed: Uint8Array) => {
    if (isForbidden) return twin(seed);
    try {
      return compiled(seed);
    } catch (error) {
      isForbidden = !(error instanceof RangeError);
      return twin(seed);
    }
  };
}
