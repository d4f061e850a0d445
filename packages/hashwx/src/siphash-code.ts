import { add, type Code, get, i64, rotl, set, xor } from './wasm-code.js';

/** The beginnings of a generator's four words, before its key: "somepseudorandomlygeneratedbytes". */
export const BEGINNINGS = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n] as const;

/** One SipHash round over four locals that follow each other. */
export function roundOver(first: number): Code {
  const [a, b, c, d] = [first, first + 1, first + 2, first + 3] as const;
  const plus = (to: number, from: number) => set(to, add(get(to), get(from)));
  const turn = (to: number, bits: number, from: number) => set(to, xor(rotl(get(to), i64(bits)), get(from)));
  const swap = (word: number) => set(word, rotl(get(word), i64(32)));
  return [
    plus(a, b),
    plus(c, d),
    turn(b, 13, a),
    turn(d, 16, c),
    swap(a),
    plus(c, b),
    plus(a, d),
    turn(b, 17, c),
    turn(d, 21, a),
    swap(c),
  ];
}

/** Initialises the four locals of a generator from a key and a salt. */
export function beginWith(first: number, [key0, key1]: readonly [Code, Code], salt: Code): Code {
  const [a, b, c, d] = [first, first + 1, first + 2, first + 3] as const;
  const round = roundOver(first);
  return [
    set(a, xor(i64(BEGINNINGS[0]), key0)),
    set(b, xor(i64(BEGINNINGS[1]), key1)),
    set(c, xor(i64(BEGINNINGS[2]), key0)),
    set(d, xor(xor(i64(BEGINNINGS[3]), key1), salt)),
    round,
    set(a, xor(get(a), salt)),
    set(c, xor(get(c), i64(0xbb))),
    round,
    round,
    round,
  ];
}

/** Goes on to the generator's next four words. */
export function goOnWith(first: number, [key0, key1]: readonly [Code, Code]): Code {
  const keyed = [key0, key1, key0, key1].map((key, word) => set(first + word, xor(get(first + word), key)));
  const round = roundOver(first);
  return [keyed, round, round, round, round];
}
