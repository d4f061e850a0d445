/** What the sixteen random words of a program choose: operations, registers and immediates. */
import type { OPERATIONS } from './reference-words.js';

export type OperationName = keyof typeof OPERATIONS;

const XAS = ['XORROR', 'ADDROR', 'SUBROR', 'XORASR', 'ADDASR', 'SUBASR', 'XORLSR', 'ADDLSR', 'SUBLSR'] as const;
const MUL = ['MULOR', 'MULXOR', 'MULADD'] as const;
const MUL_IMMEDIATES = [1n, 9n, 33n] as const;

/** Where each operand instruction may read: entry i lists the numbers p[i] may have. */
const ALLOWED_SOURCES: readonly (readonly number[])[] = [
  [0, 2, 4, 6, 7],
  [2, 3, 4, 5, 6, 7],
  [1, 3, 4, 5, 6, 7],
  [1, 4, 5, 6, 7],
  [1, 3, 5, 6, 7],
  [1, 3, 6, 7],
  [0, 1, 3, 5, 7],
  [0, 2],
];

/** Every way to go on from `begun` to a permutation of 0 to 7 that ALLOWED_SOURCES permits, in lexicographic order. */
function allowedPermutations(begun: readonly number[]): number[][] {
  if (begun.length === 8) return [[...begun]];
  const next = ALLOWED_SOURCES[begun.length]!.filter((number) => !begun.includes(number));
  return next.flatMap((number) => allowedPermutations([...begun, number]));
}

export const SOURCE_PERMUTATIONS: readonly (readonly number[])[] = allowedPermutations([]);

const lowHalf = (g: bigint) => g % 2n ** 32n;
const highHalf = (g: bigint) => g / 2n ** 32n;

function chooseFrom<T>(list: readonly T[], value: bigint): T {
  return list[Number(value % BigInt(list.length))]!;
}

/** Operand instruction 0 is RMCG, the odd ones are of the family XAS, the even ones of the family MUL. */
export function chooseOperations(g: readonly bigint[]): OperationName[] {
  const operations: OperationName[] = ['RMCG'];
  for (let i = 1; i <= 7; i++) {
    const family = i % 2 === 1 ? XAS : MUL;
    operations.push(chooseFrom<OperationName>(family, lowHalf(g[i - 1]!)));
  }
  return operations;
}

/** The permutation d: operand instruction i writes register d[i]. */
export function destinationOrder(g: readonly bigint[]): number[] {
  const d = [0];
  for (let i = 1; i <= 7; i++) {
    const j = Number(highHalf(g[i - 1]!) % BigInt(i + 1));
    d[i] = i;
    d[i] = d[j]!;
    d[j] = i;
  }
  return d;
}

/** The permutation p: operand instruction i from 1 to 7 reads the register that operand instruction p[i] writes. */
export function sourceOrder(g7: bigint): readonly number[] {
  return chooseFrom(SOURCE_PERMUTATIONS, g7);
}

export function immediateOf(operation: OperationName, g: bigint): bigint {
  if (operation.startsWith('MUL')) return chooseFrom(MUL_IMMEDIATES, g);
  const rotates = operation === 'RMCG' || operation.endsWith('ROR');
  return 1n + (g % (rotates ? 63n : 3n));
}
