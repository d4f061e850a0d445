import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSearch, createHashwx, createHashwxTwin, createSearchTwin } from '../src/index.js';
import { HASHES, openAll, rightAnswers, SEARCHES } from './support/entry-points.js';
import { createReference } from './support/reference.js';
import { anyNonce, anySeed, LAST_NONCE, noncesFrom, numberedSeed, TWO_32, TWO_63 } from './support/seeds.js';

const EDGES = [0n, 2n ** 31n, TWO_32 - 1n, TWO_32, 2n ** 53n, TWO_63, LAST_NONCE];

const someNonces = fc.array(anyNonce, { minLength: 1, maxLength: 4 });
const untouched = (seed: Uint8Array) => Uint8Array.from(seed);

/** The bytes of `seed` in the middle of a larger buffer, `offset` bytes from its beginning. */
function viewAt(offset: number, seed: Uint8Array, filling: number): Uint8Array {
  const buffer = new Uint8Array(offset + seed.length + 19).fill(filling);
  buffer.set(seed, offset);
  return buffer.subarray(offset, offset + seed.length);
}

function expectAgreement(seed: Uint8Array, nonces: readonly bigint[], sameSeed = seed): void {
  const reference = createReference(seed);
  const entryPoints = openAll(sameSeed);
  for (const nonce of nonces) {
    const hash = reference.hash(nonce);
    expect(entryPoints.answer(nonce, hash), `nonce ${nonce.toString()}`).toEqual(rightAnswers(nonce, hash));
  }
}

describe('the reference, both hash functions and both searches agree', () => {
  it('on any seed and any nonce', () => {
    fc.assert(
      fc.property(anySeed, someNonces, (seed, nonces) => expectAgreement(seed, nonces)),
      { numRuns: 150 },
    );
  });

  it.each(EDGES)('on the seven nonces around %i', (edge) => {
    const nonces = noncesFrom(edge - 3n, 7).map((nonce) => BigInt.asUintN(64, nonce));
    for (let number = 0; number < 5; number++) expectAgreement(numberedSeed(number), nonces);
  });

  it('on a seed that is a view into a larger buffer, at odd offsets too', () => {
    const offsets = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(anySeed, offsets, fc.nat(255), anyNonce, (seed, offset, filling, nonce) => {
        expectAgreement(seed, [nonce], viewAt(offset, seed, filling));
      }),
      { numRuns: 40 },
    );
  });

  it('on a seed that is a Buffer out of the pool of Node', () => {
    const seed = numberedSeed(1);
    const pooled = Buffer.from(seed);
    expect(pooled.buffer.byteLength).toBeGreaterThan(32);
    expectAgreement(seed, [0n, LAST_NONCE], pooled);
  });

  it('on seeds that differ in one bit only, and give different hashes', () => {
    const seed = numberedSeed(2);
    const hashes = new Set([createReference(seed).hash(5n)]);
    for (let bit = 0; bit < 256; bit += 15) {
      const changed = seed.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      hashes.add(createReference(changed).hash(5n));
      expectAgreement(changed, [5n]);
    }
    expect(hashes.size).toBe(19);
  });
});

