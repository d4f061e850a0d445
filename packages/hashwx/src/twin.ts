import { checkSearch, checkNonce, checkSeed, type Hashwx, type Search } from './arguments.js';
import {
  BRANCH_AFTER,
  BRANCHES,
  decodeInstance,
  FIELD_COUNT,
  FIELDS,
  FLAG,
  INSTRUCTIONS,
  type Instance,
  MEMORY_BYTES,
  MULOR,
  MULXOR,
  PROGRAM_SALT,
  PROGRAMS,
  REGISTERS,
  RMCG,
  SUBASR,
  SUBROR,
  WORD_MASK,
  WORDS_EACH,
} from './programs.js';
import { randomWords, type Word, wordKey, type WordKey } from './words.js';

const CODE_EACH = INSTRUCTIONS * FIELD_COUNT;
const XOR = 0;
const ADD = 1;
const SUB = 2;
/** How each opcode of XAS takes its source. */
const COMBINATIONS = Uint8Array.from([0, XOR, ADD, SUB, XOR, ADD, SUB, XOR, ADD, SUB]);

/**
 * The hash function of a seed, `Uint8Array(32)`, in plain JavaScript: for places without WebAssembly.
 * Throws `RangeError` naming the argument that is wrong.
 */
export function createHashwxTwin(seed: Uint8Array): Hashwx {
  const machine = new Machine(createInstance(checkSeed(seed)));
  return {
    hash(nonce) {
      checkNonce('nonce', nonce);
      machine.run(Number(nonce & 0xffff_ffffn) | 0, Number(nonce >> 32n) | 0);
      return (BigInt(machine.high >>> 0) << 32n) | BigInt(machine.low >>> 0);
    },
  };
}

/**
 * The search of a seed, `Uint8Array(32)`, in plain JavaScript. No BigInt in its loop.
 * Throws `RangeError` naming the argument that is wrong.
 */
export function createSearchTwin(seed: Uint8Array): Search {
  const machine = new Machine(createInstance(checkSeed(seed)));
  return {
    search(firstNonce, count, target) {
      checkSearch({ firstNonce, count, target });
      const targetLow = Number(target & 0xffff_ffffn);
      const targetHigh = Number(target >> 32n);
      let low = Number(firstNonce & 0xffff_ffffn) | 0;
      let high = Number(firstNonce >> 32n) | 0;
      for (let tried = 0; tried < count; tried++) {
        machine.run(low, high);
        const hashHigh = machine.high >>> 0;
        if (hashHigh < targetHigh || (hashHigh === targetHigh && machine.low >>> 0 <= targetLow)) {
          return firstNonce + BigInt(tried);
        }
        low = (low + 1) | 0;
        if (low === 0) high = (high + 1) | 0;
      }
      return -1n;
    },
  };
}

/** The instance of a seed. */
function createInstance(seed: Uint8Array): Instance {
  const words = new Int32Array(2 * WORDS_EACH * PROGRAMS);
  randomWords(wordKey(seed, 0), { low: PROGRAM_SALT, high: PROGRAM_SALT }, words);
  return decodeInstance(seed, words);
}

/**
 * Registers r0 to r9 and the memory of one instance, in halves. Every instruction's numbers stand in one typed array:
 * opcode, destination, source, immediate, the places already twice what they were, since a register has two halves.
 */
class Machine {
  /** The hash of the last run. */
  low = 0;
  high = 0;
  readonly #code: Int32Array;
  readonly #key: WordKey;
  readonly #nonce: Word = { low: 0, high: 0 };
  readonly #registers = new Int32Array(2 * 10);
  readonly #random = this.#registers.subarray(0, 2 * REGISTERS);
  readonly #memory = new Int32Array(MEMORY_BYTES / 4);

