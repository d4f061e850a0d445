import { spawnStandIn } from './spawn-stand-in.js';
import { startDemo, type Demo } from './start.js';

const DEFAULT_PORT = 3000;
const PORTS_TRIED = 20;

const standIn = await spawnStandIn(Number(process.env['STAND_IN_PORT'] ?? 0));
const demo = await startOnFreePort(Number(process.env['PORT'] ?? DEFAULT_PORT)).catch((error: unknown) => {
  standIn.stop();
  throw error;
});

console.log(`
The demo runs. Nothing leaves this machine.

  Sign-up page        ${demo.url}/
  Module variant      ${demo.url}/module
  Verdicts            ${demo.url}/verdicts
  Every state         ${demo.url}/states
  Stand-in inbox      ${standIn.url}/

Stop it with Ctrl+C.`);

process.once('SIGINT', stop);
process.once('SIGTERM', stop);

/** The wanted port, or the first free one after it: two checkouts side by side are no error. */
async function startOnFreePort(wanted: number): Promise<Demo> {
  for (let port = wanted; ; port += 1) {
    try {
      return await startDemo({ port, standInUrl: standIn.url });
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || port - wanted >= PORTS_TRIED) throw error;
    }
  }
}

function stop(): void {
  standIn.stop();
  void demo.close().finally(() => process.exit(0));
}
