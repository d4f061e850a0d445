import { hashOf, type Operands, r8Of, r9Of, RESULTS } from './machine-code.js';
import {
  BRANCH_AFTER,
  BRANCHES,
  CODE_BYTES,
  FIELD_COUNT,
  FIELDS,
  FLAG,
  INSTRUCTIONS,
  MEMORY_BYTES,
  PROGRAM_SALT,
  PROGRAMS,
  REGISTERS,
  RMCG,
  WORD_MASK,
  WORDS_EACH,
} from './programs.js';
import { beginWith, goOnWith } from './siphash-code.js';
import * as wasm from './wasm-code.js';
import { type Code, get, i32, i64, I32, I64, set } from './wasm-code.js';

/** Where things lie in the kernel's memory. */
export const PLACE = {
  /** The seed, 32 bytes. */
  seed: 0,
  /** r0 to r9. */
  registers: 64,
  /** What programs read. */
  memory: 1_024,
  /** Programs as `decodeInstance` writes them, but for registers: a destination or source is eight times its number. */
  code: 4_096,
  /** The programs' random words. */
  words: 8_192,
} as const;

/** A power of two, of which code begins at a multiple. */
const PROGRAM_BYTES = INSTRUCTIONS * FIELD_COUNT;

const WORDS_FUNCTION = 0;
const PROGRAM_WORDS_FUNCTION = 1;
const HASH_FUNCTION = 2;

/**
 * A WebAssembly module that hashes by interpreting: for checking one nonce of a seed, where a module made for the seed
 * would take longer to compile than to run.
 *
 * - `w()` writes the random words that the programs of the seed in memory `m` are made of.
 * - `h(nonce: i64): i64` hashes by the seed and code in `m`.
 */
export function kernelModule(): Uint8Array<ArrayBuffer> {
  return wasm.wasmModule(
    [wordsFunction(), programWordsFunction(), hashFunction()],
    [
      { name: 'w', kind: 'func', index: PROGRAM_WORDS_FUNCTION },
      { name: 'h', kind: 'func', index: HASH_FUNCTION },
      { name: 'm', kind: 'memory', index: 0 },
    ],
  );
}

/** Random words of the key at an address, by a salt, from one address up to another. */
function wordsFunction(): wasm.Func {
  const [KEY, SALT, TO, END, V] = [0, 1, 2, 3, 4] as const;
  const key = [wasm.load(get(KEY)), wasm.load(get(KEY), 8)] as const;
  const handOut = [0, 1, 2, 3].map((word) => wasm.store(get(TO), get(V + 3 - word), 8 * word));
  const body = [
    beginWith(V, key, get(SALT)),
    wasm.block(
      wasm.loop(
        ...handOut,
        wasm.brIf(1, wasm.eq32(wasm.tee(TO, wasm.add32(get(TO), i32(32))), get(END))),
        goOnWith(V, key),
        wasm.br(0),
      ),
    ),
  ];
  return { parameters: [I32, I64, I32, I32], results: [], locals: [I64, I64, I64, I64], body };
}

function programWordsFunction(): wasm.Func {
  const end = PLACE.words + 8 * PROGRAMS * WORDS_EACH;
  const body = wasm.call(WORDS_FUNCTION, i32(PLACE.seed), i64(PROGRAM_SALT), i32(PLACE.words), i32(end));
  return { parameters: [], results: [], locals: [], body };
}

// The hash function's locals.
const NONCE = 0;
/** The address of the next instruction. */
const AT = 1;
const BRANCHES_LEFT = 2;
/** 1 in the phase that reads. */
const IS_READING = 3;
/** Where the next program's registers go. */
const STORE_AT = 4;
/** What RMCG gave last. */
const FLAGGED = 5;
const A = 6;
const B = 7;
const R = 8;

