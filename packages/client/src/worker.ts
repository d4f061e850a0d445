import { startWorker } from './solver/start-worker.js';

startWorker();
