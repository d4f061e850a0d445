import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ENGINES, missingPackages } from '../browsers/engines.js';
import { run } from './run.js';

/** The Debian packages that the tests lack: browser engines, and the server that the stores are tried against. */
function findMissing(): readonly string[] {
  const engines = Object.values(ENGINES).flatMap(missingPackages);
  return isOnPath('redis-server') ? engines : [...engines, 'redis-server'];
}

/** Installs the Debian packages that are missing where it may; otherwise says what is missing and answers false. */
export async function provideDebianPackages(): Promise<boolean> {
  const wanted = findMissing();
  if (wanted.length === 0) return true;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${wanted.join(' and ')} with apt-get.`);
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], quiet);
  }
  const missing = findMissing();
  if (missing.length === 0) return true;
  console.error(`Missing: ${missing.join(', ')}. Install with "sudo apt-get install ${missing.join(' ')}".`);
  console.error('CHROMIUM_PATH and FIREFOX_PATH name browsers elsewhere; redis-server is looked for on the PATH.');
  return false;
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}
