import { findPuzzle } from '@tollgate/core';
import { startWorker } from './solver/start-worker.js';

startWorker(findPuzzle);
