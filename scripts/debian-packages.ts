import { existsSync } from 'node:fs';
import { run } from './run.js';

/** What the tests need beyond npm: a browser as Debian packages it. */
const NEEDED = [{ name: 'chromium', file: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' }];

/** Installs the Debian packages that are missing where it may; otherwise says what is missing and answers false. */
export async function provideDebianPackages(): Promise<boolean> {
  const missing = NEEDED.filter(({ file }) => !existsSync(file)).map(({ name }) => name);
  if (missing.length === 0) return true;
  const list = missing.join(' ');
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) {
    console.error(`Missing: ${list}. Install with: sudo apt-get install ${list} (or set CHROMIUM_PATH).`);
    return false;
  }
  console.log(`Installing ${list} with apt-get.`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    (await run('apt-get', ['update', '-qq'], quiet)) === 0 &&
    (await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet)) === 0
  );
}
