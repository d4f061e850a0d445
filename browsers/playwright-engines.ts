import { type Browser, chromium as chromiumType, firefox as firefoxType, type LaunchOptions } from 'playwright';
import type { Engine, EngineBrowser } from './engine.js';
import { openPlaywrightTab } from './playwright-tab.js';

const CHROMIUM_PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FIREFOX_PATH = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';

/** Debian's Chromium by default; its background traffic is off, so that nothing leaves the machine. */
export const CHROMIUM: LaunchOptions = {
  executablePath: CHROMIUM_PATH,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** The channel drives Firefox as it is published; without it Playwright wants one that it has patched. */
export const FIREFOX: LaunchOptions = { executablePath: FIREFOX_PATH, channel: 'moz-firefox' };

export const chromium: Engine = {
  name: 'chromium',
  needs: [{ file: CHROMIUM_PATH, debianPackage: 'chromium' }],
  launch: async () => browserOf('Chromium', await chromiumType.launch(CHROMIUM)),
};

export const firefox: Engine = {
  name: 'firefox',
  needs: [{ file: FIREFOX_PATH, debianPackage: 'firefox-esr' }],
  launch: async () => browserOf('Firefox', await firefoxType.launch(FIREFOX)),
};

function browserOf(name: string, browser: Browser): EngineBrowser {
  return {
    newTab: (options) => openPlaywrightTab(browser, `${name} ${browser.version().split('.')[0]!}`, options),
    close: () => browser.close(),
  };
}
