/** Programs of an instance, and operand instructions of a program. */
export const PROGRAMS = 32;
export const INSTRUCTIONS = 8;
/** Backward jumps that a phase has for all of its programs together. */
export const BRANCHES = 32;
/** Of RMCG's result, the bit without which a program jumps back. */
export const FLAG = 1 << 5;
/** Registers that programs write, and the words of the memory that they read, eight bytes each. */
export const REGISTERS = 8;
export const MEMORY_BYTES = 2_048;
/** Of a register, the address of a whole word. */
export const WORD_MASK = 2_040;
/** The operand instruction after which a program may jump to its beginning. */
export const BRANCH_AFTER = 6;

/** What an operand instruction does. Multiplications stand at even places, the others at odd ones. */
export const RMCG = 0;
export const XORROR = 1;
export const ADDROR = 2;
export const SUBROR = 3;
export const XORASR = 4;
export const ADDASR = 5;
export const SUBASR = 6;
export const XORLSR = 7;
export const ADDLSR = 8;
export const SUBLSR = 9;
export const MULOR = 10;
export const MULXOR = 11;
export const MULADD = 12;

/** Where a program's members stand in an instance: four bytes an instruction. */
export const FIELDS = { opcode: 0, destination: 1, source: 2, immediate: 3 } as const;
export const FIELD_COUNT = 4;

export const CODE_BYTES = PROGRAMS * INSTRUCTIONS * FIELD_COUNT;

/** What a seed gives: its programs, and the key by which nonces become registers (bytes 16 to 31 of the seed). */
export interface Instance {
  /** CODE_BYTES. */
  readonly code: Uint8Array;
  readonly seed: Uint8Array;
}

/** Random words that a program is made of. */
export const WORDS_EACH = 16;
/** Both halves of the salt of the programs' words: 2^64 − 1. */
export const PROGRAM_SALT = -1;

/**
 * The instance of a seed. `words` are the random words of its programs in halves, the low half first:
 * 2 × PROGRAMS × WORDS_EACH.
 */
export function decodeInstance(seed: Uint8Array, words: Int32Array): Instance {
  const code = new Uint8Array(CODE_BYTES);
  const destinations = new Uint8Array(INSTRUCTIONS);
  for (let program = 0; program < PROGRAMS; program++) {
    const first = 2 * WORDS_EACH * program;
    for (let at = 1; at < INSTRUCTIONS; at++) {
      const other = (words[first + 2 * at - 1]! >>> 0) % (at + 1);
      destinations[at] = destinations[other]!;
      destinations[other] = at;
    }
    const order = INSTRUCTIONS * moduloOrders(words[first + 14]!, words[first + 15]!);
    for (let at = 0; at < INSTRUCTIONS; at++) {
      const field = (program * INSTRUCTIONS + at) * FIELD_COUNT;
      const picked = at === 0 ? 0 : words[first + 2 * at - 2]! >>> 0;
      const opcode = at === 0 ? RMCG : at % 2 === 1 ? XORROR + (picked % 9) : MULOR + (picked % 3);
      const low = words[first + 2 * (INSTRUCTIONS + at)]!;
      const high = words[first + 2 * (INSTRUCTIONS + at) + 1]!;
      code[field + FIELDS.opcode] = opcode;
      code[field + FIELDS.destination] = destinations[at]!;
      code[field + FIELDS.source] = at === 0 ? 8 + (words[first + 14]! & 1) : destinations[SOURCE_ORDERS[order + at]!]!;
      code[field + FIELDS.immediate] = immediate(opcode, low, high);
    }
    // The next permutation begins as 0, 1, 2, … again.
    destinations[0] = 0;
  }
  return { code, seed };
}

const MUL_IMMEDIATES = [1, 9, 33];

function immediate(opcode: number, low: number, high: number): number {
  if (opcode >= MULOR) return MUL_IMMEDIATES[modulo3(low, high)]!;
  return 1 + (opcode >= XORASR ? modulo3(low, high) : modulo63(low, high));
}

// A word of two halves modulo a small number. Engines divide by a number that stands here in a nanosecond, by one that
// they are given as doubles: that was half of what making an instance takes. 2^32 is 1 modulo 3, and 4 modulo 63.

function modulo3(low: number, high: number): number {
  return (((low >>> 0) % 3) + ((high >>> 0) % 3)) % 3;
}

function modulo63(low: number, high: number): number {
  return (((low >>> 0) % 63) + 4 * ((high >>> 0) % 63)) % 63;
}

/** Modulo the number of source orders, 625; 2^32 is 421. */
function moduloOrders(low: number, high: number): number {
  return (((low >>> 0) % 625) + 421 * ((high >>> 0) % 625)) % 625;
}

/** From which instruction's destination each may take its source. */
const SOURCES_ALLOWED: readonly (readonly number[])[] = [
  [0, 2, 4, 6, 7],
  [2, 3, 4, 5, 6, 7],
  [1, 3, 4, 5, 6, 7],
  [1, 4, 5, 6, 7],
  [1, 3, 5, 6, 7],
  [1, 3, 6, 7],
  [0, 1, 3, 5, 7],
  [0, 2],
];

/** Every permutation of 0..7 that takes its entries from those, in lexicographic order. */
const SOURCE_ORDERS = Uint8Array.from(permutations([]).flat());

function permutations(begun: readonly number[]): readonly (readonly number[])[] {
  const allowed = SOURCES_ALLOWED[begun.length];
  if (!allowed) return [begun];
  return allowed.filter((entry) => !begun.includes(entry)).flatMap((entry) => permutations([...begun, entry]));
}
