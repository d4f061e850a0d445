import { runBundled } from '../run-bundled.js';
import type { Row } from '../table.js';
import type { CheckTimes } from './check-run.js';

/** What a server takes to check a piece, and to refuse a proof whose first nonce is wrong. */
export async function measureChecks(): Promise<readonly Row[]> {
  const times = await runBundled<readonly CheckTimes[]>('bench/puzzle/check-run.ts');
  return times.map(({ alg, pieceUs, pieceCpuUs, refusalUs }) => ({
    'µs in Node': alg,
    'a piece': pieceUs,
    'a piece, CPU': pieceCpuUs,
    'a proof of 8': 8 * pieceUs,
    'a refusal, first nonce wrong': refusalUs,
  }));
}
