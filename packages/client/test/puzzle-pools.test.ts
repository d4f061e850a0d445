import { expect, it } from 'vitest';
import { PuzzlePools } from '../src/solver/puzzle-pools.js';
import type { PieceToSolve, Solver } from '../src/solver/solver.js';

const NEVER = new AbortController().signal;
const pieceOf = (alg: string): PieceToSolve => ({ alg, input: new Uint8Array(32), p: 4 });

/** Pools that answer with their place in the order of being made, and tell what they were told. */
function setUp() {
  const told: string[] = [];
  let made = 0;
  const pools = new PuzzlePools((alg): Solver => {
    const place = made++;
    return {
      solve: async () => place,
      setParallel: (count) => void told.push(`${alg}: ${count}`),
      close: () => void told.push(`${alg}: closed`),
    };
  });
  return { pools, told };
}

it('has one pool for all pieces of a puzzle, made with the first of them', async () => {
  const { pools } = setUp();
  expect(await pools.solve(pieceOf('hashwx-1'), NEVER)).toBe(0);
  expect(await pools.solve(pieceOf('argon2id-1'), NEVER)).toBe(1);
  expect(await pools.solve(pieceOf('hashwx-1'), NEVER)).toBe(0);
});

it('tells every pool how many workers there may be, also one that is made later', async () => {
  const { pools, told } = setUp();
  await pools.solve(pieceOf('hashwx-1'), NEVER);
  pools.setParallel(4);
  await pools.solve(pieceOf('argon2id-1'), NEVER);
  pools.setParallel(2);
  expect(told).toEqual(['hashwx-1: 1', 'hashwx-1: 4', 'argon2id-1: 4', 'hashwx-1: 2', 'argon2id-1: 2']);
});

it('closes all of them', async () => {
  const { pools, told } = setUp();
  await pools.solve(pieceOf('hashwx-1'), NEVER);
  await pools.solve(pieceOf('argon2id-1'), NEVER);
  pools.close();
  expect(told.slice(-2)).toEqual(['hashwx-1: closed', 'argon2id-1: closed']);
});
