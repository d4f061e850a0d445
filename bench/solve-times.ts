import type { GateOptions } from '@tollgate/server';
import { ENGINES } from '../browsers/engines.js';
import { inPage } from './bench-page.js';
import { bundle } from './bundle.js';
import { startSite, type Site } from './site.js';
import type { SolveCalls } from './solve-page.js';
import { quantile, type Row } from './table.js';

const RUNS = 15;
const SLOWER = 4;

/** How long a person waits who took three seconds to type the number, here and on a device four times slower. */
export async function measureWait(): Promise<readonly Row[]> {
  const here = await waits({}, 1);
  // Chromium throttles the page but not its workers, so the work is multiplied as well.
  const slower = await waits({ work: { p: 2 ** 15 * SLOWER, k: 8 } }, SLOWER);
  return [
    { device: 'this machine', ...here },
    { device: `${SLOWER} × slower (page throttled, p × ${SLOWER})`, ...slower },
  ];
}

/** A page that can solve, and gates by their paths. */
export async function startSolveSite(gates: Readonly<Record<string, Partial<GateOptions>>>): Promise<Site> {
  const files = {
    '/page.js': await bundle('bench/solve-page.ts'),
    '/worker.js': await bundle('packages/client/dist/worker.js'),
  };
  return startSite({ files, gates });
}

async function waits(options: Partial<GateOptions>, slowdown: number): Promise<Row> {
  const site = await startSolveSite({ '/tollgate': options });
  try {
    return await inPage<SolveCalls, Row>(ENGINES.chromium, site.url, async (page) => {
      await page.throttle?.(slowdown);
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await page.call('measureWait', 3_000));
      return { 'wait ms, median': quantile(runs, 0.5), p95: quantile(runs, 0.95), runs: RUNS };
    });
  } finally {
    await site.close();
  }
}
