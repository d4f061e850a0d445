/** Arithmetic on words of 64 bits, the operations made of it, and the generator of random words. */

const word = (value: bigint) => BigInt.asUintN(64, value);
const signed = (value: bigint) => BigInt.asIntN(64, value);
const rotateLeft = (value: bigint, bits: bigint) => word(value << bits) | (value >> (64n - bits));
const rotateRight = (value: bigint, bits: bigint) => rotateLeft(value, 64n - bits);
const shiftArithmetic = (value: bigint, bits: bigint) => word(signed(value) >> bits);

type Operation = (dst: bigint, src: bigint, imm: bigint) => bigint;

export const OPERATIONS = {
  RMCG: (dst, src, imm) => rotateRight(word(dst * src), imm),
  MULOR: (dst, src, imm) => word((dst | imm) * src),
  MULXOR: (dst, src, imm) => word((dst ^ imm) * src),
  MULADD: (dst, src, imm) => word((dst + imm) * src),
  XORROR: (dst, src, imm) => rotateRight(dst, imm) ^ src,
  ADDROR: (dst, src, imm) => word(rotateRight(dst, imm) + src),
  SUBROR: (dst, src, imm) => word(rotateRight(dst, imm) - src),
  XORASR: (dst, src, imm) => shiftArithmetic(dst, imm) ^ src,
  ADDASR: (dst, src, imm) => word(shiftArithmetic(dst, imm) + src),
  SUBASR: (dst, src, imm) => word(shiftArithmetic(dst, imm) - src),
  XORLSR: (dst, src, imm) => (dst >> imm) ^ src,
  ADDLSR: (dst, src, imm) => word((dst >> imm) + src),
  SUBLSR: (dst, src, imm) => word((dst >> imm) - src),
} as const satisfies Record<string, Operation>;

export type State = [bigint, bigint, bigint, bigint];

export function sipround([v0, v1, v2, v3]: State): State {
  v0 = word(v0 + v1);
  v2 = word(v2 + v3);
  v1 = rotateLeft(v1, 13n);
  v3 = rotateLeft(v3, 16n);
  v1 ^= v0;
  v3 ^= v2;
  v0 = rotateLeft(v0, 32n);
  v2 = word(v2 + v1);
  v0 = word(v0 + v3);
  v1 = rotateLeft(v1, 17n);
  v3 = rotateLeft(v3, 21n);
  v1 ^= v2;
  v3 ^= v0;
  v2 = rotateLeft(v2, 32n);
  return [v0, v1, v2, v3];
}

function siprounds(state: State, rounds: number): State {
  return rounds === 0 ? state : siprounds(sipround(state), rounds - 1);
}

function firstState(k0: bigint, k1: bigint, salt: bigint): State {
  const [a, b, c, d] = sipround([
    0x736f6d6570736575n ^ k0,
    0x646f72616e646f6dn ^ k1,
    0x6c7967656e657261n ^ k0,
    0x7465646279746573n ^ k1 ^ salt,
  ]);
  return siprounds([a ^ salt, b, c ^ 0xbbn, d], 3);
}

/** The endless random words of a key and a salt; each state is handed out from its last word to its first. */
export function* randomWords(k0: bigint, k1: bigint, salt: bigint): Generator<bigint, never> {
  let state = firstState(k0, k1, salt);
  for (;;) {
    const [v0, v1, v2, v3] = state;
    yield v3;
    yield v2;
    yield v1;
    yield v0;
    state = siprounds([v0 ^ k0, v1 ^ k1, v2 ^ k0, v3 ^ k1], 4);
  }
}

export function takeWords(words: Generator<bigint, never>, count: number): bigint[] {
  return Array.from({ length: count }, () => words.next().value);
}

export function littleEndianWords(bytes: Uint8Array): bigint[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getBigUint64(8 * i, true));
}
