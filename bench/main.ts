import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { provideDebianPackages } from '../scripts/debian-packages.js';
import { measureDecisions, measureRedisLatency } from './decisions.js';
import { measureServer } from './server-rates.js';
import { measureSizes } from './bundle-sizes.js';
import { measureChecks } from './puzzle/check-times.js';
import { measureHashRates } from './puzzle/hash-rates.js';
import { measureProofs } from './puzzle/proof-times.js';
import { measureStoreMemory } from './store-memory.js';
import { printTable, type Table } from './table.js';
import { measureLongTasks } from './wait/long-tasks.js';
import { measureWait } from './wait/wait-times.js';

/**
 * `npm run bench`: hash rates beside those of other puzzles and whole proofs in each browser engine, what the gate does a
 * second, what each kind of refusal costs it, what the stores take, and bundle sizes; a table, and the same as JSON in
 * bench/results.json. `npm run bench -- puzzle` runs the sections whose title has that word and writes no file;
 * `npm run bench -- wait 3` has each person of the wait come three times instead of thirty, and to other puzzles a fifth as
 * often. Machines are noisy: compare within one run.
 */
if (!(await provideDebianPackages())) process.exit(1);

const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
const date = new Date().toISOString().slice(0, 10);
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${date}\n`);

const wanted = process.argv[2]?.toLowerCase();
const runs = process.argv[3] === undefined ? undefined : Number(process.argv[3]);
const sections: Record<string, Table['rows']> = {};
for (const [title, measure] of [
  ['Puzzle: hashes a second of one worker', measureHashRates],
  ['Puzzle: a whole proof at base work (k = 8, p = 32,768), from the first touch', measureProofs],
  ['Puzzle: checking in Node', measureChecks],
  ['Wait at the submit, number typed in 3 s, Chromium', () => measureWait(runs)],
  ['Wait: what holds the page up, 4 × slower, Chromium', () => measureLongTasks(runs)],
  ['The gate, one core, memory store, hashwx-1, k = 8', measureServer],
  ['Money: decisions from the tier step on, one core', measureDecisions],
  ['Money: admissions on Redis, loopback', measureRedisLatency],
  ['Money: what stores keep', measureStoreMemory],
  ['Bundles of the script tag, and of other puzzles', measureSizes],
] as const) {
  if (wanted !== undefined && !title.toLowerCase().includes(wanted)) continue;
  const measured = await measure();
  const table: Table = 'rows' in measured ? measured : { rows: measured };
  sections[title] = table.rows;
  printTable(title, table);
}

const results = new URL('./results.json', import.meta.url);
if (wanted === undefined) await writeFile(results, `${JSON.stringify({ date, machine, sections }, null, 2)}\n`);
