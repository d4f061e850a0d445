/**
 * The script tag's file for both places where pieces are searched. As a worker's script it works by itself; loaded into
 * the page, where workers do not work, it leaves a searcher for the calling thread.
 */
import { openInlineSearcher } from './inline-searcher.js';
import { handOverInlineSearcher } from './solver/hand-over.js';
import { startWorker } from './solver/start-worker.js';

if (typeof document === 'undefined') startWorker();
else handOverInlineSearcher(openInlineSearcher);
