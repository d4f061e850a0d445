import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { JobSummary } from '../score/summary.js';
import type { NamedJob } from './named-job.js';

/**
 * Plays jobs on all cores and resolves to their summaries, in the order of the jobs. `onDone` hears how many are played.
 * Rejects with a worker's error, and ends the others.
 */
export async function playAll(
  jobs: readonly NamedJob[],
  onDone: (played: number) => void,
): Promise<readonly JobSummary[]> {
  const summaries: JobSummary[] = [];
  const workers: Worker[] = [];
  let next = 0;
  let played = 0;
  const work = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      let current = -1;
      const take = () => {
        current = next++;
        if (current < jobs.length) worker.postMessage(jobs[current]);
        else resolve();
      };
      worker.on('error', reject);
      worker.on('message', (summary: JobSummary) => {
        summaries[current] = summary;
        onDone(++played);
        take();
      });
      take();
    });
  try {
    for (let at = 0; at < Math.min(availableParallelism(), jobs.length); at++) {
      workers.push(new Worker(new URL('./worker.js', import.meta.url)));
    }
    await Promise.all(workers.map(work));
    return summaries;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
