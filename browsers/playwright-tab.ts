import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import type { TabOptions } from './engine.js';
import { type Tab, WAIT_MS } from './tab.js';

const POLL_MS = 50;

export async function openPlaywrightTab(
  browser: Browser,
  engine: string,
  { looksOrdinary = false }: TabOptions = {},
): Promise<Tab> {
  const context = looksOrdinary ? await ordinaryContext(browser) : await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const session = browser.browserType().name() === 'chromium' ? await context.newCDPSession(page) : undefined;
  return {
    engine,
    open: (url) => navigate(page, () => page.goto(url)),
    reload: () => navigate(page, () => page.reload()),
    fill: (selector, text) => page.fill(selector, text),
    type: (selector, text, overMs) => page.locator(selector).pressSequentially(text, { delay: overMs / text.length }),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    click: (selector, times = 1) => page.click(selector, { clickCount: times }),
    hover: (selector) => page.hover(selector),
    evaluate: (call, arg) => page.evaluate(call as never, arg),
    waitFor: async (holds, arg) => {
      await page.waitForFunction(holds as never, arg, { polling: POLL_MS });
    },
    ...(session && { throttle: (rate) => throttle(session, rate) }),
    close: () => context.close(),
  };
}

/** Workers have the name of the context too, which no script of the page could change. */
async function ordinaryContext(browser: Browser): Promise<BrowserContext> {
  const asking = await browser.newPage();
  const name = await asking.evaluate(() => navigator.userAgent);
  await asking.close();
  const context = await browser.newContext({ userAgent: name.replace('Headless', '') });
  await context.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { value: false }));
  return context;
}

/** How Firefox's driver says that a load was cut short. It also says so of the next one, which nothing cut short: once more then. */
const CUT_SHORT = ['NS_BINDING_ABORTED', 'interrupted by another navigation'];
const MOST_TRIES = 3;

async function navigate(page: Page, go: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await page.waitForLoadState();
    try {
      await go();
      return;
    } catch (error) {
      if (tries === MOST_TRIES || !CUT_SHORT.some((words) => String(error).includes(words))) throw error;
    }
  }
}

async function throttle(session: CDPSession, rate: number): Promise<void> {
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}
