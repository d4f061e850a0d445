import { checkNonce, checkSeed, type Hashwx } from './arguments.js';
import { Kernel } from './kernel.js';

let theKernel: Kernel | undefined;

/** The process's kernel, made when it is first wanted. Throws where WebAssembly is missing or forbidden. */
export function kernel(): Kernel {
  return (theKernel ??= new Kernel());
}

/**
 * The hash function of a seed, `Uint8Array(32)`, for verifying: programs are generated at once and interpreted. Throws
 * `RangeError` for another seed, and `WebAssembly.CompileError` or `ReferenceError` where there is no WebAssembly.
 */
export function createHashwx(seed: Uint8Array): Hashwx {
  const machine = kernel();
  const instance = machine.createInstance(checkSeed(seed));
  return {
    hash(nonce) {
      checkNonce('nonce', nonce);
      return machine.hash(instance, nonce);
    },
  };
}
