import type { Page, Request } from '@playwright/test';
import { forgeChallenge, readJws } from './support/forge.js';
import { SECRET } from './support/bare-shop.js';
import {
  expect,
  expectTexts,
  newPerson,
  PHONE,
  test,
  TYPED,
  typeNumber,
  watchChallenges,
} from './support/person-test.js';

const TEXT_ME = { name: 'Text me a code' };

test('a person types a number, gets the code and signs in, by script tag', async ({ page, shop }) => {
  const challenges = watchChallenges(page);
  await page.goto(shop.url);
  const priced = page.waitForResponse((response) => response.request().postData()?.includes(TYPED) ?? false);
  await typeNumber(page);
  // One challenge at the first touch, one pricing when the number was complete, or more where a machine types in fits.
  await priced;
  const { count } = challenges;
  expect(count).toBeGreaterThanOrEqual(2);
  await page.getByRole('button', TEXT_ME).click();
  // Not until it is loaded: the next page has a form of its own, which asks as well.
  await page.waitForURL('**/code', { waitUntil: 'commit' });
  // Nothing was left to fetch at the submit: the wait, if any, was the signature.
  expect(challenges.count).toBe(count);
  await page.fill('#code', await shop.codeFor(PHONE));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
  await expectTexts(shop, 1);
  expect(shop.verdicts[0]?.reasons).toContain('tier-cold');
});

test('the same as a module in a single-page app', async ({ page, shop }) => {
  await page.goto(`${shop.url}/module`);
  await typeNumber(page);
  await page.locator('[data-step=phone]').getByRole('button').click();
  await page.locator('#code').waitFor({ state: 'visible' });
  await page.fill('#code', await shop.codeFor(PHONE));
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-title]')).toHaveText('You are signed in');
  await expectTexts(shop, 1);
});

test('the keyboard alone is enough', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.focus('#country');
  await page.keyboard.type('United States');
  await page.keyboard.press('Tab');
  await page.keyboard.type('202 555 0123', { delay: 60 });
  await page.keyboard.press('Enter');
  await page.waitForURL('**/code');
  await expect(page.locator('#code')).toBeFocused();
  await page.keyboard.type(await shop.codeFor(PHONE));
  await page.keyboard.press('Enter');
  await page.waitForURL('**/account');
});

test('a submit whose token was ready before it is never swallowed', async ({ browser, shop }) => {
  for (let time = 0; time < 5; time += 1) {
    const page = await newPerson(browser);
    await page.goto(shop.url);
    await page.selectOption('#country', 'US');
    const priced = page.waitForResponse('**/tollgate/challenge');
    await page.fill('#phone', `202 555 010${time}`);
    await priced;
    await page.locator('#phone').blur();
    await page.waitForTimeout(2_000);
    await page.getByRole('button', TEXT_ME).click();
    await page.waitForURL('**/code');
    await page.context().close();
  }
  await expectTexts(shop, 5);
});

test('two quick clicks are one text', async ({ page, shop }) => {
  await page.goto(shop.url);
  await typeNumber(page);
  await page.getByRole('button', TEXT_ME).dblclick();
  await page.waitForURL('**/code');
  await expectTexts(shop, 1);
});

test('a number corrected after it was priced is the one that is texted', async ({ page, shop }) => {
  await page.goto(shop.url);
  await page.selectOption('#country', 'US');
  await page.fill('#phone', '202 555 0199');
  await page.locator('#phone').blur();
  await page.fill('#phone', '202 555 0123');
  await page.getByRole('button', TEXT_ME).click();
  await page.waitForURL('**/code');
  expect((await shop.standIn.received()).map(({ to }) => to)).toEqual([PHONE]);
});

test('asking again at once is answered with the time to wait', async ({ page, shop }) => {
  await reachCode(page, shop.url);
  await page.getByRole('button', { name: /again|another/i }).click();
  await expect(page.getByText(/possible again in \d+ seconds/)).toBeVisible();
  await expectTexts(shop, 1);
});

test('asking again needs a token of its own, and texts again', async ({ page, shop }) => {
  await reachCode(page, shop.url);
  shop.advance(30_000);
  await page.getByRole('button', { name: /again|another/i }).click();
  await page.waitForURL('**/code?again');
  await expectTexts(shop, 2);
  const permits = shop.verdicts.map((verdict) => (verdict.kind === 'allow' ? verdict.permitId : verdict.code));
  expect(new Set(permits).size).toBe(2);
});

