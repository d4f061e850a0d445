import { createHash } from 'node:crypto';
import { createHashwx } from '@tollgate/hashwx';
import { describe, expect, it } from 'vitest';
import { checkProof } from '../src/check-proof.js';
import { nonceLimit, puzzleInput, winningTarget } from '../src/puzzle.js';
import { findPuzzle } from '../src/puzzle-table.js';

const row = findPuzzle('hashwx-1')!;
const BLOCK = 65_536;
/** The least work whose nonces reach the second program. */
const P = 1_025;
const LAST = nonceLimit(P) - 1;
const thumbprint = new Uint8Array(32).fill(7);

function sha256(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(data).digest());
}

/** One challenge for each number. */
function subjectOf(challenge: number) {
  const jti = new Uint8Array(16);
  new DataView(jti.buffer).setUint32(0, challenge);
  return { jti, thumbprint };
}

interface Place {
  readonly nonce: number;
  readonly block: number;
  readonly piece?: number;
  readonly p?: number;
}

/** Whether a nonce would win a piece under the program of a block, put together from the parts that the format names. */
async function wins(challenge: number, { nonce, block, piece = 0, p = P }: Place): Promise<boolean> {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64LE(BigInt(block));
  const seed = sha256(Buffer.concat([await puzzleInput(subjectOf(challenge), piece, sha256), counter]));
  return createHashwx(seed).hash(BigInt(nonce)) <= winningTarget(p);
}

/** The first challenge of which that holds. */
async function challengeWhere(holds: (challenge: number) => Promise<boolean>): Promise<number> {
  let challenge = 0;
  while (!(await holds(challenge))) challenge++;
  return challenge;
}

function check(challenge: number, nonces: readonly number[], { p = P, k = nonces.length } = {}) {
  return checkProof({ row, spec: { alg: row.alg, p, k }, subject: subjectOf(challenge), nonces, sha256 });
}

describe('a proof of hashwx-1', () => {
  it.each([
    [0, 0],
    [65_535, 0],
    [65_536, 1],
    [LAST, 1],
  ])('is right with the nonce %i where it wins under program %i, and wrong where it does not', async (nonce, block) => {
    expect(Math.floor(LAST / BLOCK)).toBe(1);
    const winning = await challengeWhere((challenge) => wins(challenge, { nonce, block }));
    expect(await check(winning, [nonce])).toBeUndefined();
    const losing = await challengeWhere(async (challenge) => !(await wins(challenge, { nonce, block })));
    expect(await check(losing, [nonce])).toBe('proof-wrong');
  });

  it.each([
    [65_535, 1],
    [65_536, 0],
  ])('is wrong with the nonce %i where it wins under program %i alone, its neighbour', async (nonce, neighbour) => {
    const borrowed = await challengeWhere(
      async (challenge) =>
        (await wins(challenge, { nonce, block: neighbour })) &&
        !(await wins(challenge, { nonce, block: 1 - neighbour })),
    );
    expect(await check(borrowed, [nonce])).toBe('proof-wrong');
  });

  it.each([LAST + 1, LAST + BLOCK, 2 ** 32 - 1])('is out of range with the nonce %i in any piece', async (nonce) => {
    expect(await check(0, [nonce, 0])).toBe('nonce-out-of-range');
    expect(await check(0, [0, nonce])).toBe('nonce-out-of-range');
  });

  it('is too long with one piece more than was asked', async () => {
    expect(await check(0, [0, 0, 0], { k: 2 })).toBe('proof-too-long');
  });

  it('may have the same nonce in each piece', async () => {
    const everywhere = { nonce: 5, block: 0, p: 2 };
    const winning = await challengeWhere(async (challenge) => {
      const pieces = [0, 1, 2].map((piece) => wins(challenge, { ...everywhere, piece }));
      return (await Promise.all(pieces)).every(Boolean);
    });
    expect(await check(winning, [5, 5, 5], { p: 2 })).toBeUndefined();
    expect(await check(winning, [5, 5, 128], { p: 2 })).toBe('nonce-out-of-range');
  });
});
