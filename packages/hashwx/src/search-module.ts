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

/** The name under which a module exports its search. */
export const SEARCH = 's';

/** Between functions r0 to r9 lie in memory, behind the words that programs read. */
const registerAt = (register: number): number => MEMORY_BYTES + 8 * register;

/**
 * A WebAssembly module made for one instance: `s(firstNonce: i64, count: i32, target: i64): i32` tries nonces one after
 * the other up to the first that wins. It gives how many nonces were left to try when that one's turn came, itself
 * included, or 0.
 *
 * It works in a memory that it is given, and leaves nothing there that the next call would read.
 *
 * The hash is unrolled in four functions, each of half a phase. Engines run a function's baseline code until their
 * optimising compiler is through with it: that is sooner with small functions, and several are compiled side by side.
 */
export function searchModule(instance: Instance): Uint8Array<ArrayBuffer> {
  const middle = PROGRAMS / 2;
  const halves = [writes, reads].flatMap((phase) => [
    programsFunction(instance, { phase, from: 0, to: middle }),
    programsFunction(instance, { phase, from: middle, to: PROGRAMS }),
  ]);
  const exported = [{ name: SEARCH, kind: 'func', index: halves.length }] as const;
  return wasm.wasmModule([...halves, searchFunction(instance)], exported, 'given');
}

/** Calls the functions of the phases, which come first in the module, for nonce after nonce. */
function searchFunction({ seed }: Instance): wasm.Func {
  const [NONCE, COUNT, TARGET] = [0, 1, 2] as const;
  const V = 3;
  const R = V + 4;
  const view = new DataView(seed.buffer, seed.byteOffset + 16, 16);
  const key = [i64(view.getBigUint64(0, true)), i64(view.getBigUint64(8, true))] as const;
  const handOut = (first: number) => [0, 1, 2, 3].map((word) => keep(first + word, get(V + 3 - word)));
  const phase = (first: number) => wasm.call(first + 1, wasm.call(first, i32(BRANCHES)));
  const body = wasm.loop(
    beginWith(V, key, get(NONCE)),
    handOut(0),
    goOnWith(V, key),
    handOut(4),
    // r4 and r7 are the first and the last of the second four.
    keep(8, r8Of(get(V + 3))),
    keep(9, r9Of(get(V))),
    wasm.drop(phase(0)),
    wasm.drop(phase(2)),
    Array.from({ length: REGISTERS }, (_, register) => set(R + register, kept(register))),
    // Leaves if the nonce wins, else goes on to the next, while there is one.
    wasm.block(wasm.brIf(0, wasm.eqz32(wasm.leU(hashOf(R, kept(9)), get(TARGET)))), wasm.ret(get(COUNT))),
    set(NONCE, wasm.add(get(NONCE), i64(1))),
    wasm.brIf(0, wasm.tee(COUNT, wasm.sub32(get(COUNT), i32(1)))),
  );
  return { parameters: [I64, I32, I64], results: [I32], locals: words(R + REGISTERS - V), body: [body, i32(0)] };
}

const words = (count: number): readonly wasm.Type[] => Array.from({ length: count }, () => I64);

const keep = (register: number, value: Code): Code => wasm.store(i32(0), value, registerAt(register));
const kept = (register: number): Code => wasm.load(i32(0), registerAt(register));

/** How a phase takes its sources, what it does after a program, and its programs' ballast. */
interface Phase {
  readonly source: (local: number) => Code;
  readonly after: (program: number) => Code;
  readonly ballast: Code;
}

/**
 * Operations without effect, which no engine's optimised code keeps. V8 unrolls loops of fewer than 80 operations up to
 * four times. A program as a loop has some 40 in the phase that writes and close to 80 in the one that reads; unrolled
 * they run no faster and take twice as long to compile.
 */
const ballast = (operations: number): Code => Array.from({ length: operations }, () => wasm.drop(i64(0)));

/** Sources are registers, and each program leaves r0 to r7 in memory, downwards from its end. */
const writes: Phase = {
  source: get,
  after: (program) =>
    Array.from({ length: REGISTERS }, (_, register) =>
      wasm.store(i32(0), get(R + register), MEMORY_BYTES - 8 - 64 * program - 8 * register),
    ),
  ballast: ballast(48),
};

/** Sources are words of the memory. */
const reads: Phase = {
  source: (local) => wasm.load(wasm.and32(wasm.wrap(get(local)), i32(WORD_MASK))),
  after: () => [],
  ballast: ballast(16),
};

// The locals of a function of programs: the backward jumps that are left, its parameter, and r0 to r9.
const BRANCHES_LEFT = 0;
const R = 1;
const LOCALS = words(REGISTERS + 2);

interface Programs {
  readonly phase: Phase;
  readonly from: number;
  readonly to: number;
}

/** Runs programs one after the other, and gives the backward jumps that are left. */
function programsFunction(instance: Instance, { phase, from, to }: Programs): wasm.Func {
  const body = [
    LOCALS.map((_, register) => set(R + register, kept(register))),
    Array.from({ length: to - from }, (_, at) => [program(instance, from + at, phase), phase.after(from + at)]),
    Array.from({ length: REGISTERS }, (_, register) => keep(register, get(R + register))),
    get(BRANCHES_LEFT),
  ];
  return { parameters: [I32], results: [I32], locals: LOCALS, body };
}

function program({ code }: Instance, number: number, { source, ballast }: Phase): Code {
  const first = number * INSTRUCTIONS * FIELD_COUNT;
  const body = Array.from({ length: INSTRUCTIONS }, (_, at) => instruction(code, first + at * FIELD_COUNT, source));
  const branch = BRANCH_CODES[code[first + FIELDS.destination]!]!;
  return wasm.loop(ballast, body.slice(0, BRANCH_AFTER + 1), branch, body.slice(BRANCH_AFTER + 1));
}

const IMMEDIATES = Array.from({ length: 64 }, (_, value) => i64(value));

function instruction(code: Uint8Array, field: number, source: Phase['source']): Code {
  const destination = R + code[field + FIELDS.destination]!;
  const local = R + code[field + FIELDS.source]!;
  const immediate = IMMEDIATES[code[field + FIELDS.immediate]!]!;
  const opcode = code[field + FIELDS.opcode]!;
  const b = opcode === RMCG ? get(local) : source(local);
  return set(destination, RESULTS[opcode]!({ a: get(destination), immediate, b }));
}

/** Back to the program's beginning, unless no backward jump is left or RMCG's result has the flag. */
const BRANCH_CODES = Array.from({ length: REGISTERS }, (_, register) =>
  wasm.block(
    wasm.brIf(0, wasm.eqz32(get(BRANCHES_LEFT))),
    wasm.brIf(0, wasm.and32(wasm.wrap(get(R + register)), i32(FLAG))),
    set(BRANCHES_LEFT, wasm.sub32(get(BRANCHES_LEFT), i32(1))),
    wasm.br(1),
  ),
);
