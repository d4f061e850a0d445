import { describe, expect, it } from 'vitest';
import { openAll, rightAnswers } from './support/entry-points.js';
import { createReference, type BranchUse, type ReferenceHash } from './support/reference.js';
import { numberedSeed } from './support/seeds.js';

const SEEDS = [0, 1, 2, 3, 4, 5].map(numberedSeed);
const NONCES_A_SEED = 3;
/** The rarest of the cases below falls to about one nonce in 400. */
const MOST_NONCES = 20_000n;

type Condition = (traced: ReferenceHash) => boolean;

const isUsedUp = ({ jumps }: BranchUse) => jumps === 32;
/** The last jump left was made, and none was wanted after it. */
const isJustEnough = ({ jumps, refused }: BranchUse) => jumps === 32 && refused === 0;
const hasOneLeft = ({ jumps }: BranchUse) => jumps === 31;
const isRefused = ({ refused }: BranchUse) => refused > 0;
const isRefusedOnce = ({ refused }: BranchUse) => refused === 1;

interface Found {
  readonly seed: Uint8Array;
  readonly nonces: readonly bigint[];
}

function noncesWhere(seed: Uint8Array, condition: Condition): bigint[] {
  const reference = createReference(seed);
  const found: bigint[] = [];
  for (let nonce = 0n; nonce < MOST_NONCES && found.length < NONCES_A_SEED; nonce++) {
    if (condition(reference.trace(nonce))) found.push(nonce);
  }
  return found;
}

const findAll = (condition: Condition, seeds = SEEDS): Found[] =>
  seeds.map((seed) => ({ seed, nonces: noncesWhere(seed, condition) }));

function expectRightHashes({ seed, nonces }: Found): void {
  const reference = createReference(seed);
  const entryPoints = openAll(seed);
  expect(nonces).toHaveLength(NONCES_A_SEED);
  for (const nonce of nonces) {
    const hash = reference.hash(nonce);
    expect(entryPoints.answer(nonce, hash), `nonce ${nonce.toString()}`).toEqual(rightAnswers(nonce, hash));
  }
}

describe('all four entry points agree with the reference where the branch counter', () => {
  it.each<[string, Condition]>([
    ['is used up in the write phase only', ({ write, read }) => isUsedUp(write) && !isUsedUp(read)],
    ['is used up in the read phase only', ({ write, read }) => !isUsedUp(write) && isUsedUp(read)],
    ['is used up in both phases', ({ write, read }) => isUsedUp(write) && isUsedUp(read)],
    ['is used up in neither phase', ({ write, read }) => !isUsedUp(write) && !isUsedUp(read)],
    ['refuses a jump in the write phase only', ({ write, read }) => isRefused(write) && !isRefused(read)],
    ['refuses a jump in the read phase only', ({ write, read }) => !isRefused(write) && isRefused(read)],
    ['refuses a jump in both phases', ({ write, read }) => isRefused(write) && isRefused(read)],
    ['refuses exactly one jump in the write phase', ({ write }) => isRefusedOnce(write)],
    ['refuses exactly one jump in the read phase', ({ read }) => isRefusedOnce(read)],
    ['is just enough for the write phase', ({ write }) => isJustEnough(write)],
    ['is just enough for the read phase', ({ read }) => isJustEnough(read)],
    ['has one left after the write phase', ({ write }) => hasOneLeft(write)],
    ['has one left after the read phase', ({ read }) => hasOneLeft(read)],
  ])('%s', (_, condition) => {
    for (const found of findAll(condition)) expectRightHashes(found);
  });

  it.each<[string, Condition]>([
    ['is just enough for both phases', ({ write, read }) => isJustEnough(write) && isJustEnough(read)],
    ['has one left after both phases', ({ write, read }) => hasOneLeft(write) && hasOneLeft(read)],
  ])('%s', (_, condition) => {
    for (const found of findAll(condition, SEEDS.slice(0, 2))) expectRightHashes(found);
  });
});

describe('the nonces found would show a counter that starts wrong', () => {
  const seed = SEEDS[0]!;
  const reference = createReference(seed);

  it.each<[string, Condition, { write: number; read: number }]>([
    ['at 31 in the write phase', ({ write }) => isUsedUp(write), { write: 31, read: 32 }],
    ['at 33 in the write phase', ({ write }) => isRefused(write), { write: 33, read: 32 }],
    ['at 31 in the read phase', ({ read }) => isUsedUp(read), { write: 32, read: 31 }],
    ['at 33 in the read phase', ({ read }) => isRefused(read), { write: 32, read: 33 }],
    ['at 0 in the read phase, as one shared by both', ({ write }) => isUsedUp(write), { write: 32, read: 0 }],
  ])('%s', (_, condition, counters) => {
    for (const nonce of noncesWhere(seed, condition)) {
      expect(reference.trace(nonce, counters).hash).not.toBe(reference.hash(nonce));
    }
    expect.assertions(NONCES_A_SEED);
  });
});

describe('the phases are counted as the specification says', () => {
  it('no phase makes more than 32 jumps, and refuses one only after 32', () => {
    const reference = createReference(SEEDS[0]!);
    for (let nonce = 0n; nonce < 200n; nonce++) {
      const { write, read } = reference.trace(nonce);
      for (const phase of [write, read]) {
        expect(phase.jumps).toBeLessThanOrEqual(32);
        if (isRefused(phase)) expect(phase.jumps).toBe(32);
      }
    }
  });
});
