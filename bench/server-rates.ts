import { runBundled } from './run-bundled.js';
import type { ServerTime } from './server-run.js';
import type { Row } from './table.js';

/** Challenges, admissions and each kind of refusal, in one process on one core; medians of rounds. */
export async function measureServer(): Promise<readonly Row[]> {
  const times = await runBundled<readonly ServerTime[]>('bench/server-run.ts');
  return times.map(({ what, wallUs, cpuUs }) => ({
    kind: what,
    'a second': 1e6 / wallUs,
    'µs each': wallUs,
    'a CPU second': 1e6 / cpuUs,
    'CPU µs each': cpuUs,
  }));
}
