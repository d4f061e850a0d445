import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nonceLimit, type PuzzleRow, winningTarget } from '../src/puzzle.js';
import { findPuzzle, PUZZLES } from '../src/puzzle-table.js';
import { checkPiece, searchBlock, searchPiece } from '../src/search-piece.js';

const LOSES = 2n ** 64n - 1n;
const input = new Uint8Array(32);
const sha256 = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());

/** A row of small blocks that hashes as told and remembers which nonces of which block it was asked. */
function rowHashing(hashOf: (nonce: number) => bigint) {
  const asked: number[] = [];
  const blocks: number[] = [];
  const row: PuzzleRow = {
    ...findPuzzle('argon2id-1')!,
    alg: 'test-1',
    blockNonces: 40,
    sliceHashes: 10,
    createHash: () => hashOf,
    createSearch: ({ block }) => {
      blocks.push(block);
      return (first, count, target) => {
        const nonces = Array.from({ length: count }, (_, at) => first + at);
        const winner = nonces.findIndex((nonce) => hashOf(nonce) <= target);
        asked.push(...nonces.slice(0, winner < 0 ? count : winner + 1));
        return winner < 0 ? -1 : first + winner;
      };
    },
  };
  return { task: (p: number) => ({ row, input, p, sha256 }), asked, blocks };
}

const rowWinningAt = (...winners: number[]) => rowHashing((nonce) => (winners.includes(nonce) ? 0n : LOSES));

const nonces = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

