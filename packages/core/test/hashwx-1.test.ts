import { createHash } from 'node:crypto';
import { createHashwx } from '@tollgate/hashwx';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nonceLimit, type PuzzleRow, winningTarget } from '../src/puzzle.js';
import { findPuzzle } from '../src/puzzle-table.js';
import { checkPiece, searchPiece } from '../src/search-piece.js';
import vectors from '../../hashwx/test/vectors/hashwx-puzzle.json' with { type: 'json' };

const hashwx1 = findPuzzle('hashwx-1')!;
const BLOCK = 65_536;
const unhex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const input = unhex('00112233445566778899aabbccddeeff'.repeat(2));

function sha256(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(data).digest());
}

/** The hash of a nonce under the program of a block, put together here from the parts that the format names. */
function hashUnder(block: number, nonce: number): bigint {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64LE(BigInt(block));
  return createHashwx(sha256(Buffer.concat([input, counter]))).hash(BigInt(nonce));
}

const served = vectors.filter(({ noncesPerProgram }) => noncesPerProgram === BLOCK);

describe('the vectors of the puzzle', () => {
  it('are three that give a program 65,536 nonces', () => {
    expect(served).toHaveLength(3);
  });

  it.each(served)('nonce $firstWinningNonce is the first to win at $difficulty', async (vector) => {
    const task = { row: hashwx1, input: unhex(vector.challenge), p: vector.difficulty, sha256 };
    const winner = Number(vector.firstWinningNonce);
    expect(await searchPiece(task)).toBe(winner);
    expect(await checkPiece(task, winner)).toBe(true);
  });

  it.each(served)('nonce $firstWinningNonce has its hash', async ({ challenge, firstWinningNonce, hash }) => {
    const hashOf = await hashwx1.createHash(unhex(challenge), sha256);
    expect(await hashOf(Number(firstWinningNonce))).toBe(BigInt(`0x${hash}`));
  });

  it.each(served)('the seed of nonce $firstWinningNonce comes from its block', async (vector) => {
    const seeds: string[] = [];
    const noted = (data: Uint8Array) => {
      const digest = sha256(data);
      seeds.push(Buffer.from(digest).toString('hex'));
      return digest;
    };
    const hashOf = await hashwx1.createHash(unhex(vector.challenge), noted);
    await hashOf(Number(vector.firstWinningNonce));
    expect(seeds).toEqual([vector.seed]);
  });
});

