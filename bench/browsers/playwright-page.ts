import { existsSync } from 'node:fs';
import { type Browser, chromium as chromiumType, type CDPSession, firefox as firefoxType, type Page } from 'playwright';
import type { BrowserPage, Engine, PageCalls } from './browser-page.js';

const CHROMIUM_PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FIREFOX_PATH = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';
const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'];

export const chromium: Engine = {
  name: 'Chromium',
  isInstalled: () => existsSync(CHROMIUM_PATH),
  async open(url) {
    const browser = await chromiumType.launch({ executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGS });
    return openPage({ name: this.name, browser, url, openSession: (page) => page.context().newCDPSession(page) });
  },
};

export const firefox: Engine = {
  name: 'Firefox',
  isInstalled: () => existsSync(FIREFOX_PATH),
  async open(url) {
    // This channel drives the browser as it is published; without it Playwright wants one that it has patched.
    const browser = await firefoxType.launch({ channel: 'moz-firefox', executablePath: FIREFOX_PATH });
    return openPage({ name: this.name, browser, url });
  },
};

interface Opening {
  readonly name: string;
  readonly browser: Browser;
  readonly url: string;
  readonly openSession?: (page: Page) => Promise<CDPSession>;
}

async function openPage<Calls extends PageCalls<Calls>>(opening: Opening): Promise<BrowserPage<Calls>> {
  const { name, browser, url, openSession } = opening;
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const session = await openSession?.(page);
    const call = (called: string, ...args: unknown[]) => page.evaluate(callInPage, { called, args });
    const throttle = async (rate: number) => {
      await session?.send('Emulation.setCPUThrottlingRate', { rate });
    };
    return {
      engine: `${name} ${browser.version().split('.')[0]!}`,
      call: call as BrowserPage<Calls>['call'],
      ...(session && { throttle }),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function callInPage({ called, args }: { called: string; args: unknown[] }): Promise<unknown> {
  const calls = window as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return calls[called]!(...args);
}
