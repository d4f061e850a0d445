import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.js';

/** What the tests need beyond npm: a browser, and the server that the stores are tried against. */
const NEEDED = [
  { name: 'chromium', isThere: () => existsSync(process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium') },
  { name: 'redis-server', isThere: () => isOnPath('redis-server') },
] as const;

/** Installs the Debian packages that are missing where it may; otherwise says what is missing and answers false. */
export async function provideDebianPackages(): Promise<boolean> {
  const missing = NEEDED.filter(({ isThere }) => !isThere()).map(({ name }) => name);
  if (missing.length === 0) return true;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${missing.join(' and ')} with apt-get.`);
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
  }
  if (NEEDED.every(({ isThere }) => isThere())) return true;
  console.error(`Missing: ${missing.join(', ')}. Install with "sudo apt-get install ${missing.join(' ')}".`);
  console.error('A browser elsewhere is named by CHROMIUM_PATH; redis-server is looked for on the PATH.');
  return false;
}

function isOnPath(command: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}
