import type { OpenSearcher } from './searcher.js';

/** A symbol that nobody else uses, and that stands in the page only while a script hands over. */
const SLOT = Symbol.for('tollgate.solver');

interface Scope {
  [SLOT]?: { readonly alg: string; readonly open: OpenSearcher } | undefined;
}

/** Leaves a puzzle's searcher for the page: its file is a worker's script too, and such a file exports nothing. */
export function handOverInlineSearcher(alg: string, open: OpenSearcher): void {
  (globalThis as Scope)[SLOT] = { alg, open };
}

/** Takes it. Throws where the file that was loaded was another one. */
export function takeInlineSearcher(alg: string): OpenSearcher {
  const scope = globalThis as Scope;
  const left = scope[SLOT];
  if (left) taken.set(left.alg, left.open);
  Reflect.deleteProperty(scope, SLOT);
  const open = taken.get(alg);
  if (!open) throw new Error(`no searcher of ${alg} was handed over`);
  return open;
}

/** By puzzle: a file runs once a page, and several clients may ask for it. */
const taken = new Map<string, OpenSearcher>();
