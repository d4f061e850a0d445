import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Gate, GateOptions } from '@tollgate/server';
import { tollgateRouter } from '@tollgate/server/express';
import { build } from 'esbuild';
import express, { type Express } from 'express';
import { chromium, type Page } from 'playwright';
import { createBenchGate } from './bench-gate.js';
import { quantile, type Row } from './table.js';

const RUNS = 15;
const SLOWER = 4;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Whole tokens in real Chromium, with one and two workers from the start. */
export function measureSolve(): Promise<readonly Row[]> {
  return inPage({}, async (page) => {
    const rows = [];
    for (const workers of [1, 2]) {
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await page.evaluate((n) => window.measureSolve(n), workers));
      const [solve, token] = [runs.map((run) => run.solveMs), runs.map((run) => run.tokenMs)];
      rows.push({
        workers: String(workers),
        'solve ms, median': quantile(solve, 0.5),
        p95: quantile(solve, 0.95),
        'token ms, median': quantile(token, 0.5),
        runs: RUNS,
      });
    }
    return rows;
  });
}

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

function waits(options: Partial<GateOptions>, slowdown: number): Promise<Row> {
  return inPage(options, async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await page.evaluate((ms) => window.measureWait(ms), 3_000));
    return { 'wait ms, median': quantile(runs, 0.5), p95: quantile(runs, 0.95), runs: RUNS };
  });
}

async function inPage<T>(options: Partial<GateOptions>, measure: (page: Page) => Promise<T>): Promise<T> {
  const site = await startSite(options);
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    return await measure(page);
  } finally {
    await browser.close();
    await site.close();
  }
}

async function startSite(options: Partial<GateOptions>): Promise<{ url: string; close(): Promise<void> }> {
  // The address comes first: the gate has to know its origin.
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gate = createBenchGate({ ...options, origins: [url] });
  server.on('request', await createApp(gate));
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gate.close();
    },
  };
}

async function createApp(gate: Gate): Promise<Express> {
  const script = await bundle('./solve-page.ts');
  const worker = await bundle('../packages/client/dist/worker.js');
  const page = '<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>';
  const app = express();
  app.use('/tollgate', tollgateRouter(gate));
  app.get('/page.js', (_req, res) => res.type('js').send(script));
  app.get('/worker.js', (_req, res) => res.type('js').send(worker));
  app.get('/', (_req, res) => res.send(page));
  return app;
}

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [here(entry)],
    tsconfig: here('../tsconfig.built.json'),
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
