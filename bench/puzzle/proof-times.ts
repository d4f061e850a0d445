import type { BenchPage } from '../bench-page.js';
import { inEachEngine } from '../each-engine.js';
import type { SolveCalls } from '../solve-page.js';
import { startSolveSite } from '../solve-site.js';
import type { Table } from '../table.js';
import { timesCell } from './cells.js';

const BASE_P = 2 ** 15;
const ROUNDS = 60;
/** On a slow or busy machine there are fewer rounds. */
const ENGINE_MS = 120_000;
/** The slower devices take part in every third round. */
const SLOW_EVERY = 3;

interface Device {
  readonly what: string;
  readonly workers: number;
  readonly slower: number;
}

const DEVICES: readonly Device[] = [
  { what: '1 worker', workers: 1, slower: 1 },
  { what: '2 workers', workers: 2, slower: 1 },
  { what: '4 workers', workers: 4, slower: 1 },
  { what: '4 × slower, 2 workers', workers: 2, slower: 4 },
  { what: '6 × slower, 2 workers', workers: 2, slower: 6 },
];

/** Whole proofs at base work in each engine, from the first touch of a form on, and on slower devices. */
export async function measureProofs(): Promise<Table> {
  const gates = DEVICES.map(({ slower }) => [pathOf(slower), { work: { p: BASE_P * slower, k: 8 } }] as const);
  const site = await startSolveSite(Object.fromEntries(gates));
  try {
    const { results, notes } = await inEachEngine<SolveCalls, readonly (readonly number[])[]>(site.url, solveInTurns);
    const rows = DEVICES.map(({ what }, at) => ({
      'ms: median / p95 (proofs)': what,
      ...Object.fromEntries(results.map(({ engine, result }) => [engine, timesCell(result[at]!)])),
    }));
    const slowNote = 'Slower: p so many times larger, and in Chromium the page throttled as much; the others cannot.';
    return { rows, notes: [slowNote, ...notes] };
  } finally {
    await site.close();
  }
}

/** Devices take turns, so that what the machine does meanwhile hits all of them. Answers the times of each device. */
async function solveInTurns(page: BenchPage<SolveCalls>): Promise<readonly (readonly number[])[]> {
  const times = DEVICES.map((): number[] => []);
  const endMs = performance.now() + ENGINE_MS;
  for (let round = 0; round < ROUNDS && performance.now() < endMs; round += 1) {
    for (const [at, { workers, slower }] of DEVICES.entries()) {
      if (slower > 1 && round % SLOW_EVERY > 0) continue;
      await page.throttle?.(slower);
      times[at]!.push(await page.call('measureSolve', pathOf(slower), workers));
    }
  }
  return times;
}

function pathOf(slower: number): string {
  return `/slower-${slower}`;
}