describe('a nonce and its block', () => {
  const last = nonceLimit(hashwx1.baseP) - 1;
  const ends = [
    [0, 0],
    [65_535, 0],
    [65_536, 1],
    [131_071, 1],
    [131_072, 2],
    [last, 31],
    [2 ** 32 - 1, 65_535],
  ] as const;

  it.each(ends)('nonce %i is hashed by the program of block %i', async (nonce, block) => {
    const hash = await hashwx1.createHash(input, sha256);
    expect(await hash(nonce)).toBe(hashUnder(block, nonce));
  });

  it.each(ends)('nonce %i is searched by the program of block %i', async (nonce, block) => {
    const search = await hashwx1.createSearch({ input, block, sha256 });
    const hash = hashUnder(block, nonce);
    expect(await search(nonce, 1, hash)).toBe(nonce);
    expect(await search(nonce, 1, hash - 1n)).toBe(-1);
  });

  it('base work ends with a whole block', () => {
    expect(nonceLimit(hashwx1.baseP)).toBe(32 * BLOCK);
  });

  it.each([
    [65_535, 1],
    [65_536, 0],
    [65_536, 2],
    [last, 32],
  ])('nonce %i does not win by the hash that block %i would give it', async (nonce, wrongBlock) => {
    // Of the two hashes of this nonce, a target that only the wrong one meets, where there is one.
    const right = await (await hashwx1.createHash(input, sha256))(nonce);
    const wrong = hashUnder(wrongBlock, nonce);
    expect(right).not.toBe(wrong);
    const search = await hashwx1.createSearch({ input, block: Math.floor(nonce / BLOCK), sha256 });
    expect(await search(nonce, 1, right)).toBe(nonce);
    expect(await search(nonce, 1, wrong)).toBe(right <= wrong ? nonce : -1);
  });

  it('a winner under one block’s program is refused as a winner of another', async () => {
    const p = 64;
    const target = winningTarget(p);
    const borrowed = [];
    for (let nonce = BLOCK; borrowed.length < 3; nonce++) if (hashUnder(0, nonce) <= target) borrowed.push(nonce);
    const verdicts = borrowed.map((nonce) => checkPiece({ row: hashwx1, input, p, sha256 }, nonce));
    const losers = borrowed.filter((nonce) => hashUnder(1, nonce) > target);
    expect(losers.length).toBeGreaterThan(0);
    expect((await Promise.all(verdicts)).filter((wins) => !wins)).toHaveLength(losers.length);
  });

  it('answers the first winner of a block in whatever slices it is asked', async () => {
    const target = winningTarget(3_000);
    const search = await hashwx1.createSearch({ input, block: 1, sha256 });
    const whole = await search(BLOCK, BLOCK, target);
    expect(whole).toBeGreaterThan(BLOCK);
    for (const count of [1, 7, 512, 2_048]) {
      let first = whole - (whole % count);
      if (first < BLOCK) first = BLOCK;
      expect(await search(first, whole - first + 1, target)).toBe(whole);
      if (whole > first) expect(await search(first, whole - first, target)).toBe(-1);
    }
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The row as a fresh process meets it. */
  async function rowWith(webAssembly: unknown): Promise<PuzzleRow> {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', webAssembly);
    return (await import('../src/puzzles/hashwx-1.js')).hashwx1;
  }

  /** What a page sees whose policy lacks `'wasm-unsafe-eval'`. */
  function forbidden() {
    const attempts = { count: 0 };
    const Module = function () {
      attempts.count++;
      throw new Error('refused by the content security policy');
    };
    return { attempts, webAssembly: { Instance: WebAssembly.Instance, Module } };
  }

  it.each([
    ['missing', undefined],
    ['forbidden', forbidden().webAssembly],
  ])('verifies and searches as with it: %s', async (_, webAssembly) => {
    const expected = await (await hashwx1.createHash(input, sha256))(70_000);
    const row = await rowWith(webAssembly);
    expect(await (await row.createHash(input, sha256))(70_000)).toBe(expected);
    const search = await row.createSearch({ input, block: 1, sha256 });
    expect(await search(70_000, 1, expected)).toBe(70_000);
    expect(await search(70_000, 1, expected - 1n)).toBe(-1);
  });

  it('finds the same first winners', async () => {
    const row = await rowWith(undefined);
    for (const { challenge, firstWinningNonce, difficulty } of served.slice(0, 2)) {
      const task = { row, input: unhex(challenge), p: difficulty, sha256 };
      expect(await searchPiece(task)).toBe(Number(firstWinningNonce));
    }
  });

  it('asks the engine once for each of the two, not for every nonce', async () => {
    const { attempts, webAssembly } = forbidden();
    const row = await rowWith(webAssembly);
    const hash = await row.createHash(input, sha256);
    for (let nonce = 0; nonce < 5; nonce++) await hash(nonce);
    for (let block = 0; block < 5; block++) await row.createSearch({ input, block, sha256 });
    expect(attempts.count).toBe(2);
  });

  it('asks again after the engine was short of memory once', async () => {
    let attempts = 0;
    class Module extends WebAssembly.Module {
      constructor(bytes: BufferSource) {
        attempts++;
        if (attempts < 3) throw new RangeError('WebAssembly.Module(): Out of memory');
        super(bytes);
      }
    }
    const row = await rowWith({ Instance: WebAssembly.Instance, Memory: WebAssembly.Memory, Module });
    const hash = await row.createHash(input, sha256);
    const found = [];
    for (let nonce = 0; nonce < 4; nonce++) found.push(await hash(nonce));
    expect(attempts).toBe(3);
    const right = await hashwx1.createHash(input, sha256);
    expect(found).toEqual(await Promise.all([0, 1, 2, 3].map(async (nonce) => right(nonce))));
  });

  it('searches by the twin where only small modules may be made on the main thread, and verifies as ever', async () => {
    const sizes: number[] = [];
    class Module extends WebAssembly.Module {
      constructor(bytes: BufferSource) {
        sizes.push(bytes.byteLength);
        if (bytes.byteLength > 4_096) throw new RangeError('larger than 4 KB');
        super(bytes);
      }
    }
    const row = await rowWith({ Instance: WebAssembly.Instance, Module });
    const hash = hashUnder(0, 7);
    expect(await (await row.createHash(input, sha256))(7)).toBe(hash);
    expect(sizes).toHaveLength(1);
    const search = await row.createSearch({ input, block: 0, sha256 });
    expect(await search(7, 1, hash)).toBe(7);
    expect(await search(7, 1, hash - 1n)).toBe(-1);
    expect(sizes).toHaveLength(2);
  });
});
