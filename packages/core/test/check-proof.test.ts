import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkProof } from '../src/check-proof.js';
import { nonceLimit, type PuzzleRow } from '../src/puzzle.js';
import { findPuzzle } from '../src/puzzle-table.js';
import { checkPiece } from '../src/search-piece.js';
import vectors from './vectors/wire-v1.json' with { type: 'json' };

const { puzzle } = vectors;
const argon2id = findPuzzle(puzzle.alg)!;
const spec = { alg: puzzle.alg, p: puzzle.p, k: puzzle.k };
const subject = {
  jti: new Uint8Array(Buffer.from(puzzle.jti, 'hex')),
  thumbprint: new Uint8Array(Buffer.from(puzzle.thumbprint, 'hex')),
};
const winners = puzzle.pieces.map((piece) => piece.firstWinner) as [number, number, number];
const sha256 = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());

/** The row with its hashes counted. */
function counted(row: PuzzleRow): { row: PuzzleRow; hashes: () => number } {
  let hashes = 0;
  const createHashCounted: PuzzleRow['createHash'] = async (...made) => {
    const hash = await row.createHash(...made);
    return (nonce) => {
      hashes++;
      return hash(nonce);
    };
  };
  return { row: { ...row, createHash: createHashCounted }, hashes: () => hashes };
}

async function check(nonces: readonly number[], change: Partial<Parameters<typeof checkProof>[0]> = {}) {
  const { row, hashes } = counted(change.row ?? argon2id);
  const code = await checkProof({ spec, subject, nonces, sha256, ...change, row });
  return { code, hashes: hashes() };
}

/** A row whose every nonce wins. */
const generous: PuzzleRow = { ...argon2id, createHash: () => () => 0n };

describe('a right proof', () => {
  it('has no fault and costs one hash a piece', async () => {
    expect(await check(winners)).toEqual({ code: undefined, hashes: 3 });
  });

  it.each([0, 1, 2])('has no fault while only its first %i pieces are there: the caller counts them', async (count) => {
    expect(await check(winners.slice(0, count))).toEqual({ code: undefined, hashes: count });
  });

  it('may repeat a nonce in several pieces', async () => {
    expect(await check([5, 5, 5], { row: generous })).toEqual({ code: undefined, hashes: 3 });
  });

  it('may name any nonce below 64 p', async () => {
    expect(nonceLimit(puzzle.p)).toBe(256);
    expect(await check([255, 0, 255], { row: generous })).toMatchObject({ code: undefined });
  });
});

describe('a wrong proof', () => {
  it('is too long with one piece more than was asked, and no hash is spent on it', async () => {
    expect(await check([...winners, 0])).toEqual({ code: 'proof-too-long', hashes: 0 });
    expect(await check(new Array<number>(64).fill(0))).toEqual({ code: 'proof-too-long', hashes: 0 });
  });

  it.each([256, 257, 2 ** 32 - 1])('is out of range with the nonce %i, and no hash is spent on it', async (nonce) => {
    for (const piece of [0, 1, 2]) {
      const nonces = winners.with(piece, nonce);
      expect(await check(nonces, { row: generous })).toEqual({ code: 'nonce-out-of-range', hashes: 0 });
    }
  });

  it.each([
    ['first', 0],
    ['middle', 1],
    ['last', 2],
  ])('costs no hash beyond its %s piece, if that is wrong', async (_, piece) => {
    // Every nonce before the first winner loses.
    const nonces = winners.with(piece, winners[piece]! - 1);
    expect(await check(nonces)).toEqual({ code: 'proof-wrong', hashes: piece + 1 });
  });

  it('stays wrong when its wrong piece is the last one there', async () => {
    expect(await check([winners[0] - 1])).toEqual({ code: 'proof-wrong', hashes: 1 });
  });

  it('is one whose pieces were swapped', async () => {
    const [first, second, third] = winners;
    // Nonce 1 loses piece 1, nonce 4 loses piece 1: the vectors list both hashes.
    expect(await check([first, first, third])).toMatchObject({ code: 'proof-wrong' });
    expect(await check([first, third, second])).toMatchObject({ code: 'proof-wrong' });
  });

  it.each([
    ['challenge', { ...subject, jti: subject.jti.map((byte, at) => (at === 15 ? byte ^ 1 : byte)) }],
    ['challenge, all of it', { ...subject, jti: new Uint8Array(16) }],
    ['device', { ...subject, thumbprint: subject.thumbprint.map((byte, at) => (at === 31 ? byte ^ 1 : byte)) }],
    ['device, all of it', { ...subject, thumbprint: new Uint8Array(32) }],
  ])('is one made for another %s', async (_, other) => {
    expect(await check(winners, { subject: other })).toMatchObject({ code: 'proof-wrong' });
  });

  it('is one made for less work', async () => {
    expect(await check(winners, { spec: { ...spec, p: 2 ** 20 } })).toMatchObject({ code: 'proof-wrong' });
  });
});

describe('one piece', () => {
  it('wins with a hash of exactly the target, and loses with one more', async () => {
    const target = BigInt(`0x${puzzle.target}`);
    const input = new Uint8Array(32);
    const answering = (hash: bigint) => ({
      row: { ...argon2id, createHash: () => () => hash },
      input,
      p: puzzle.p,
      sha256,
    });
    expect(await checkPiece(answering(target), 0)).toBe(true);
    expect(await checkPiece(answering(target + 1n), 0)).toBe(false);
    expect(await checkPiece(answering(2n ** 64n - 1n), 0)).toBe(false);
  });

  it('always wins where p is 1', async () => {
    const task = {
      row: { ...argon2id, createHash: () => () => 2n ** 64n - 1n },
      input: new Uint8Array(32),
      p: 1,
      sha256,
    };
    expect(await checkPiece(task, 0)).toBe(true);
  });
});
