import { checkSearch, checkSeed, type Search } from './arguments.js';
import { kernel } from './create-hashwx.js';
import { SEARCH, searchModule } from './search-module.js';
import { MEMORY_IMPORT } from './wasm-code.js';

type SearchFunction = (firstNonce: bigint, count: number, target: bigint) => number;

let imports: WebAssembly.Imports | undefined;

/**
 * One memory for all searches of this thread: they run one after the other. Engines set 10 GiB of addresses aside for each
 * memory, and give them back when they like.
 */
function sharedMemory(): WebAssembly.Imports {
  imports ??= { [MEMORY_IMPORT.module]: { [MEMORY_IMPORT.name]: new WebAssembly.Memory({ initial: 1 }) } };
  return imports;
}

/**
 * Compiles the search of a seed, `Uint8Array(32)`, to WebAssembly. Throws `RangeError` for another seed, and
 * `WebAssembly.CompileError` where a content security policy forbids WebAssembly.
 */
export function compileSearch(seed: Uint8Array): Search {
  const instance = kernel().createInstance(checkSeed(seed));
  const module = new WebAssembly.Module(searchModule(instance));
  const search = new WebAssembly.Instance(module, sharedMemory()).exports[SEARCH] as SearchFunction;
  return {
    search(firstNonce, count, target) {
      checkSearch({ firstNonce, count, target });
      const left = search(firstNonce, count, target);
      return left === 0 ? -1n : firstNonce + BigInt(count - left);
    },
  };
}