function hashFunction(): wasm.Func {
  const register = (number: number) => wasm.load(i32(0), PLACE.registers + 8 * number);
  const setRegister = (number: number, value: Code) => wasm.store(i32(0), value, PLACE.registers + 8 * number);
  const all = Array.from({ length: REGISTERS }, (_, number) => number);
  const body = [
    wasm.call(
      WORDS_FUNCTION,
      i32(PLACE.seed + 16),
      get(NONCE),
      i32(PLACE.registers),
      i32(PLACE.registers + 8 * REGISTERS),
    ),
    setRegister(8, r8Of(register(4))),
    setRegister(9, r9Of(register(7))),
    set(STORE_AT, i32(PLACE.memory + MEMORY_BYTES - 8)),
    wasm.loop(
      set(BRANCHES_LEFT, i32(BRANCHES)),
      set(AT, i32(PLACE.code)),
      programs(),
      // A second time, reading.
      wasm.brIf(0, wasm.eqz32(wasm.and32(wasm.tee(IS_READING, wasm.add32(get(IS_READING), i32(1))), i32(2)))),
    ),
    ...all.map((number) => set(R + number, register(number))),
    hashOf(R, register(9)),
  ];
  const locals: readonly wasm.Type[] = [I32, I32, I32, I32, I64, I64, I64, ...all.map((): wasm.Type => I64)];
  return { parameters: [I64], results: [I64], locals, body };
}

/** Interprets all programs once. */
function programs(): Code {
  const field = (name: keyof typeof FIELDS) => wasm.loadByte(get(AT), FIELDS[name]);
  const isAt = (instruction: number) =>
    wasm.eq32(wasm.and32(get(AT), i32(PROGRAM_BYTES - 1)), i32(instruction * FIELD_COUNT));
  return wasm.loop(
    set(A, wasm.load(field('destination'), PLACE.registers)),
    set(B, wasm.load(field('source'), PLACE.registers)),
    wasm.block(
      wasm.brIf(0, wasm.eqz32(get(IS_READING))),
      wasm.brIf(0, wasm.eq32(field('opcode'), i32(RMCG))),
      set(B, wasm.load(wasm.and32(wasm.wrap(get(B)), i32(WORD_MASK)), PLACE.memory)),
    ),
    operation(field('opcode')),
    wasm.store(field('destination'), get(A), PLACE.registers),
    set(AT, wasm.add32(get(AT), i32(FIELD_COUNT))),
    // Back to the program's beginning, unless the flag is set or no backward jump is left.
    wasm.block(
      wasm.brIf(0, wasm.eqz32(isAt(BRANCH_AFTER + 1))),
      wasm.brIf(0, wasm.and32(wasm.wrap(get(FLAGGED)), i32(FLAG))),
      wasm.brIf(0, wasm.eqz32(get(BRANCHES_LEFT))),
      set(BRANCHES_LEFT, wasm.sub32(get(BRANCHES_LEFT), i32(1))),
      set(AT, wasm.sub32(get(AT), i32((BRANCH_AFTER + 1) * FIELD_COUNT))),
      wasm.br(1),
    ),
    // A program that is over leaves its registers in memory.
    wasm.block(
      wasm.brIf(0, get(IS_READING)),
      wasm.brIf(0, wasm.eqz32(isAt(0))),
      ...Array.from({ length: REGISTERS }, (_, number) =>
        wasm.store(wasm.sub32(get(STORE_AT), i32(8 * number)), wasm.load(i32(0), PLACE.registers + 8 * number)),
      ),
      set(STORE_AT, wasm.sub32(get(STORE_AT), i32(8 * REGISTERS))),
    ),
    wasm.brIf(0, wasm.ne32(get(AT), i32(PLACE.code + CODE_BYTES))),
  );
}

const OPERANDS: Operands = { a: get(A), immediate: wasm.loadByteWord(get(AT), FIELDS.immediate), b: get(B) };

/** By opcode from 0 on, what A becomes. */
const CASES: readonly Code[] = Object.entries(RESULTS).map(([opcode, resultOf]) => {
  const result = set(A, resultOf(OPERANDS));
  return Number(opcode) === RMCG ? [result, set(FLAGGED, get(A))] : result;
});

/** A becomes the result of its opcode: a block around each case, whose end is where the case begins. */
function operation(opcode: Code): Code {
  const levels = CASES.map((_, level) => level);
  const cases = CASES.reduce<Code>(
    (inner, one, at) => [wasm.block(inner), one, wasm.br(CASES.length - 1 - at)],
    wasm.brTable(opcode, levels),
  );
  return wasm.block(cases);
}
