import { describe, expect, it } from 'vitest';
import { compileSearch, createHashwx, createHashwxTwin, createSearchTwin, type Search } from '../src/index.js';
import { openAll, rightAnswers } from './support/entry-points.js';
import { createReference } from './support/reference.js';
import { SOURCE_PERMUTATIONS } from './support/reference-choices.js';
import { LAST_NONCE, sha256 } from './support/seeds.js';
import puzzles from './vectors/hashwx-puzzle.json' with { type: 'json' };
import vectors from './vectors/hashwx.json' with { type: 'json' };

const unhex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const numberOf = (hex: string) => BigInt(`0x${hex}`);

type HashesOfSeed = Record<string, string>;

function hashesOf(hashes: HashesOfSeed) {
  return Object.entries(hashes).map(([nonce, hash]) => ({ nonce: BigInt(nonce), hash: numberOf(hash) }));
}

const cases = vectors.map(({ seed, hashes }) => ({ seed, hashes: hashesOf(hashes as HashesOfSeed) }));

describe('the vectors of hashes', () => {
  it('are 48 seeds with 288 hashes', () => {
    expect(cases).toHaveLength(48);
    expect(cases.flatMap(({ hashes }) => hashes)).toHaveLength(288);
  });

  it.each(cases)('all four entry points give the hashes of seed $seed', ({ seed, hashes }) => {
    const entryPoints = openAll(unhex(seed));
    for (const { nonce, hash } of hashes) {
      expect(entryPoints.answer(nonce, hash), `nonce ${nonce.toString()}`).toEqual(rightAnswers(nonce, hash));
    }
  });
});

describe("the tests' own reference", () => {
  it('gives every hash of the vectors', () => {
    for (const { seed, hashes } of cases) {
      const reference = createReference(unhex(seed));
      expect(hashes.map(({ nonce }) => ({ nonce, hash: reference.hash(nonce) }))).toEqual(hashes);
    }
  });

  it('has the 625 permutations of sources the specification counts, from its first to its last', () => {
    expect(SOURCE_PERMUTATIONS).toHaveLength(625);
    expect(SOURCE_PERMUTATIONS[0]).toEqual([0, 3, 1, 4, 5, 6, 7, 2]);
    expect(SOURCE_PERMUTATIONS[624]).toEqual([7, 6, 5, 4, 3, 1, 0, 2]);
  });
});

type Puzzle = (typeof puzzles)[number];

/** A nonce of a puzzle is tried in the program its number falls to; the nonce itself is what is hashed. */
function seedOfProgram(puzzle: Puzzle, program: number): Uint8Array {
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(program), true);
  return sha256(unhex(puzzle.challenge), number);
}

const targetOf = (puzzle: Puzzle) => LAST_NONCE / BigInt(puzzle.difficulty);

/** More programs than any of these puzzles needs: a search that never finds ends all the same. */
const MOST_PROGRAMS = 10;

function firstWinner(puzzle: Puzzle, create: (seed: Uint8Array) => Search): bigint {
  for (let program = 0; program < MOST_PROGRAMS; program++) {
    const firstNonce = BigInt(program * puzzle.noncesPerProgram);
    const found = create(seedOfProgram(puzzle, program)).search(firstNonce, puzzle.noncesPerProgram, targetOf(puzzle));
    if (found !== -1n) return found;
  }
  return -1n;
}

describe.each(puzzles)('the puzzle of difficulty $difficulty, $noncesPerProgram nonces a program', (puzzle) => {
  const winner = BigInt(puzzle.firstWinningNonce);
  const program = Math.floor(Number(winner) / puzzle.noncesPerProgram);

  it('has the seed and the hash of its winning program', () => {
    const seed = seedOfProgram(puzzle, program);
    expect(Buffer.from(seed).toString('hex')).toBe(puzzle.seed);
    expect(createHashwx(seed).hash(winner)).toBe(numberOf(puzzle.hash));
    expect(createHashwxTwin(seed).hash(winner)).toBe(numberOf(puzzle.hash));
    expect(numberOf(puzzle.hash)).toBeLessThanOrEqual(targetOf(puzzle));
  });

  it('is won first by its winning nonce, from nonce 0 on, with compileSearch', () => {
    expect(firstWinner(puzzle, compileSearch)).toBe(winner);
  });

  it('is won by its winning nonce in the last 300 nonces up to it, with createSearchTwin', () => {
    const search = createSearchTwin(unhex(puzzle.seed));
    expect(search.search(winner - 299n, 300, targetOf(puzzle))).toBe(winner);
    expect(search.search(winner - 300n, 300, targetOf(puzzle))).toBe(-1n);
  });
});

// The others would take the twin too long: it needs about a second for 5,000 nonces.
const quickPuzzles = puzzles.filter(({ firstWinningNonce }) => Number(firstWinningNonce) < 2_000);

it.each(quickPuzzles)('the puzzle of difficulty $difficulty is won first so with createSearchTwin too', (puzzle) => {
  expect(firstWinner(puzzle, createSearchTwin)).toBe(BigInt(puzzle.firstWinningNonce));
});
