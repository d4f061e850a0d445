import { parentPort } from 'node:worker_threads';
import { findDefence, findTape, type NamedJob } from './named-job.js';
import { runJob } from './run-job.js';
import { summarise } from '../score/summary.js';

/** Plays jobs for the main thread, one after the other. */
parentPort?.on('message', (job: NamedJob) => {
  const { seed, bots } = job;
  void runJob({ tape: findTape(job.tape), defence: findDefence(job), seed, bots }).then((result) => {
    parentPort?.postMessage(summarise(result));
  });
});
