/**
 * A second reading of the specification of HashWX, written for the eye: slow, in BigInt, without a line of the package.
 * It also tells how each phase used its branch counter, which the package itself has no reason to tell.
 */
import {
  chooseOperations,
  destinationOrder,
  immediateOf,
  sourceOrder,
  type OperationName,
} from './reference-choices.js';
import { littleEndianWords, OPERATIONS, randomWords, sipround, takeWords, type State } from './reference-words.js';

const PROGRAMS = 32;
const WORDS_PER_PROGRAM = 16;
const BRANCH_COUNTER = 32;
const MEMORY_BYTES = 2048;
const SALT_OF_PROGRAMS = 2n ** 64n - 1n;

interface Instruction {
  readonly operation: OperationName;
  readonly destination: number;
  readonly source: number;
  readonly immediate: bigint;
}

/** The operand instructions of a program; BRANCH stands between the seventh and the eighth, HALT after the eighth. */
interface Program {
  readonly beforeBranch: readonly Instruction[];
  readonly afterBranch: Instruction;
}

interface Machine {
  /** r0 to r9. */
  readonly registers: bigint[];
  readonly memory: DataView;
  branchFlag: bigint;
}

/** What became of a phase's branch counter: jumps back that were made, and those refused because it was used up. */
export interface BranchUse {
  readonly jumps: number;
  readonly refused: number;
}

interface Phase {
  readonly sourcesAre: 'registers' | 'memory';
  counter: number;
  jumps: number;
  refused: number;
}

/** The branch counter at the start of each phase; 32 in both, except where a test asks what another would give. */
export interface BranchCounters {
  readonly write: number;
  readonly read: number;
}

export interface ReferenceHash {
  readonly hash: bigint;
  readonly write: BranchUse;
  readonly read: BranchUse;
}

export interface Reference {
  readonly hash: (nonce: bigint) => bigint;
  readonly trace: (nonce: bigint, counters?: BranchCounters) => ReferenceHash;
}

function makeProgram(g: readonly bigint[]): Program {
  const operations = chooseOperations(g);
  const order = destinationOrder(g);
  const sources = sourceOrder(g[7]!);
  const instructions = operations.map((operation, i): Instruction => {
    const operandSource = order[sources[i]!]!;
    const rmcgSource = g[7]! % 2n === 0n ? 8 : 9;
    return {
      operation,
      destination: order[i]!,
      source: operation === 'RMCG' ? rmcgSource : operandSource,
      immediate: immediateOf(operation, g[8 + i]!),
    };
  });
  return { beforeBranch: instructions.slice(0, 7), afterBranch: instructions[7]! };
}

function makePrograms(s0: bigint, s1: bigint): Program[] {
  const words = randomWords(s0, s1, SALT_OF_PROGRAMS);
  return Array.from({ length: PROGRAMS }, () => makeProgram(takeWords(words, WORDS_PER_PROGRAM)));
}

function makeMachine(s2: bigint, s3: bigint, nonce: bigint): Machine {
  const registers = takeWords(randomWords(s2, s3, nonce), 8);
  const withoutLowBits = (value: bigint) => value - (value % 8n);
  registers.push(withoutLowBits(registers[4]!) + 3n, withoutLowBits(registers[7]!) + 5n);
  return { registers, memory: new DataView(new ArrayBuffer(MEMORY_BYTES)), branchFlag: 0n };
}

function sourceValue(instruction: Instruction, machine: Machine, phase: Phase): bigint {
  const register = machine.registers[instruction.source]!;
  if (instruction.operation === 'RMCG' || phase.sourcesAre === 'registers') return register;
  return machine.memory.getBigUint64(Number(register & 2040n), true);
}

function execute(instruction: Instruction, machine: Machine, phase: Phase): void {
  const { operation, destination, immediate } = instruction;
  const source = sourceValue(instruction, machine, phase);
  const result = OPERATIONS[operation](machine.registers[destination]!, source, immediate);
  machine.registers[destination] = result;
  if (operation === 'RMCG') machine.branchFlag = (result >> 5n) & 1n;
}

function jumpsBack(machine: Machine, phase: Phase): boolean {
  if (machine.branchFlag !== 0n) return false;
  if (phase.counter === 0) {
    phase.refused += 1;
    return false;
  }
  phase.counter -= 1;
  phase.jumps += 1;
  return true;
}

function runProgram(program: Program, machine: Machine, phase: Phase): void {
  do {
    for (const instruction of program.beforeBranch) execute(instruction, machine, phase);
  } while (jumpsBack(machine, phase));
  execute(program.afterBranch, machine, phase);
}

function storeRegisters(machine: Machine, programNumber: number): void {
  for (let j = 0; j < 8; j++) {
    machine.memory.setBigUint64(2040 - 64 * programNumber - 8 * j, machine.registers[j]!, true);
  }
}

function writePhase(programs: readonly Program[], machine: Machine, counter: number): BranchUse {
  const phase: Phase = { sourcesAre: 'registers', counter, jumps: 0, refused: 0 };
  for (const [i, program] of programs.entries()) {
    runProgram(program, machine, phase);
    storeRegisters(machine, i);
  }
  return { jumps: phase.jumps, refused: phase.refused };
}

function readPhase(programs: readonly Program[], machine: Machine, counter: number): BranchUse {
  const phase: Phase = { sourcesAre: 'memory', counter, jumps: 0, refused: 0 };
  for (const program of programs) runProgram(program, machine, phase);
  return { jumps: phase.jumps, refused: phase.refused };
}

function finish({ registers }: Machine): bigint {
  const lastOf = (state: bigint[]) => sipround(state as State)[3];
  return lastOf(registers.slice(0, 4)) ^ lastOf(registers.slice(4, 8)) ^ registers[9]!;
}

/** HashWX of a seed of 32 bytes, as the specification says it. */
export function createReference(seed: Uint8Array): Reference {
  const [s0, s1, s2, s3] = littleEndianWords(seed) as State;
  const programs = makePrograms(s0, s1);

  function trace(nonce: bigint, counters: BranchCounters = { write: BRANCH_COUNTER, read: BRANCH_COUNTER }) {
    const machine = makeMachine(s2, s3, nonce);
    const write = writePhase(programs, machine, counters.write);
    const read = readPhase(programs, machine, counters.read);
    return { hash: finish(machine), write, read };
  }

  return { trace, hash: (nonce) => trace(nonce).hash };
}
