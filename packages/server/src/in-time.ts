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
export async function inTime<T>(work: Promise<T>, { ms, late, later = deadline }: InTime): Promise<T> {
  let callOff: (() => void) | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    callOff = later(() => {
      reject(late());
    }, ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    callOff?.();
  }
}
