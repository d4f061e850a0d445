import { existsSync } from 'node:fs';
import { run } from './run.js';

/** What the tests need beyond npm: a browser, as Debian packages it or as the environment names it. */
const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Installs the Debian packages that are missing where it may; otherwise says what is missing and answers false. */
export async function provideDebianPackages(): Promise<boolean> {
  if (existsSync(CHROMIUM)) return true;
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get') && !process.env['CHROMIUM_PATH'];
  if (mayInstall) {
    console.log('Installing chromium with apt-get.');
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet);
  }
  if (existsSync(CHROMIUM)) return true;
  console.error(`Missing: ${CHROMIUM}. Install it with "sudo apt-get install chromium", or set CHROMIUM_PATH.`);
  return false;
}
