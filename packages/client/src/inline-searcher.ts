import { findPuzzle } from '@tollgate/core';
import { searcherInline } from './solver/inline-search.js';

/** The searcher of every puzzle on the calling thread: for pages whose workers are refused, and for machines without a page. */
export const openInlineSearcher = searcherInline(findPuzzle);
