/** The four ways into the package, and what each of them says about one nonce. */
import { compileSearch, createHashwx, createHashwxTwin, createSearchTwin } from '../../src/index.js';

export const HASHES = [
  { name: 'createHashwx', create: createHashwx },
  { name: 'createHashwxTwin', create: createHashwxTwin },
] as const;

export const SEARCHES = [
  { name: 'compileSearch', create: compileSearch },
  { name: 'createSearchTwin', create: createSearchTwin },
] as const;

/** A search knows a hash when it wins with the hash itself as target and loses with one less. */
export interface Answers {
  readonly createHashwx: bigint;
  readonly createHashwxTwin: bigint;
  readonly compileSearch: { readonly atTheHash: bigint; readonly oneLess: bigint };
  readonly createSearchTwin: { readonly atTheHash: bigint; readonly oneLess: bigint };
}

export interface EntryPoints {
  /** What all four say about a nonce whose hash should be `hash`. */
  answer(nonce: bigint, hash: bigint): Answers;
}

export function openAll(seed: Uint8Array): EntryPoints {
  const interpreter = createHashwx(seed);
  const twin = createHashwxTwin(seed);
  const compiled = compileSearch(seed);
  const searchTwin = createSearchTwin(seed);
  return {
    answer: (nonce, hash) => ({
      createHashwx: interpreter.hash(nonce),
      createHashwxTwin: twin.hash(nonce),
      compileSearch: {
        atTheHash: compiled.search(nonce, 1, hash),
        oneLess: compiled.search(nonce, 1, hash - 1n),
      },
      createSearchTwin: {
        atTheHash: searchTwin.search(nonce, 1, hash),
        oneLess: searchTwin.search(nonce, 1, hash - 1n),
      },
    }),
  };
}

/** What all four have to say about a nonce of this hash. */
export function rightAnswers(nonce: bigint, hash: bigint): Answers {
  const found = { atTheHash: nonce, oneLess: -1n };
  return { createHashwx: hash, createHashwxTwin: hash, compileSearch: found, createSearchTwin: found };
}