  constructor({ code, seed }: Instance) {
    this.#code = Int32Array.from(code, (value, at) => {
      const field = at % FIELD_COUNT;
      return field === FIELDS.destination || field === FIELDS.source ? 2 * value : value;
    });
    this.#key = wordKey(seed, 16);
  }

  /** Hashes the nonce of these halves. */
  run(nonceLow: number, nonceHigh: number): void {
    const registers = this.#registers;
    this.#nonce.low = nonceLow;
    this.#nonce.high = nonceHigh;
    randomWords(this.#key, this.#nonce, this.#random);
    registers[16] = (registers[8]! & -8) | 3;
    registers[17] = registers[9]!;
    registers[18] = (registers[14]! & -8) | 5;
    registers[19] = registers[15]!;
    this.#phase(false);
    this.#phase(true);
    this.#finish();
  }

  /**
   * Runs all programs once. One function over local variables, a fifth faster than a method for each kind of
   * instruction: engines look the members up anew in each.
   */
  // eslint-disable-next-line complexity -- for that speed
  #phase(reads: boolean): void {
    const code = this.#code;
    const registers = this.#registers;
    const from = reads ? this.#memory : registers;
    let branches = BRANCHES;
    for (let program = 0; program < PROGRAMS; program++) {
      const first = program * CODE_EACH;
      const end = first + CODE_EACH;
      const afterBranch = first + (BRANCH_AFTER + 1) * FIELD_COUNT;
      let at = first;
      let flag = 0;
      while (at < end) {
        const opcode = code[at]!;
        const destination = code[at + FIELDS.destination]!;
        const source = code[at + FIELDS.source]!;
        const immediate = code[at + FIELDS.immediate]!;
        const a = registers[destination]!;
        const aHigh = registers[destination + 1]!;
        if (opcode === RMCG) {
          const b = registers[source]!;
          const low = Math.imul(a, b);
          const high = Math.imul(aHigh, b) + Math.imul(a, registers[source + 1]!) + highOfProduct(a, b);
          flag = rotatedLow(low, high, immediate);
          registers[destination] = flag;
          registers[destination + 1] = rotatedLow(high, low, immediate);
        } else {
          const place = reads ? (registers[source]! & WORD_MASK) >> 2 : source;
          const b = from[place]!;
          const bHigh = from[place + 1]!;
          let low = a;
          let high = aHigh;
          if (opcode >= MULOR) {
            if (opcode === MULOR) low |= immediate;
            else if (opcode === MULXOR) low ^= immediate;
            else {
              low = (low + immediate) | 0;
              if (low >>> 0 < immediate) high++;
            }
            registers[destination] = Math.imul(low, b);
            registers[destination + 1] = Math.imul(high, b) + Math.imul(low, bHigh) + highOfProduct(low, b);
          } else {
            if (opcode <= SUBROR) {
              low = rotatedLow(a, aHigh, immediate);
              high = rotatedLow(aHigh, a, immediate);
            } else {
              low = (a >>> immediate) | (aHigh << (32 - immediate));
              high = opcode <= SUBASR ? aHigh >> immediate : aHigh >>> immediate;
            }
            const combination = COMBINATIONS[opcode];
            if (combination === XOR) {
              registers[destination] = low ^ b;
              registers[destination + 1] = high ^ bHigh;
            } else if (combination === ADD) {
              const sum = (low + b) | 0;
              registers[destination] = sum;
              registers[destination + 1] = high + bHigh + (sum >>> 0 < b >>> 0 ? 1 : 0);
            } else {
              registers[destination] = low - b;
              registers[destination + 1] = high - bHigh - (low >>> 0 < b >>> 0 ? 1 : 0);
            }
          }
        }
        at += FIELD_COUNT;
        if (at === afterBranch && (flag & FLAG) === 0 && branches > 0) {
          branches--;
          at = first;
        }
      }
      if (!reads) this.#store(program);
    }
  }

  /** r0 to r7 downwards from the end of the memory. */
  #store(program: number): void {
    const last = MEMORY_BYTES / 4 - 2 - 2 * REGISTERS * program;
    for (let half = 0; half < 2 * REGISTERS; half += 2) {
      this.#memory[last - half] = this.#registers[half]!;
      this.#memory[last - half + 1] = this.#registers[half + 1]!;
    }
  }

  /** One round over r0 to r3 and one over r4 to r7: of each only the last word counts. */
  #finish(): void {
    const registers = this.#registers;
    this.low = registers[18]!;
    this.high = registers[19]!;
    this.#addLastOfRound(0);
    this.#addLastOfRound(8);
  }

  #addLastOfRound(first: number): void {
    const registers = this.#registers;
    const aLow = (registers[first]! + registers[first + 2]!) | 0;
    const aHigh = (registers[first + 1]! + registers[first + 3]! + (aLow >>> 0 < registers[first]! >>> 0 ? 1 : 0)) | 0;
    const dLow = registers[first + 6]!;
    const dHigh = registers[first + 7]!;
    const cLow = (registers[first + 4]! + dLow) | 0;
    const cHigh = (registers[first + 5]! + dHigh + (cLow >>> 0 < dLow >>> 0 ? 1 : 0)) | 0;
    const low = ((dLow << 16) | (dHigh >>> 16)) ^ cLow;
    const high = ((dHigh << 16) | (dLow >>> 16)) ^ cHigh;
    const sumLow = (aHigh + low) | 0;
    const sumHigh = (aLow + high + (sumLow >>> 0 < low >>> 0 ? 1 : 0)) | 0;
    this.low ^= ((low << 21) | (high >>> 11)) ^ sumLow;
    this.high ^= ((high << 21) | (low >>> 11)) ^ sumHigh;
  }
}

/** The upper 32 bits of the product of two halves, by pieces of 16 bits. */
function highOfProduct(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const one = (Math.imul(a1, b0) + (Math.imul(a0, b0) >>> 16)) | 0;
  const two = (Math.imul(a0, b1) + (one & 0xffff)) | 0;
  return (Math.imul(a1, b1) + (one >>> 16) + (two >>> 16)) | 0;
}

/** The low half of a word rotated to the right; with the halves exchanged, its high half. */
function rotatedLow(low: number, high: number, bits: number): number {
  const first = bits & 32 ? high : low;
  const second = bits & 32 ? low : high;
  const rest = bits & 31;
  return rest === 0 ? first : (first >>> rest) | (second << (32 - rest));
}
