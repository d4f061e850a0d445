import {
  ADDASR,
  ADDLSR,
  ADDROR,
  MULADD,
  MULOR,
  MULXOR,
  RMCG,
  SUBASR,
  SUBLSR,
  SUBROR,
  XORASR,
  XORLSR,
  XORROR,
} from './programs.js';
import { roundOver } from './siphash-code.js';
import { add, and, type Code, get, i64, mul, or, rotr, shrS, shrU, sub, xor } from './wasm-code.js';

/** What an instruction computes with: its destination as it was, its immediate, its source. */
export interface Operands {
  readonly a: Code;
  readonly immediate: Code;
  readonly b: Code;
}

type Binary = (a: Code, b: Code) => Code;
type Result = (operands: Operands) => Code;

const chain =
  (first: Binary, second: Binary): Result =>
  ({ a, immediate, b }) =>
    second(first(a, immediate), b);

/** By opcode, what its destination becomes. */
export const RESULTS: Readonly<Record<number, Result>> = {
  [RMCG]: ({ a, immediate, b }) => rotr(mul(a, b), immediate),
  [XORROR]: chain(rotr, xor),
  [ADDROR]: chain(rotr, add),
  [SUBROR]: chain(rotr, sub),
  [XORASR]: chain(shrS, xor),
  [ADDASR]: chain(shrS, add),
  [SUBASR]: chain(shrS, sub),
  [XORLSR]: chain(shrU, xor),
  [ADDLSR]: chain(shrU, add),
  [SUBLSR]: chain(shrU, sub),
  [MULOR]: chain(or, mul),
  [MULXOR]: chain(xor, mul),
  [MULADD]: chain(add, mul),
};

/** What r8 is, of r4, and r9, of r7. */
export const r8Of = (r4: Code): Code => or(and(r4, i64(-8)), i64(3));
export const r9Of = (r7: Code): Code => or(and(r7, i64(-8)), i64(5));

/** The hash, of r0 to r7 in locals that follow each other, which it uses up, and of r9. */
export function hashOf(r0: number, r9: Code): Code {
  return [roundOver(r0), roundOver(r0 + 4), xor(xor(get(r0 + 3), get(r0 + 7)), r9)];
}
