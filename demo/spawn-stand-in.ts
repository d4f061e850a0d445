import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./stand-in/main.ts', import.meta.url));
const START_MS = 20_000;

export interface StandInProcess {
  readonly url: string;
  stop(): void;
}

/** Starts the stand-in as a process of its own and waits until it listens. It ends with this process, however that ends. */
export async function spawnStandIn(port = 0): Promise<StandInProcess> {
  const args = ['--import', import.meta.resolve('tsx'), MAIN, '--port', String(port), '--stop-with-stdin'];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const url = await firstAddress(child);
    return { url, stop: () => void child.kill() };
  } catch (error) {
    child.kill();
    throw error;
  }
}

function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the stand-in did not start in time')), START_MS);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`the stand-in ended with code ${code ?? 'unknown'}`));
    });
    createInterface({ input: child.stdout! }).once('line', (line) => {
      clearTimeout(late);
      resolve((JSON.parse(line) as { url: string }).url);
    });
  });
}
