import type { PuzzleRow } from '@tollgate/core';
import { handOverInlineSearcher } from './hand-over.js';
import { searcherInline } from './inline-search.js';
import { startWorker } from './start-worker.js';

/**
 * Makes a file of the script tag's folder one for both places where pieces of a puzzle are searched. As a worker's script
 * it works by itself; loaded into the page, where workers do not work, it leaves a searcher for the calling thread.
 */
export function serveScript(row: PuzzleRow): void {
  const findRow = (alg: string) => (alg === row.alg ? row : undefined);
  if (typeof document === 'undefined') startWorker(findRow);
  else handOverInlineSearcher(row.alg, searcherInline(findRow));
}
