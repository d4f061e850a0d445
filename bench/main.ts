import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { measureDecisions, measureRedisLatency } from './decisions.js';
import { measureServer } from './server-rates.js';
import { measureSizes } from './bundle-sizes.js';
import { measureSolve, measureWait } from './solve-times.js';
import { measureStoreMemory } from './store-memory.js';
import { printTable, type Row } from './table.js';

/**
 * `npm run bench`: solve time in Chromium, what the gate does a second, what each kind of refusal costs it, what the
 * stores take, and bundle sizes; a table, and the same as JSON in bench/results.json. `npm run bench -- money` runs the
 * sections whose title has that word and writes no file. Machines are noisy: compare within one run.
 */
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
const date = new Date().toISOString().slice(0, 10);
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${date}\n`);

const wanted = process.argv[2]?.toLowerCase();
const sections: Record<string, readonly Row[]> = {};
for (const [title, measure] of [
  ['Solving hashwx-1 at base work (k = 8, p = 32,768), Chromium', measureSolve],
  ['Wait at the submit, number typed in 3 s', measureWait],
  ['The gate, one core, memory store, hashwx-1, k = 8', measureServer],
  ['Money: decisions from the tier step on, one core', measureDecisions],
  ['Money: admissions on Redis, loopback', measureRedisLatency],
  ['Money: what stores keep', measureStoreMemory],
  ['Bundles of the script tag', measureSizes],
] as const) {
  if (wanted !== undefined && !title.toLowerCase().includes(wanted)) continue;
  const rows = await measure();
  sections[title] = rows;
  printTable(title, rows);
}

const results = new URL('./results.json', import.meta.url);
if (wanted === undefined) await writeFile(results, `${JSON.stringify({ date, machine, sections }, null, 2)}\n`);
