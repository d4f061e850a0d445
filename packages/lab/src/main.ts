import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { htmlReport } from './report/html-report.js';
import { jsonReport } from './report/json-report.js';
import { markdownTable } from './report/markdown-table.js';
import { textTable } from './report/text-table.js';
import { type LabOptions, readLabOptions, USAGE } from './run/lab-options.js';
import type { NamedJob } from './run/named-job.js';
import { jobsOf, scoreboardOf } from './run/plan.js';
import { ProgressBar } from './run/progress-bar.js';
import { tuningJobs, tuningTable } from './run/tune.js';
import { playAll } from './run/worker-pool.js';
import type { JobSummary } from './score/summary.js';

/** `npm run lab`: plays every tape against every defence, prints a table, and writes lab.json, lab.html and lab.md. */
async function main(): Promise<void> {
  const options = optionsOrExit();
  if (options.isTuning) await tune(options);
  else await report(options);
}

async function report({ out, ...plan }: LabOptions): Promise<void> {
  const scoreboard = scoreboardOf(plan, await play(jobsOf(plan)));
  process.stdout.write(textTable(scoreboard));
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'lab.json'), jsonReport(scoreboard));
  await writeFile(join(out, 'lab.html'), htmlReport(scoreboard));
  await writeFile(join(out, 'lab.md'), markdownTable(scoreboard));
  print(`\nwritten to ${out}: lab.json, lab.html, lab.md`);
}

async function tune({ tapes, seeds }: LabOptions): Promise<void> {
  print(tuningTable(tapes, await play(tuningJobs(tapes, seeds))));
}

function play(jobs: readonly NamedJob[]): Promise<readonly JobSummary[]> {
  const bar = new ProgressBar(process.stderr, jobs.length);
  return playAll(jobs, (played) => bar.show(played));
}

function optionsOrExit(): LabOptions {
  try {
    return readLabOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main();
