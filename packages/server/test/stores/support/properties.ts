import fc from 'fast-check';
import { isShared, MEMORY_KIND, type StoreKind } from '../../support/stores.js';
import { PACES, programs, type Step } from './program.js';
import { type ProgramRun, runProgram, type RunOptions } from './run-program.js';

export type Pace = keyof typeof PACES;
export const PACE_NAMES = Object.keys(PACES) as Pace[];

/**
 * In memory many long programs; over Redis fewer and shorter ones, and fewest where Sentinel or Cluster names the server: the
 * script there is the one that a server of its own runs, what differs is the way to it, and every program goes that way some
 * hundred times, in a cluster to a slot of its own. A failure is shrunk for so long as leaves time to tell of it before the
 * test itself is ended; on a slow machine fewer programs are run.
 */
export function runsOf(kind: StoreKind): fc.Parameters<unknown> {
  const numRuns = kind === MEMORY_KIND ? 100 : isShared(kind) ? 10 : 25;
  return { numRuns, plugins: [fc.interruptAfterTimeLimit(15_000)] };
}

export function programsFor(kind: StoreKind, pace: Pace): fc.Arbitrary<readonly Step[]> {
  const length = kind === MEMORY_KIND ? { minLength: 40, maxLength: 160 } : { minLength: 15, maxLength: 70 };
  return programs({ ...length, paceMs: PACES[pace] });
}

/** Runs a program against a fresh store. */
export async function runOn(kind: StoreKind, program: readonly Step[], options: RunOptions = {}): Promise<ProgramRun> {
  const test = await kind.create();
  try {
    return await runProgram(test, program, options);
  } finally {
    await test.close();
  }
}
