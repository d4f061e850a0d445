/** Bytes of WebAssembly, nested as they come: an expression leaves its value on the stack, a statement nothing. */
export type Code = number | readonly Code[] | Sized;

/** What stands after its length in bytes. */
interface Sized {
  readonly sized: Code;
}

const binary =
  (opcode: number) =>
  (a: Code, b: Code): Code => [a, b, opcode];
const unary =
  (opcode: number) =>
  (a: Code): Code => [a, opcode];

export const add = binary(0x7c);
export const sub = binary(0x7d);
export const mul = binary(0x7e);
export const and = binary(0x83);
export const or = binary(0x84);
export const xor = binary(0x85);
export const shrS = binary(0x87);
export const shrU = binary(0x88);
export const rotl = binary(0x89);
export const rotr = binary(0x8a);
/** Unsigned: 1 if a ≤ b. */
export const leU = binary(0x58);
/** To 32 bits. */
export const wrap = unary(0xa7);
export const add32 = binary(0x6a);
export const sub32 = binary(0x6b);
export const and32 = binary(0x71);
export const eq32 = binary(0x46);
export const ne32 = binary(0x47);
export const eqz32 = unary(0x45);

export const get = (local: number): Code => [0x20, unsigned(local)];
export const set = (local: number, value: Code): Code => [value, 0x21, unsigned(local)];
export const tee = (local: number, value: Code): Code => [value, 0x22, unsigned(local)];

export const i32 = (value: number): Code => [0x41, signed(BigInt(value))];
/** A word; one above 2^63 − 1 may be given either way. */
export const i64 = (value: number | bigint): Code => [0x42, signed(BigInt.asIntN(64, BigInt(value)))];

/** The word at an address of 32 bits and an offset. */
export const load = (address: Code, offset = 0): Code => [address, 0x29, 3, unsigned(offset)];
export const store = (address: Code, value: Code, offset = 0): Code => [address, value, 0x37, 3, unsigned(offset)];
/** The byte at an address, as 32 bits. */
export const loadByte = (address: Code, offset = 0): Code => [address, 0x2d, 0, unsigned(offset)];
/** The byte at an address, as a word. */
export const loadByteWord = (address: Code, offset = 0): Code => [address, 0x31, 0, unsigned(offset)];

export const block = (...body: readonly Code[]): Code => [0x02, 0x40, body, 0x0b];
export const loop = (...body: readonly Code[]): Code => [0x03, 0x40, body, 0x0b];
/** Leaves a block, or begins a loop anew: the one that many levels out. */
export const br = (level: number): Code => [0x0c, unsigned(level)];
export const brIf = (level: number, condition: Code): Code => [condition, 0x0d, unsigned(level)];
/** Leaves the block of the level that stands at a place of a list; the last for all further places. */
export const brTable = (place: Code, levels: readonly number[]): Code => [
  place,
  0x0e,
  unsigned(levels.length - 1),
  levels.map(unsigned),
];
/** Takes a value from the stack that nobody wants. */
export const drop = unary(0x1a);
export const ret = (value: Code): Code => [value, 0x0f];
export const call = (func: number, ...values: readonly Code[]): Code => [values, 0x10, unsigned(func)];

export const I32 = 0x7f;
export const I64 = 0x7e;
export type Type = typeof I32 | typeof I64;

export interface Func {
  readonly parameters: readonly Type[];
  readonly results: readonly Type[];
  /** Locals beside the parameters. */
  readonly locals: readonly Type[];
  readonly body: Code;
}

export interface Exported {
  readonly name: string;
  readonly kind: 'func' | 'memory';
  readonly index: number;
}

/** Under which name a module without a memory of its own takes one. */
export const MEMORY_IMPORT = { module: 'e', name: 'm' } as const;

/** A module of functions over one page of memory, 64 KiB: its own, or one that it is given. */
export function wasmModule(
  funcs: readonly Func[],
  exported: readonly Exported[],
  memory: 'own' | 'given' = 'own',
): Uint8Array<ArrayBuffer> {
  const types = funcs.map(({ parameters, results }) => [0x60, vector(parameters), vector(results)]);
  const exports = exported.map(({ name, kind, index }) => [text(name), kind === 'func' ? 0 : 2, index]);
  const sections: readonly (readonly [id: number, contents: Code])[] = [
    [1, vector(types)],
    ...(memory === 'given'
      ? [[2, [1, text(MEMORY_IMPORT.module), text(MEMORY_IMPORT.name), 2, ONE_PAGE]] as const]
      : []),
    [3, vector(funcs.map((_, index) => index))],
    ...(memory === 'own' ? [[5, [1, ONE_PAGE]] as const] : []),
    [7, vector(exports)],
    [10, vector(funcs.map(({ locals, body }) => ({ sized: [vector(locals.map((type) => [1, type])), body, 0x0b] })))],
  ];
  const writer = new Writer();
  writer.write([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  for (const [id, contents] of sections) writer.write([id, { sized: contents }]);
  return writer.bytes;
}

const ONE_PAGE: Code = [0, 1];

/** Of ASCII characters. */
const text = (characters: string): Code => vector(Array.from(characters, (character) => character.charCodeAt(0)));

const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];

/** Lengths have as many bytes: known afterwards, with room for any. */
const LENGTH_BYTES = 4;

class Writer {
  #bytes = new Uint8Array(8_192);
  #at = 0;

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at);
  }

  write(code: readonly Code[]): void {
    for (let place = 0; place < code.length; place++) {
      const part = code[place]!;
      if (typeof part === 'number') this.#byte(part);
      else if ('sized' in part) this.#sized(part.sized);
      else this.write(part);
    }
  }

  #byte(value: number): void {
    if (this.#at === this.#bytes.length) {
      const longer = new Uint8Array(2 * this.#at);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#at++] = value;
  }

  #sized(code: Code): void {
    const from = this.#at;
    for (let byte = 0; byte < LENGTH_BYTES; byte++) this.#byte(0);
    this.write([code]);
    const length = this.#at - from - LENGTH_BYTES;
    for (let byte = 0; byte < LENGTH_BYTES; byte++) {
      const more = byte < LENGTH_BYTES - 1 ? 0x80 : 0;
      this.#bytes[from + byte] = ((length >>> (7 * byte)) & 0x7f) | more;
    }
  }
}

/** LEB128 of a number below 2^31. */
function unsigned(value: number): Code {
  return value > 0x7f ? [(value & 0x7f) | 0x80, unsigned(value >>> 7)] : value;
}

/** Signed LEB128. */
function signed(value: bigint): Code {
  const low = Number(value & 0x7fn);
  return value >= -64n && value <= 63n ? low : [low | 0x80, signed(value >> 7n)];
}
