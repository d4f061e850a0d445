import { kernelModule, PLACE } from './kernel-module.js';
import { CODE_BYTES, decodeInstance, FIELD_COUNT, FIELDS, type Instance, PROGRAMS, WORDS_EACH } from './programs.js';

interface KernelExports {
  readonly w: () => void;
  readonly h: (nonce: bigint) => bigint;
  readonly m: WebAssembly.Memory;
}

const WORDS = PROGRAMS * WORDS_EACH;

/** Makes instances and hashes nonces by one WebAssembly module for all seeds. */
export class Kernel {
  readonly #wasm: KernelExports;
  readonly #seed: Uint8Array;
  readonly #code: Uint8Array;
  readonly #words: Int32Array;
  #loaded: Instance | undefined;

  /** Throws where WebAssembly is missing or forbidden. */
  constructor() {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(kernelModule()));
    this.#wasm = instance.exports as unknown as KernelExports;
    const { buffer } = this.#wasm.m;
    this.#seed = new Uint8Array(buffer, PLACE.seed, 32);
    this.#code = new Uint8Array(buffer, PLACE.code, CODE_BYTES);
    this.#words = new Int32Array(buffer, PLACE.words, 2 * WORDS);
  }

  createInstance(seed: Uint8Array): Instance {
    this.#loaded = undefined;
    this.#seed.set(seed);
    this.#wasm.w();
    return decodeInstance(seed, this.#words);
  }

  /** The hash of a nonce, 0 to 2^64 − 1. */
  hash(instance: Instance, nonce: bigint): bigint {
    if (this.#loaded !== instance) this.#load(instance);
    return BigInt.asUintN(64, this.#wasm.h(nonce));
  }

  #load(instance: Instance): void {
    this.#seed.set(instance.seed);
    this.#code.set(instance.code);
    for (let field = 0; field < CODE_BYTES; field += FIELD_COUNT) {
      this.#code[field + FIELDS.destination]! *= 8;
      this.#code[field + FIELDS.source]! *= 8;
    }
    this.#loaded = instance;
  }
}
