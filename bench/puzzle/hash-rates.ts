import { readFile } from 'node:fs/promises';
import type { BenchPage } from '../bench-page.js';
import { inEachEngine } from '../each-engine.js';
import { bundle } from '../bundle.js';
import { startSite, type Site } from '../site.js';
import { quantile, type Table } from '../table.js';
import { rateCell } from './cells.js';
import type { HashesCalls, Subject } from './hashes-page.js';

const ROUNDS = 7;
const ROUND_MS = 400;

/** Ours first: the others are compared with it. */
const SUBJECTS: readonly (readonly [subject: Subject, what: string])[] = [
  ['hashwx-1', 'hashwx-1, its programs included'],
  ['hash-wasm-argon2id', 'hash-wasm Argon2id, 1 MiB, 1 pass (argon2id-1)'],
  ['hash-wasm-sha256', 'hash-wasm SHA-256, 40 bytes'],
  ['cap', '@cap.js/wasm'],
  ['altcha-sha256', 'altcha SHA-256, cost 1'],
  ['altcha-pbkdf2', 'altcha PBKDF2/SHA-256, cost 5,000 (its default)'],
  ['friendly-pow', 'friendly-pow (of friendly-challenge)'],
];

const NOTES = [
  'A hash of one kind is not worth one of another: the table shows the scale.',
  "friendly-challenge's widget refuses to start in a driven browser; measured is the package that it solves with.",
];

/** Hashes a second of one worker, ours and those of others as their packages are, in each engine. */
export async function measureHashRates(): Promise<Table> {
  const site = await startHashSite();
  try {
    const { results, notes } = await inEachEngine<HashesCalls, readonly number[]>(site.url, hashInTurns);
    const rows = SUBJECTS.map(([, what], at) => ({
      'hashes a second (× ours)': what,
      ...Object.fromEntries(results.map(({ engine, result }) => [engine, rateCell(result[at]!, result[0]!)])),
    }));
    return { rows, notes: [...NOTES, ...notes] };
  } finally {
    await site.close();
  }
}

/** Subjects take turns, so that what the machine does meanwhile hits all of them. Answers the median rate of each. */
async function hashInTurns(page: BenchPage<HashesCalls>): Promise<readonly number[]> {
  const rates = SUBJECTS.map((): number[] => []);
  // The first round is for the engine's compilers.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, [subject]] of SUBJECTS.entries()) {
      const { hashes, ms } = await page.call('hashSubject', subject, ROUND_MS);
      if (round > 0) rates[at]!.push((1_000 * hashes) / ms);
    }
  }
  return rates.map((perSec) => quantile(perSec, 0.5));
}

async function startHashSite(): Promise<Site> {
  const files = {
    '/page.js': await bundle('bench/puzzle/hashes-page.ts'),
    '/hashes-worker.js': await bundle('bench/puzzle/hashes-worker.ts'),
    '/cap_wasm_bg.wasm': await readInstalled('@cap.js/wasm/browser/cap_wasm_bg.wasm'),
    '/friendly-pow.wasm': await readInstalled('friendly-pow/wasm/optimized.wasm'),
    '/altcha-sha.js': (await readInstalled('altcha/workers/sha')).toString(),
    '/altcha-pbkdf2.js': (await readInstalled('altcha/workers/pbkdf2')).toString(),
  };
  return startSite({ files });
}

function readInstalled(file: string): Promise<Buffer> {
  return readFile(new URL(import.meta.resolve(file)));
}
