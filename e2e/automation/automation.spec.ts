import type { Signals } from '@tollgate/core';
import { createHeadlessClient } from '@tollgate/client/headless';
import { chromium } from 'playwright';
import puppeteer from 'puppeteer-core';
import { addExtra } from 'puppeteer-extra';
import stealth from 'puppeteer-extra-plugin-stealth';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { CHROMIUM } from '../../browsers/playwright-engines.js';
import { expect, PHONE, type Shop, test, TEXT_ME, TYPED } from '../support/shop-test.js';

/** Programs as attackers use them, each against the demo shop. What passes is listed in the README. */

const { executablePath = '', args = [] } = CHROMIUM;
/** What scripts and tutorials set so that pages do not see `navigator.webdriver`. */
const HIDING = '--disable-blink-features=AutomationControlled';

/** The tier of the shop's one verdict, and the names of what was noticed. */
async function seenBy(shop: Shop): Promise<{ tier: string | undefined; names: readonly string[] }> {
  await expect.poll(() => shop.verdicts.length).toBe(1);
  const [{ tier, impression } = {}] = shop.verdicts;
  return { tier, names: (impression?.evidence ?? []).map(({ name }) => name).sort() };
}

/** What Playwright and Puppeteer have in common. */
interface DrivenPage {
  goto(url: string): Promise<unknown>;
  url(): string;
  focus(selector: string): Promise<void>;
  click(selector: string): Promise<void>;
  readonly keyboard: { type(text: string, options: { delay: number }): Promise<void> };
}

/** Milliseconds after each key: 1.4 s in all, since a form that is sent within a second is noticed for that. */
const KEY_DELAY_MS = 100;

/** Fills in the form as tutorials do, and waits for the page that asks for the code. */
async function signUp(page: DrivenPage, url: string): Promise<void> {
  await page.goto(url);
  await page.focus('#phone');
  await page.keyboard.type(TYPED, { delay: KEY_DELAY_MS });
  await page.click(TEXT_ME);
  await expect.poll(() => page.url(), { timeout: 40_000 }).toBe(`${url}/code`);
}

/** Signs up in a browser that Puppeteer drives, with a plug-in of its or without. */
async function puppeteerAt(shop: Shop, launcher: Pick<typeof puppeteer, 'launch'>) {
  const browser = await launcher.launch({ executablePath, headless: true, args });
  try {
    await signUp(await browser.newPage(), shop.url);
    return await seenBy(shop);
  } finally {
    await browser.close();
  }
}

/** Signs up in a browser that Playwright drives. */
async function playwrightAt(shop: Shop, own: readonly string[] = [], userAgent?: string) {
  const browser = await chromium.launch({ ...CHROMIUM, args: [...args, ...own] });
  try {
    await signUp(await browser.newPage(userAgent === undefined ? {} : { userAgent }), shop.url);
    return await seenBy(shop);
  } finally {
    await browser.close();
  }
}

const ITSELF = ['agent-automated', 'bot-detected', 'webdriver-on'];
const WINDOWS =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

test('Playwright as it is installed is flagged', async ({ shop }) => {
  expect(await playwrightAt(shop)).toEqual({ tier: 'flagged', names: ITSELF });
});

test('Puppeteer as it is installed is flagged', async ({ shop }) => {
  expect(await puppeteerAt(shop, puppeteer)).toEqual({ tier: 'flagged', names: ITSELF });
});

test('Chromium under another name, its flag hidden, is flagged by its hints', async ({ shop }) => {
  const { tier, names } = await playwrightAt(shop, [HIDING, `--user-agent=${WINDOWS}`]);
  expect(tier).toBe('flagged');
  expect(names).toContain('hints-contradict');
});

test('Playwright that changes the name itself, hints included, and hides the flag passes for a person', async ({
  shop,
}) => {
  expect(await playwrightAt(shop, [HIDING], WINDOWS)).toEqual({ tier: 'cold', names: [] });
});

test('Puppeteer with its stealth plug-in passes for a person', async ({ shop }) => {
  const launcher = addExtra(puppeteer).use(stealth());
  expect(await puppeteerAt(shop, launcher as never)).toEqual({ tier: 'cold', names: [] });
});

/** What a script posts, and how. */
interface Posting {
  readonly headers?: Readonly<Record<string, string>>;
  /** Posts a form and answers with the status. Default `fetch`, which says that it is Node. */
  readonly send?: typeof byFetch;
}

type Headers = Readonly<Record<string, string>>;

async function byFetch(url: string, headers: Headers, body: string): Promise<number> {
  const { status } = await fetch(url, { method: 'POST', redirect: 'manual', headers, body });
  return status;
}

/** Sends no header that it was not given. */
async function byHttp(url: string, headers: Headers, body: string): Promise<number> {
  const posted = request(url, { method: 'POST', headers }).end(body);
  const [response] = (await once(posted, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode ?? 0;
}

/** Fetches the form and posts it, without a browser. */
async function post(shop: Shop, token: string, { headers = {}, send = byFetch }: Posting = {}): Promise<number> {
  const page = await fetch(shop.url, { headers });
  const cookie = page.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const [, nonce = ''] = /name="nonce" value="([^"]+)"/.exec(await page.text()) ?? [];
  const type = 'application/x-www-form-urlencoded';
  const body = new URLSearchParams({ phone: PHONE, country: 'US', nonce, 'tollgate-token': token });
  return send(`${shop.url}/sign-up`, { origin: shop.url, cookie, 'content-type': type, ...headers }, `${body}`);
}

const client = (shop: Shop, signals: Signals = {}) =>
  createHeadlessClient({ endpoint: `${shop.url}/tollgate`, action: 'signup', origin: shop.url, signals });

test('a script without a token is shown another way', async ({ shop }) => {
  expect(await post(shop, '')).toBe(403);
  expect(shop.verdicts[0]).toMatchObject({ kind: 'step-up', code: 'token-missing' });
});

test('a script that does the work and says nothing is flagged by its name', async ({ shop }) => {
  await post(shop, await client(shop).token({ phone: PHONE }));
  expect(await seenBy(shop)).toEqual({ tier: 'flagged', names: ['agent-automated'] });
});

const FORGED: Signals = {
  languages: { v: ['en-US', 'en'] },
  timeZone: { v: 'America/New_York' },
  webdriver: { v: false },
  interactions: { v: { keys: 12, pointer: 3, pastes: 0 } },
  pageMs: { v: 9_000 },
};

test('a script that does the work, and forges signals and headers that agree, passes for a person', async ({
  shop,
}) => {
  const headers = {
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0',
    'accept-language': 'en-US,en;q=0.5',
  };
  await post(shop, await client(shop, FORGED).token({ phone: PHONE }), { headers });
  expect(await seenBy(shop)).toEqual({ tier: 'cold', names: [] });
});

test('a script that forges signals and sends no headers of a browser leaves one doubt', async ({ shop }) => {
  await post(shop, await client(shop, FORGED).token({ phone: PHONE }), { send: byHttp });
  expect(await seenBy(shop)).toEqual({ tier: 'cold', names: ['headers-missing'] });
});