test('without JavaScript there is no text, and another way is open', async ({ browser, shop }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(shop.url);
  await page.selectOption('#country', 'US');
  await page.fill('#phone', '202 555 0123');
  await page.getByRole('button', TEXT_ME).click();
  await expect(page.locator('[role=alert]')).toHaveAttribute('data-verdict', 'step-up');
  await expect(page.getByRole('link', { name: /e-mail/i }).first()).toBeVisible();
  expect(shop.verdicts.map(({ code }) => code)).toEqual(['token-missing']);
  await expectTexts(shop, 0);
  await context.close();
});

test('where no worker may start, the main thread solves', async ({ page, shop }) => {
  await page.route(`${shop.url}/`, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = headers['content-security-policy'] ?? '';
    await route.fulfill({
      response,
      headers: { ...headers, 'content-security-policy': policy.replace("worker-src 'self'", "worker-src 'none'") },
    });
  });
  await reachCode(page, shop.url);
  await expectTexts(shop, 1);
});

test('where the browser keeps no keys, the device key lives for the page', async ({ page, shop }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  await reachCode(page, shop.url);
  await expectTexts(shop, 1);
});

test('a device keeps its key from visit to visit, cannot hand it out, and shares it with no other', async ({
  browser,
  shop,
}) => {
  const keys: unknown[] = [];
  const first = await newPerson(browser);
  const second = await newPerson(browser);
  for (const page of [first, first, second]) {
    const submitted = page.waitForRequest('**/sign-up');
    await reachCode(page, shop.url);
    keys.push(readJws(tokenOf(await submitted)).header['jwk']);
    shop.advance(60_000);
  }
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).not.toEqual(keys[0]);
  expect(await first.evaluate(exportStoredKey)).toBe('InvalidAccessError');
});

test('a token carries each signal as a value or the reason why there is none, and no number', async ({
  page,
  shop,
}) => {
  const submitted = page.waitForRequest('**/sign-up');
  await page.goto(shop.url);
  await typeNumber(page);
  await page.getByRole('button', TEXT_ME).click();
  const token = tokenOf(await submitted);
  const { payload } = readJws(token);
  const signals = payload['sig'] as Record<string, { v?: unknown; e?: unknown }>;
  const names = ['bot', 'cores', 'interactions', 'languages', 'pageMs', 'timeZone', 'touch', 'visitor', 'webdriver'];
  expect(Object.keys(signals).sort()).toEqual(names);
  for (const reading of Object.values(signals)) expect(Object.keys(reading)).toHaveLength(1);
  // A driven browser says so itself.
  expect(signals['webdriver']).toEqual({ v: true });
  expect(JSON.stringify(payload)).not.toMatch(/5550123/);
});

test('a 402 is answered with the pieces that are missing, and then texts', async ({ page, shop }) => {
  const sent: string[] = [];
  await page.route('**/api/start', async (route) => {
    const body = route.request().postDataJSON() as { 'tollgate-token': string };
    sent.push(body['tollgate-token']);
    if (sent.length > 1) return route.fallback();
    // As a gate under attack would answer: the same challenge, raised.
    const challenge = readJws(body['tollgate-token']).payload['cha'] as string;
    const raised = await forgeChallenge(challenge, SECRET.secret, {
      payload: (members) => ({ ...members, puz: { ...(members['puz'] as object), k: 16 } }),
    });
    return route.fulfill({ status: 402, json: { challenge: raised, expiresInSec: 800, reasons: ['work'] } });
  });
  await page.goto(`${shop.url}/module`);
  await typeNumber(page);
  await page.locator('[data-step=phone]').getByRole('button').click();
  await page.locator('#code').waitFor({ state: 'visible' });
  const [first, second] = sent.map((token) => Buffer.from(readJws(token).payload['prf'] as string, 'base64url'));
  expect(second).toHaveLength(64);
  expect(second?.subarray(0, 32)).toEqual(first);
  await expectTexts(shop, 1);
});

async function reachCode(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.selectOption('#country', 'US');
  await page.fill('#phone', '202 555 0123');
  await page.getByRole('button', TEXT_ME).click();
  await page.waitForURL('**/code');
}

function tokenOf(request: Request): string {
  return new URLSearchParams(request.postData() ?? '').get('tollgate-token') ?? '';
}

/** Tries to read the private key out of IndexedDB, as a stolen script would. */
async function exportStoredKey(): Promise<string> {
  const open = indexedDB.open('tollgate');
  const db = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const name = db.objectStoreNames[0]!;
  const read = db.transaction(name).objectStore(name).getAll();
  const [pair] = await new Promise<CryptoKeyPair[]>((resolve) => {
    read.onsuccess = () => resolve(read.result as CryptoKeyPair[]);
  });
  return crypto.subtle.exportKey('pkcs8', pair!.privateKey).then(
    () => 'exported',
    (error: unknown) => (error as DOMException).name,
  );
}