describe('searchPiece', () => {
  it('answers the first nonce that wins, and asks for none beyond it', async () => {
    const { task, asked } = rowWinningAt(25, 26, 40);
    expect(await searchPiece(task(4))).toBe(25);
    expect(asked).toEqual(nonces(0, 26));
  });

  it('goes through the blocks in their order, each with a function of its own', async () => {
    const { task, asked, blocks } = rowWinningAt(85, 120);
    expect(await searchPiece(task(4))).toBe(85);
    expect(asked).toEqual(nonces(0, 86));
    expect(blocks).toEqual([0, 1, 2]);
  });

  it.each([0, 39, 40, 41, 79, 80])('answers %i if that wins, at whichever end of a block', async (winner) => {
    expect(await searchPiece(rowWinningAt(winner).task(4))).toBe(winner);
  });

  it('takes a hash of exactly the target, as checkPiece does', async () => {
    const target = winningTarget(4);
    const { task } = rowHashing((nonce) => (nonce === 7 ? target : target + 1n));
    expect(await searchPiece(task(4))).toBe(7);
    expect(await checkPiece(task(4), 7)).toBe(true);
  });

  it('finds a winner at the last nonce allowed', async () => {
    expect(await searchPiece(rowWinningAt(127).task(2))).toBe(127);
  });

  it('throws a RangeError when no nonce below 64 p wins', async () => {
    const { task, asked, blocks } = rowWinningAt(128);
    await expect(searchPiece(task(2))).rejects.toThrow(RangeError);
    expect(asked).toEqual(nonces(0, 128));
    expect(blocks).toEqual([0, 1, 2, 3]);
  });

  it.each(PUZZLES.map(({ alg }) => alg))('finds what checkPiece accepts: %s', async (alg) => {
    const task = { row: findPuzzle(alg)!, input, p: 3, sha256 };
    const winner = await searchPiece(task);
    expect(await checkPiece(task, winner)).toBe(true);
    for (const loser of nonces(0, winner)) expect(await checkPiece(task, loser)).toBe(false);
  });

  it('reports every slice by its first nonce before it begins, and waits for the answer', async () => {
    const { task, asked } = rowWinningAt(45);
    const seen: number[] = [];
    const onSlice = async (nonce: number) => {
      seen.push(nonce);
      await new Promise((resolve) => setTimeout(resolve));
      expect(asked).toHaveLength(nonce);
    };
    await searchPiece(task(4), { onSlice });
    expect(seen).toEqual([0, 10, 20, 30, 40]);
  });

  it('passes on what the report throws', async () => {
    const fault = new Error('the page went away');
    const onSlice = () => Promise.reject(fault);
    await expect(searchPiece(rowWinningAt(25).task(4), { onSlice })).rejects.toBe(fault);
  });

  it('makes no function and asks for no hash if it was stopped before', async () => {
    const { task, asked, blocks } = rowWinningAt(0);
    const reason = new Error('not needed');
    await expect(searchPiece(task(4), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(asked).toEqual([]);
    expect(blocks).toEqual([]);
  });

  it('stops at the end of the slice in which it is told to', async () => {
    const { task, asked } = rowWinningAt(200);
    const controller = new AbortController();
    const onSlice = (nonce: number) => {
      if (nonce === 20) controller.abort();
    };
    const search = searchPiece(task(4), { signal: controller.signal, onSlice });
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toHaveLength(30);
  });
});

describe('searchBlock', () => {
  it('answers the first winner of its block, whatever wins outside', async () => {
    const { task, asked, blocks } = rowWinningAt(39, 55, 60, 80);
    expect(await searchBlock(task(4), 1)).toBe(55);
    expect(asked).toEqual(nonces(40, 56));
    expect(blocks).toEqual([1]);
  });

  it('answers -1 if none of its nonces wins', async () => {
    const { task, asked } = rowWinningAt(39, 80);
    expect(await searchBlock(task(4), 1)).toBe(-1);
    expect(asked).toEqual(nonces(40, 80));
  });

  it('tries no nonce from 64 p on', async () => {
    const { task, asked } = rowWinningAt(128);
    expect(await searchBlock(task(2), 3)).toBe(-1);
    expect(asked).toEqual(nonces(120, 128));
  });
});

describe('the puzzle table', () => {
  it('prefers hashwx-1', () => {
    expect(PUZZLES.map(({ alg }) => alg)).toEqual(['hashwx-1', 'argon2id-1']);
  });

  it('is closed', () => {
    expect(Object.isFrozen(PUZZLES)).toBe(true);
    for (const row of PUZZLES) expect(Object.isFrozen(row)).toBe(true);
    for (const alg of ['', 'argon2id-2', 'ARGON2ID-1', 'toString', '__proto__'])
      expect(findPuzzle(alg)).toBeUndefined();
  });

  it('names each row once', () => {
    const names = PUZZLES.map((row) => row.alg);
    expect(new Set(names).size).toBe(names.length);
    for (const row of PUZZLES) expect(findPuzzle(row.alg)).toBe(row);
  });

  it('searches hashwx-1 in slices of 512: Chromium puts optimised code in place between two of them', () => {
    expect(findPuzzle('hashwx-1')?.sliceHashes).toBe(512);
  });

  it.each(PUZZLES)('divides the blocks of $alg into whole slices', ({ blockNonces, sliceHashes }) => {
    expect(blockNonces % sliceHashes).toBe(0);
  });

  it.each(PUZZLES)('keeps the nonces of $alg within four bytes at base work', ({ baseP }) => {
    expect(nonceLimit(baseP)).toBeLessThanOrEqual(2 ** 32);
  });

  it.each(PUZZLES)(
    'refuses to search beyond a block of $alg, where other nonces have another function',
    async (row) => {
      const search = await row.createSearch({ input, block: 1, sha256 });
      const { blockNonces } = row;
      const outside = [
        [blockNonces - 1, 1],
        [blockNonces - 1, 2],
        [2 * blockNonces - 1, 2],
        [2 * blockNonces, 1],
        [0, 3 * blockNonces],
        [blockNonces, 0],
        [blockNonces, -1],
        [blockNonces, NaN],
        [NaN, 1],
      ] as const;
      for (const [first, count] of outside) {
        await expect((async () => search(first, count, LOSES))()).rejects.toThrow(RangeError);
      }
      expect(await search(blockNonces, 1, LOSES)).toBe(blockNonces);
      expect(await search(2 * blockNonces - 1, 1, LOSES)).toBe(2 * blockNonces - 1);
    },
  );
});
