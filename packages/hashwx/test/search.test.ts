import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSearch, createHashwx, type Search } from '../src/index.js';
import { SEARCHES } from './support/entry-points.js';
import { createReference } from './support/reference.js';
import { LAST_NONCE, noncesFrom, numberedSeed, TWO_32, TWO_63 } from './support/seeds.js';
import { lowestOf, WINDOW, windowOf, windowWhere, windowWithWinnerAt, winnerOfPart } from './support/windows.js';

const ALL_WIN = 2n ** 64n - 1n;
const LAST_WINDOW = LAST_NONCE - 7n;
const hasTopBit = (hash: bigint) => hash >= TWO_63;

/** Every part of a window: where it begins and how many nonces it has. */
const PARTS = Array.from({ length: WINDOW }, (_, from) => from).flatMap((from) =>
  Array.from({ length: WINDOW - from }, (_, i) => ({ from, count: i + 1 })),
);

interface Slices {
  readonly firstNonce: bigint;
  readonly counts: readonly number[];
  readonly target: bigint;
}

/** Searches slice after slice until one has a winner. */
function searchInSlices(made: Search, { firstNonce, counts, target }: Slices): bigint {
  let next = firstNonce;
  for (const count of counts) {
    const found = made.search(next, count, target);
    if (found !== -1n) return found;
    next += BigInt(count);
  }
  return -1n;
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

describe.each(SEARCHES)('$name finds the first winner of every part of eight nonces', ({ create }) => {
  it.each([
    ['from 0', 0n],
    ['across 2^31', 2n ** 31n - 4n],
    ['across 2^32', TWO_32 - 4n],
    ['across 3 * 2^32', 3n * TWO_32 - 4n],
    ['across 2^53', 2n ** 53n - 4n],
    ['across 2^63', TWO_63 - 4n],
    ['up to 2^64 - 1', LAST_WINDOW],
  ])('%s', (_, first) => {
    const window = windowOf(numberedSeed(0), first);
    const made = create(window.seed);
    const targets = [...window.hashes, window.lowest - 1n, TWO_63 - 1n, TWO_63, ALL_WIN];
    for (const part of PARTS) {
      const found = targets.map((target) => made.search(first + BigInt(part.from), part.count, target));
      expect(found).toEqual(targets.map((target) => winnerOfPart(window, part, target)));
    }
  });
});

describe.each(SEARCHES)('$name at the end of all nonces', ({ create }) => {
  it('finds a winner that is 2^64 - 1 itself', () => {
    const { seed, lowest } = windowWithWinnerAt(7, LAST_WINDOW);
    expect(create(seed).search(LAST_WINDOW, WINDOW, lowest)).toBe(LAST_NONCE);
  });

  it('finds a winner just before it', () => {
    const { seed, lowest } = windowWithWinnerAt(6, LAST_WINDOW);
    expect(create(seed).search(LAST_WINDOW, WINDOW, lowest)).toBe(LAST_NONCE - 1n);
  });

  it('ends there when nothing wins', () => {
    const { seed, lowest } = windowWithWinnerAt(7, LAST_WINDOW);
    expect(create(seed).search(LAST_WINDOW, WINDOW, lowest - 1n)).toBe(-1n);
  });

  it('does not go on at 0, even where 0 would win', () => {
    const hashOfZero = (seed: Uint8Array) => createReference(seed).hash(0n);
    const { seed } = windowWhere(LAST_WINDOW, (window) => hashOfZero(window.seed) < window.lowest);
    expect(create(seed).search(LAST_WINDOW, WINDOW, hashOfZero(seed))).toBe(-1n);
  });

  it('searches 2^64 - 1 alone', () => {
    const hash = createReference(numberedSeed(1)).hash(LAST_NONCE);
    const made = create(numberedSeed(1));
    expect(made.search(LAST_NONCE, 1, hash)).toBe(LAST_NONCE);
    expect(made.search(LAST_NONCE, 1, hash - 1n)).toBe(-1n);
  });
});

describe.each(SEARCHES)('$name gives the first of a slice', ({ create }) => {
  it('at its first place, at its last, and nothing beside the slice', () => {
    const { seed, lowest } = windowWithWinnerAt(4, TWO_32 - 4n);
    const made = create(seed);
    expect(made.search(TWO_32, 4, lowest)).toBe(TWO_32);
    expect(made.search(TWO_32 - 4n, 5, lowest)).toBe(TWO_32);
    expect(made.search(TWO_32 - 4n, 4, lowest)).toBe(-1n);
    expect(made.search(TWO_32 + 1n, 3, lowest)).toBe(-1n);
  });

  it('when every nonce wins', () => {
    const made = create(numberedSeed(0));
    for (const firstNonce of [0n, TWO_32 - 1n, TWO_32, TWO_63, LAST_NONCE - 99n]) {
      expect(made.search(firstNonce, 100, ALL_WIN)).toBe(firstNonce);
    }
  });

  it('when several win, though a later one has the lower hash', () => {
    const { seed, hashes, lowest } = windowWhere(0n, (window) => {
      const second = lowestOf(window.hashes.filter((hash) => hash !== window.lowest));
      return window.hashes[2] === second && window.hashes[5] === window.lowest;
    });
    const made = create(seed);
    expect(made.search(0n, WINDOW, hashes[2]!)).toBe(2n);
    expect(made.search(0n, WINDOW, hashes[2]! - 1n)).toBe(5n);
    expect(made.search(0n, WINDOW, lowest - 1n)).toBe(-1n);
  });

  it('anew in every call, whatever was searched and found before', () => {
    const { seed, first, hashes, lowest } = windowWithWinnerAt(5, 1_000n);
    const made = create(seed);
    const round = () => [
      made.search(first, WINDOW, lowest),
      made.search(first, WINDOW, lowest - 1n),
      made.search(first + 6n, 1, hashes[6]!),
      made.search(first, WINDOW, ALL_WIN),
    ];
    const expected = [first + 5n, -1n, first + 6n, first];
    expect([round(), round(), round()]).toEqual([expected, expected, expected]);
  });
});

/** About one window in 290 is so: it is looked for once. */
const ALL_HIGH = windowWhere(0n, ({ hashes, lowest }) => hashes.every(hasTopBit) && hashes[0] !== lowest);

describe.each(SEARCHES)('$name compares hash and target as unsigned numbers', ({ create }) => {
  it('a hash with the top bit loses against a target without it', () => {
    const made = create(ALL_HIGH.seed);
    expect(made.search(0n, WINDOW, TWO_63 - 1n)).toBe(-1n);
    expect(made.search(0n, WINDOW, 1n)).toBe(-1n);
  });

  it('a hash without the top bit wins against a target with it', () => {
    const { seed } = windowWhere(0n, ({ hashes }) => !hasTopBit(hashes[0]!));
    expect(create(seed).search(0n, WINDOW, TWO_63)).toBe(0n);
    expect(create(seed).search(0n, WINDOW, ALL_WIN)).toBe(0n);
  });

  it('of hashes that all have the top bit, those at most the target win', () => {
    const { seed, hashes, lowest } = ALL_HIGH;
    const made = create(seed);
    expect(made.search(0n, WINDOW, lowest)).toBe(BigInt(hashes.indexOf(lowest)));
    expect(made.search(0n, WINDOW, hashes[0]!)).toBe(0n);
    expect(made.search(0n, WINDOW, lowest - 1n)).toBe(-1n);
  });

  it('the upper half decides, and the lower half where the upper are equal', () => {
    for (let number = 0; number < 10; number++) {
      const seed = numberedSeed(number);
      const hash = createReference(seed).hash(3n);
      const upper = hash / TWO_32;
      const wins = (target: bigint) => create(seed).search(3n, 1, target) === 3n;
      expect({
        hash: wins(hash),
        oneLess: wins(hash - 1n),
        upperAndMost: wins(upper * TWO_32 + TWO_32 - 1n),
        upperAndLeast: wins(upper * TWO_32),
        moreAndLeast: wins((upper + 1n) * TWO_32),
        lessAndMost: wins(upper * TWO_32 - 1n),
      }).toEqual({
        hash: true,
        oneLess: false,
        upperAndMost: true,
        upperAndLeast: false,
        moreAndLeast: true,
        lessAndMost: false,
      });
    }
  });
});

describe.each(SEARCHES)('$name in slices finds what one long search finds', ({ name, create }) => {
  // compileSearch does about 150,000 nonces a second, the twin about 6,000.
  const most = name === 'compileSearch' ? 700 : 40;
  const slices = fc.record({
    counts: fc.array(fc.integer({ min: 1, max: most }), { minLength: 1, maxLength: 6 }),
    firstNonce: fc.oneof(
      fc.bigInt(0n, LAST_NONCE - 5_000n),
      fc.bigInt(TWO_32 - 100n, TWO_32),
      fc.bigInt(TWO_63 - 100n, TWO_63),
    ),
    difficulty: fc.constantFrom(30n, 300n, 1_000n),
  });

  it('however it is sliced', () => {
    const made = create(numberedSeed(7));
    fc.assert(
      fc.property(slices, ({ counts, firstNonce, difficulty }) => {
        const target = ALL_WIN / difficulty;
        const atOnce = made.search(firstNonce, sumOf(counts), target);
        expect(searchInSlices(made, { firstNonce, counts, target })).toBe(atOnce);
      }),
      { numRuns: 40 },
    );
  });

  it('one nonce at a time', () => {
    const { seed, first, lowest } = windowWithWinnerAt(6, TWO_32 - 4n);
    const counts = Array.from({ length: WINDOW }, () => 1);
    expect(searchInSlices(create(seed), { firstNonce: first, counts, target: lowest })).toBe(first + 6n);
  });
});

describe('compileSearch over thousands of nonces', () => {
  const COUNT = 6_000;
  const starts = [0n, TWO_32 - 3_000n, TWO_63 - 3_000n, LAST_NONCE - BigInt(COUNT) + 1n];

  /** The places whose hash is lower than all before: each is the first winner of its own hash. */
  function recordLows(hashes: readonly bigint[]): number[] {
    let lowest = ALL_WIN;
    return [...hashes.keys()].filter((place) => {
      if (hashes[place]! >= lowest) return false;
      lowest = hashes[place]!;
      return true;
    });
  }

  it.each(starts)('finds each record low from %i on, and nothing lower than the lowest', (firstNonce) => {
    const seed = numberedSeed(8);
    const hashwx = createHashwx(seed);
    const made = compileSearch(seed);
    const hashes = noncesFrom(firstNonce, COUNT).map((nonce) => hashwx.hash(nonce));
    const records = recordLows(hashes);
    expect(records.length).toBeGreaterThan(3);
    for (const place of records) {
      expect(made.search(firstNonce, COUNT, hashes[place]!)).toBe(firstNonce + BigInt(place));
    }
    expect(made.search(firstNonce, COUNT, lowestOf(hashes) - 1n)).toBe(-1n);
  });

  it('finds in 65,536 nonces across 2^32, at once and in slices of 512, the same winner beyond 2^32', () => {
    const made = compileSearch(numberedSeed(9));
    const hashwx = createHashwx(numberedSeed(9));
    const firstNonce = TWO_32 - 1_000n;
    const target = lowestOf(noncesFrom(firstNonce, 3_000).map((nonce) => hashwx.hash(nonce))) - 1n;
    const found = made.search(firstNonce, 65_536, target);
    const counts = Array.from({ length: 128 }, () => 512);
    expect(found).toBeGreaterThan(TWO_32 + 1_999n);
    expect(hashwx.hash(found)).toBeLessThanOrEqual(target);
    expect(searchInSlices(made, { firstNonce, counts, target })).toBe(found);
  });
});
