import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { bundle } from '../bundle.js';
import type { Row } from '../table.js';
import type { CheckTimes } from './check-run.js';

/**
 * What a server takes to check a piece, and to refuse a proof whose first nonce is wrong. In a Node of its own, from a
 * bundle: the loader that runs this bench keeps the names of functions, which makes HashWX five times slower.
 */
export async function measureChecks(): Promise<readonly Row[]> {
  const script = await bundle('bench/puzzle/check-run.ts', 'node');
  const child = spawn(process.execPath, ['--input-type=module', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(script);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(`checking ended with ${code}`);
  return (JSON.parse(output) as readonly CheckTimes[]).map(({ alg, pieceUs, refusalUs }) => ({
    'µs in Node': alg,
    'a piece': pieceUs,
    'a proof of 8': 8 * pieceUs,
    'a refusal, first nonce wrong': refusalUs,
  }));
}
