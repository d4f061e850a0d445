import { deadline } from './deadline.js';
import type { Later } from './meter-watch.js';

export interface InTime {
  readonly ms: number;
  /** Says what to reject with once the time is over. */
  readonly late: () => Error;
  /** Default the machine's own clock. */
  readonly later?: Later;
}

/** Resolves as `work` does, or rejects once the time is over. What `work` comes to afterwards is as good as nothing. */
export function inTime<T>(work: Promise<T>, { ms, late, later = deadline }: InTime): Promise<T> {
  return new Promise((resolve, reject) => {
    const callOff = later(() => {
      reject(late());
    }, ms);
    // What a store or data of the operator's own answer need be no promise.
    Promise.resolve(work).finally(callOff).then(resolve, reject);
  });
}
