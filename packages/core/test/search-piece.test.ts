import { describe, expect, it } from 'vitest';
import { type PuzzleRow, winningTarget } from '../src/puzzle.js';
import { findPuzzle, PUZZLES } from '../src/puzzle-table.js';
import { checkPiece, searchPiece } from '../src/search-piece.js';

const LOSES = 2n ** 64n - 1n;
const input = new Uint8Array(32);

/** A row that wins at the nonces named and remembers what it was asked. */
function rowWinningAt(...winners: number[]) {
  const asked: number[] = [];
  const row: PuzzleRow = {
    ...findPuzzle('argon2id-1')!,
    alg: 'test-1',
    sliceHashes: 10,
    createHash: () => (nonce) => {
      asked.push(nonce);
      return winners.includes(nonce) ? 0n : LOSES;
    },
  };
  return { row, asked };
}

describe('searchPiece', () => {
  it('answers the first nonce that wins, and asks for none beyond it', async () => {
    const { row, asked } = rowWinningAt(25, 26, 40);
    expect(await searchPiece({ row, input, p: 4 })).toBe(25);
    expect(asked).toEqual(Array.from({ length: 26 }, (_, nonce) => nonce));
  });

  it('answers 0 if that wins', async () => {
    expect(await searchPiece({ row: rowWinningAt(0).row, input, p: 4 })).toBe(0);
  });

  it('takes a hash of exactly the target, as checkPiece does', async () => {
    const target = winningTarget(4);
    const row: PuzzleRow = {
      ...findPuzzle('argon2id-1')!,
      createHash: () => (nonce) => (nonce === 7 ? target : target + 1n),
    };
    expect(await searchPiece({ row, input, p: 4 })).toBe(7);
  });

  it('finds a winner at the last nonce allowed', async () => {
    expect(await searchPiece({ row: rowWinningAt(127).row, input, p: 2 })).toBe(127);
  });

  it('throws a RangeError when no nonce below 64 p wins', async () => {
    const { row, asked } = rowWinningAt(128);
    await expect(searchPiece({ row, input, p: 2 })).rejects.toThrow(RangeError);
    expect(asked).toHaveLength(128);
  });

  it('finds what checkPiece accepts', async () => {
    const task = { row: findPuzzle('argon2id-1')!, input, p: 3 };
    expect(await checkPiece(task, await searchPiece(task))).toBe(true);
  });

  it('reports before every slice the hashes done so far, and waits for the answer', async () => {
    const { row, asked } = rowWinningAt(25);
    const seen: [number, number][] = [];
    const onSlice = async (hashes: number) => {
      seen.push([hashes, asked.length]);
      await new Promise((resolve) => setTimeout(resolve));
      expect(asked).toHaveLength(hashes);
    };
    await searchPiece({ row, input, p: 4 }, { onSlice });
    expect(seen).toEqual([
      [0, 0],
      [10, 10],
      [20, 20],
    ]);
  });

  it('passes on what the report throws', async () => {
    const fault = new Error('the page went away');
    const onSlice = () => Promise.reject(fault);
    await expect(searchPiece({ row: rowWinningAt(25).row, input, p: 4 }, { onSlice })).rejects.toBe(fault);
  });

  it('asks for no hash if it was stopped before', async () => {
    const { row, asked } = rowWinningAt(0);
    const reason = new Error('not needed');
    await expect(searchPiece({ row, input, p: 4 }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(asked).toEqual([]);
  });

  it('stops at the end of the slice in which it is told to', async () => {
    const { row, asked } = rowWinningAt(200);
    const controller = new AbortController();
    const onSlice = (hashes: number) => {
      if (hashes === 20) controller.abort();
    };
    const search = searchPiece({ row, input, p: 4 }, { signal: controller.signal, onSlice });
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toHaveLength(30);
  });
});

describe('the puzzle table', () => {
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
});
