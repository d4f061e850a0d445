import type { OpenSearcher } from './searcher.js';

/** A symbol that nobody else uses, and that stands in the page only while a script hands over. */
const SLOT = Symbol.for('tollgate.solver');

interface Scope {
  [SLOT]?: OpenSearcher | undefined;
}

/** Leaves the searcher for the page: its file is a worker's script too, and such a file exports nothing. */
export function handOverInlineSearcher(open: OpenSearcher): void {
  (globalThis as Scope)[SLOT] = open;
}

/** Takes it. Throws where the file that was loaded was another one. */
export function takeInlineSearcher(): OpenSearcher {
  const scope = globalThis as Scope;
  taken ??= scope[SLOT];
  Reflect.deleteProperty(scope, SLOT);
  if (!taken) throw new Error('no searcher was handed over');
  return taken;
}

/** A file runs once a page, and several clients may ask for it. */
let taken: OpenSearcher | undefined;
