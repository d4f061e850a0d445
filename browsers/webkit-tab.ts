import { setTimeout as sleep } from 'node:timers/promises';
import { By, Key, type WebDriver } from 'selenium-webdriver';
import { type Tab, WAIT_MS } from './tab.js';
import { type SessionOptions, startWebKitSession } from './webkit-session.js';

const POLL_MS = 50;
const KEYS: ReadonlyMap<string, string> = new Map([
  ['Enter', Key.ENTER],
  ['Tab', Key.TAB],
]);

export async function openWebKitTab(options: SessionOptions): Promise<Tab> {
  const session = await startWebKitSession(options);
  const { driver, version } = session;
  const find = (selector: string) => driver.findElement(By.css(selector));
  return {
    engine: `WebKit ${version}`,
    open: (url) => driver.get(url),
    reload: () => driver.navigate().refresh(),
    fill: async (selector, text) => {
      const field = await find(selector);
      await field.clear();
      await field.sendKeys(text);
    },
    type: async (selector, text, overMs) => {
      const field = await find(selector);
      for (const key of text) {
        await field.sendKeys(key);
        await sleep(overMs / text.length);
      }
    },
    press: async (...keys) => {
      for (const key of keys) {
        const focused = await driver.switchTo().activeElement();
        await focused.sendKeys(KEYS.get(key) ?? key);
      }
    },
    click: async (selector, times = 1) => {
      const element = await find(selector);
      if (times === 1) await element.click();
      else await driver.actions().doubleClick(element).perform();
    },
    hover: async (selector) => {
      await driver
        .actions()
        .move({ origin: await find(selector) })
        .perform();
    },
    evaluate: (call, arg) => evaluate(driver, call, arg) as Promise<never>,
    waitFor: (holds, arg) => waitFor(driver, holds, arg),
    close: () => session.close(),
  };
}

type PageFunction = (arg: never) => unknown;

/** The driver waits for no promise, so the page calls back. */
async function evaluate(driver: WebDriver, call: PageFunction, arg: unknown): Promise<unknown> {
  const script = `
    const [arg, done] = arguments;
    Promise.resolve(arg).then(${call.toString()})
      .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
  const { value, error } = await driver.executeAsyncScript<{ value?: unknown; error?: string }>(script, arg);
  if (error !== undefined) throw new Error(`in the page: ${error}`);
  return value;
}

async function waitFor(driver: WebDriver, holds: PageFunction, arg: unknown): Promise<void> {
  const giveUpAt = performance.now() + WAIT_MS;
  for (;;) {
    // On its way from page to page the tab answers with errors of many kinds.
    const answer = await driver.executeScript(`return (${holds.toString()})(...arguments)`, arg).catch(String);
    if (answer === true) return;
    if (performance.now() > giveUpAt) throw new Error(`${holds.toString()} was not true: ${String(answer)}`);
    await sleep(POLL_MS);
  }
}
