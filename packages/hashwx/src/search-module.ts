import { hashOf, r8Of, r9Of, RESULTS } from './machine-code.js';
import {
  BRANCH_AFTER,
  BRANCHES,
  FIELD_COUNT,
  FIELDS,
  FLAG,
  INSTRUCTIONS,
  type Instance,
  MEMORY_BYTES,
  PROGRAMS,
  REGISTERS,
  RMCG,
  WORD_MASK,
} from './programs.js';
import { beginWith, goOnWith } from './siphash-code.js';
import * as wasm from './wasm-code.js';
import { type Code, get, i32, i64, I32, I64, set } from './wasm-code.js';

// The function's locals: its parameters, r0 to r9, a generator's words, the backward jumps that are left.
const NONCE = 0;
const COUNT = 1;
const TARGET = 2;
const R = 3;
const R8 = R + 8;
const R9 = R + 9;
const V = R + 10;
const BRANCHES_LEFT = V + 4;

/** The name under which a module exports its search. */
export const SEARCH = 's';

/**
 * A WebAssembly module made for one instance: `s(firstNonce: i64, count: i32, target: i64): i32` tries nonces one after
 * the other, the whole hash unrolled inside its loop, up to the first that wins. It gives how many nonces were left to
 * try when that one's turn came, itself included, or 0.
 */
export function searchModule(instance: Instance): Uint8Array<ArrayBuffer> {
  const body = wasm.loop(registersOf(instance), phase(instance, writes), phase(instance, reads), AND_ON);
  return wasm.wasmModule(
    [{ parameters: [I64, I32, I64], results: [I32], locals: LOCALS, body: [body, i32(0)] }],
    [{ name: SEARCH, kind: 'func', index: 0 }],
  );
}

const LOCALS: readonly wasm.Type[] = [...Array.from({ length: BRANCHES_LEFT - R }, (): wasm.Type => I64), I32];

/** r0 to r9 of the nonce. */
function registersOf({ seed }: Instance): Code {
  const view = new DataView(seed.buffer, seed.byteOffset + 16, 16);
  const key = [i64(view.getBigUint64(0, true)), i64(view.getBigUint64(8, true))] as const;
  const handOut = (first: number) => [0, 1, 2, 3].map((word) => set(first + word, get(V + 3 - word)));
  return [
    beginWith(V, key, get(NONCE)),
    handOut(R),
    goOnWith(V, key),
    handOut(R + 4),
    set(R8, r8Of(get(R + 4))),
    set(R9, r9Of(get(R + 7))),
  ];
}

/** How a phase takes its sources, and what it does after a program. */
interface Phase {
  readonly source: (register: number) => Code;
  readonly after: (program: number) => Code;
}

/** Sources are registers, and each program leaves r0 to r7 in memory, downwards from its end. */
const writes: Phase = {
  source: get,
  after: (program) =>
    Array.from({ length: REGISTERS }, (_, register) =>
      wasm.store(i32(0), get(R + register), MEMORY_BYTES - 8 - 64 * program - 8 * register),
    ),
};

/** Sources are words of the memory. */
const reads: Phase = {
  source: (register) => wasm.load(wasm.and32(wasm.wrap(get(register)), i32(WORD_MASK))),
  after: () => [],
};

function phase(instance: Instance, { source, after }: Phase): Code {
  const all = Array.from({ length: PROGRAMS }, (_, number) => [program(instance, number, source), after(number)]);
  return [set(BRANCHES_LEFT, i32(BRANCHES)), all];
}

function program({ code }: Instance, number: number, source: Phase['source']): Code {
  const first = number * INSTRUCTIONS * FIELD_COUNT;
  const body = Array.from({ length: INSTRUCTIONS }, (_, at) => instruction(code, first + at * FIELD_COUNT, source));
  const branch = BRANCH_CODES[code[first + FIELDS.destination]!]!;
  return wasm.loop(body.slice(0, BRANCH_AFTER + 1), branch, body.slice(BRANCH_AFTER + 1));
}

const IMMEDIATES = Array.from({ length: 64 }, (_, value) => i64(value));

function instruction(code: Uint8Array, field: number, source: Phase['source']): Code {
  const destination = R + code[field + FIELDS.destination]!;
  const register = R + code[field + FIELDS.source]!;
  const immediate = IMMEDIATES[code[field + FIELDS.immediate]!]!;
  const opcode = code[field + FIELDS.opcode]!;
  const b = opcode === RMCG ? get(register) : source(register);
  return set(destination, RESULTS[opcode]!({ a: get(destination), immediate, b }));
}

/** Back to the program's beginning, unless RMCG's result has the flag or no backward jump is left. */
const BRANCH_CODES = Array.from({ length: REGISTERS }, (_, register) =>
  wasm.block(
    wasm.brIf(0, wasm.and32(wasm.wrap(get(R + register)), i32(FLAG))),
    wasm.brIf(0, wasm.eqz32(get(BRANCHES_LEFT))),
    set(BRANCHES_LEFT, wasm.sub32(get(BRANCHES_LEFT), i32(1))),
    wasm.br(1),
  ),
);

/** Leaves if the nonce wins, else goes on to the next, while there is one. */
const AND_ON: Code = [
  wasm.block(wasm.brIf(0, wasm.eqz32(wasm.leU(hashOf(R, get(R9)), get(TARGET)))), wasm.ret(get(COUNT))),
  set(NONCE, wasm.add(get(NONCE), i64(1))),
  wasm.brIf(0, wasm.tee(COUNT, wasm.sub32(get(COUNT), i32(1)))),
];
