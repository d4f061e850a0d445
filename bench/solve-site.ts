import type { GateOptions } from '@tollgate/server';
import { bundle } from './bundle.js';
import { startSite, type Site } from './site.js';

/** A page that can solve, and gates by their paths. */
export async function startSolveSite(gates: Readonly<Record<string, Partial<GateOptions>>>): Promise<Site> {
  const files = {
    '/page.js': await bundle('bench/solve-page.ts'),
    '/worker.js': await bundle('packages/client/dist/worker.js'),
  };
  return startSite({ files, gates });
}