describe('both searches find the first winner the reference finds', () => {
  const cases = fc.record({
    seed: anySeed,
    firstNonce: anyNonce.map((nonce) => (nonce > LAST_NONCE - 24n ? LAST_NONCE - 23n : nonce)),
    count: fc.integer({ min: 1, max: 24 }),
    place: fc.nat(23),
    distance: fc.bigInt(-1n, 1n),
  });

  it('with a hash of the slice as target, and with the numbers beside it', () => {
    fc.assert(
      fc.property(cases, ({ seed, firstNonce, count, place, distance }) => {
        const hashes = noncesFrom(firstNonce, count).map(createReference(seed).hash);
        const target = hashes[place % count]! + distance;
        const index = hashes.findIndex((hash) => hash <= target);
        const winner = index < 0 ? -1n : firstNonce + BigInt(index);
        for (const { name, create } of SEARCHES) {
          expect(create(seed).search(firstNonce, count, target), name).toBe(winner);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('what was made of a seed keeps to it', () => {
  const nonces = noncesFrom(TWO_32 - 2n, 4);

  it.each(['before the first hash', 'between two hashes'])('when the bytes of the seed change %s', (moment) => {
    const seed = numberedSeed(3);
    const reference = createReference(untouched(seed));
    const entryPoints = openAll(seed);
    const answers = (nonce: bigint) => entryPoints.answer(nonce, reference.hash(nonce));

    if (moment === 'between two hashes') {
      expect(answers(0n)).toEqual(rightAnswers(0n, reference.hash(0n)));
    }
    seed.fill(0xa5);
    for (const nonce of nonces) expect(answers(nonce)).toEqual(rightAnswers(nonce, reference.hash(nonce)));
  });

  it('when the buffer around the seed changes', () => {
    const seed = viewAt(7, numberedSeed(4), 0x11);
    const reference = createReference(untouched(seed));
    const entryPoints = openAll(seed);
    new Uint8Array(seed.buffer).fill(0xff);
    for (const nonce of nonces) {
      const hash = reference.hash(nonce);
      expect(entryPoints.answer(nonce, hash)).toEqual(rightAnswers(nonce, hash));
    }
  });

  it('and leaves the seed and what is around it as they were', () => {
    const seed = viewAt(7, numberedSeed(5), 0x11);
    const before = new Uint8Array(seed.buffer).slice();
    openAll(seed).answer(1n, 1n << 40n);
    expect(new Uint8Array(seed.buffer)).toEqual(before);
  });
});

describe('hash functions used in turn do not disturb each other', () => {
  const steps = fc.array(fc.tuple(fc.nat(3), anyNonce), { minLength: 8, maxLength: 30 });

  /** Each is made when it is first wanted: making one must not disturb the others either. */
  function madeOnDemand<T>(make: (number: number) => T): (number: number) => T {
    const made = new Map<number, T>();
    return (number) => {
      const present = made.get(number) ?? make(number);
      made.set(number, present);
      return present;
    };
  }

  it.each([
    ['createHashwx', createHashwx],
    ['createHashwxTwin', createHashwxTwin],
  ])('%s: also one that was only made, or whose search was', (_, create) => {
    const [a, b, c] = [1, 2, 3].map(numberedSeed);
    const first = create(a!);
    const hash = first.hash(5n);
    create(b!);
    expect(first.hash(5n)).toBe(hash);
    compileSearch(c!);
    createSearchTwin(c!);
    expect(first.hash(5n)).toBe(hash);
    expect(create(a!).hash(5n)).toBe(hash);
  });

  it('in any order, with any nonces', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const references = madeOnDemand((number) => createReference(numberedSeed(number)));
        const entryPoints = madeOnDemand((number) => openAll(numberedSeed(number)));
        for (const [number, nonce] of taken) {
          const hash = references(number).hash(nonce);
          expect(entryPoints(number).answer(nonce, hash)).toEqual(rightAnswers(nonce, hash));
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each(HASHES)('$name: two of the same seed, and each nonce twice', ({ create }) => {
    const [one, other] = [create(numberedSeed(6)), create(numberedSeed(6))];
    const nonces = noncesFrom(0n, 20);
    const hashes = nonces.map(createReference(numberedSeed(6)).hash);
    const turns = nonces.map((nonce) => [one.hash(nonce), other.hash(nonce)]);
    expect(turns).toEqual(hashes.map((hash) => [hash, hash]));
    expect(nonces.map((nonce) => one.hash(nonce))).toEqual(hashes);
  });

  it.each(HASHES)('$name: thirty at once, all still right when the last is made', ({ create }) => {
    const seeds = Array.from({ length: 30 }, (_, number) => numberedSeed(100 + number));
    const made = seeds.map((seed) => create(seed));
    const expected = seeds.map((seed) => createReference(seed).hash(9n));
    expect(made.map((hashwx) => hashwx.hash(9n))).toEqual(expected);
    expect(new Set(expected).size).toBe(30);
  });

  it.each(SEARCHES)('$name: thirty at once, all still right when the last is made', ({ create }) => {
    const seeds = Array.from({ length: 30 }, (_, number) => numberedSeed(200 + number));
    const made = seeds.map((seed) => create(seed));
    for (const [i, search] of made.entries()) {
      const hashes = noncesFrom(0n, 10).map(createReference(seeds[i]!).hash);
      const lowest = hashes.reduce((low, hash) => (hash < low ? hash : low));
      expect(search.search(0n, 10, lowest)).toBe(BigInt(hashes.indexOf(lowest)));
      expect(search.search(0n, 10, lowest - 1n)).toBe(-1n);
    }
  });
});
