import type { Page } from '@playwright/test';
import { readJws } from './support/forge.js';
import { expect, PHONE, type Shop, test, watchChallenges } from './support/person-test.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const SCRIPT = '<script src="/tollgate-client/script/tollgate.js" defer></script>';

/** A page of somebody's own with one form, and what its form posts. */
async function openForm(page: Page, shop: Shop, form: string): Promise<URLSearchParams[]> {
  const posted: URLSearchParams[] = [];
  const html = `<!doctype html><title>Form</title>${SCRIPT}
    <script>addEventListener('tollgate-error', (event) => (window.fault = String(event.detail)));</script>${form}`;
  await page.route('**/own-page', (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.route('**/posted', async (route) => {
    posted.push(new URLSearchParams(route.request().postData() ?? ''));
    await route.fulfill({ contentType: 'text/html', body: '<title>Posted</title>' });
  });
  await page.goto(`${shop.url}/own-page`);
  return posted;
}

const formWith = (attributes: string, inside = '<input type="tel" name="phone">') =>
  `<form method="post" action="/posted" data-tollgate="/tollgate" data-action="signup" ${attributes}>
    ${inside}<button name="how" value="sms">Text me</button></form>`;

async function submit(page: Page, number: string = PHONE): Promise<void> {
  await page.fill('input[name=phone]', number);
  await page.click('button');
  await page.waitForURL('**/posted');
}

const payloadOf = (posted: URLSearchParams | undefined) => readJws(posted?.get('tollgate-token') ?? '').payload;

test('the button that was pressed, and the country as literal letters, go with the form', async ({ page, shop }) => {
  const posted = await openForm(page, shop, formWith('data-country="us"'));
  await submit(page, '202 555 0123');
  expect(posted).toHaveLength(1);
  expect(posted[0]?.get('how')).toBe('sms');
  expect(payloadOf(posted[0])).toHaveProperty('prf');
});

test("data-phone names the number's field, also where it is no telephone field", async ({ page, shop }) => {
  const inside = '<input type="tel" name="fax"><input name="phone" class="number">';
  const posted = await openForm(page, shop, formWith('data-phone=".number"', inside));
  const asked = page.waitForRequest('**/tollgate/challenge');
  await submit(page);
  await asked;
  expect(payloadOf(posted[0])).toHaveProperty('cha');
});

test('data-price="submit" sends the number at the submit and not before', async ({ page, shop }) => {
  const bodies: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/challenge')) bodies.push(request.postData() ?? '');
  });
  await openForm(page, shop, formWith('data-price="submit"'));
  await page.fill('input[name=phone]', PHONE);
  await page.locator('input[name=phone]').blur();
  await page.waitForTimeout(1_200);
  expect(bodies.some((body) => body.includes('phone'))).toBe(false);
  await page.click('button');
  await page.waitForURL('**/posted');
  expect(bodies.some((body) => body.includes(PHONE))).toBe(true);
});

test('data-signals="off" sends none, and loads no code of theirs', async ({ page, shop }) => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  const posted = await openForm(page, shop, formWith('data-signals="off"'));
  await submit(page);
  expect(payloadOf(posted[0])['sig']).toEqual({});
  expect(loaded.filter((url) => url.includes('signals'))).toEqual([]);
});

test('data-channel="voice" asks for a call', async ({ page, shop }) => {
  const posted = await openForm(page, shop, formWith('data-channel="voice"'));
  await submit(page);
  expect(readJws(payloadOf(posted[0])['cha'] as string).payload['chn']).toBe('voice');
});

test('nothing is ever asked of another origin', async ({ page, shop }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(shop.url)) elsewhere.push(request.url());
  });
  await openForm(page, shop, formWith(''));
  await page.fill('input[name=phone]', PHONE);
  // Long enough for the vendors' code to be loaded, read, and to ping whom it would.
  await page.waitForTimeout(2_000);
  await page.click('button');
  await page.waitForURL('**/posted');
  expect(elsewhere).toEqual([]);
});

test('a form that is marked wrongly says so in an event, and still posts', async ({ page, shop }) => {
  const posted = await openForm(page, shop, formWith('data-channel="fax"'));
  expect(await page.evaluate(() => (window as { fault?: string }).fault)).toMatch(/channel/);
  await submit(page);
  expect(posted[0]?.get('tollgate-token')).toBeNull();
});

test('an endpoint that is away leaves no dead form: it posts without a token', async ({ page, shop }) => {
  const posted = await openForm(page, shop, formWith(''));
  await page.route('**/tollgate/challenge', (route) => route.abort());
  await submit(page);
  expect(posted[0]?.get('tollgate-token')).toBe('');
});

test('a held form says that it is busy, and is busy no longer once it left', async ({ page, shop }) => {
  await openForm(page, shop, formWith('onsubmit="return false"'));
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/tollgate/challenge', async (route) => {
    await held;
    await route.continue();
  });
  await page.fill('input[name=phone]', PHONE);
  await page.click('button');
  await expect(page.locator('form')).toHaveAttribute('aria-busy', 'true');
  release();
  await expect(page.locator('form')).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('input[name=tollgate-token]')).toHaveValue(/\./);
});

test('a form whose page stays makes a token for each submit', async ({ page, shop }) => {
  await openForm(
    page,
    shop,
    formWith('onsubmit="(window.tokens ??= []).push(this[\'tollgate-token\'].value); return false"'),
  );
  await page.fill('input[name=phone]', PHONE);
  for (const count of [1, 2]) {
    await page.click('button');
    await page.waitForFunction((n) => (window as { tokens?: string[] }).tokens?.length === n, count);
  }
  const tokens = await page.evaluate(() => (window as { tokens?: string[] }).tokens ?? []);
  const jtis = tokens.map((token) => readJws(readJws(token).payload['cha'] as string).payload['jti']);
  expect(new Set(jtis).size).toBe(2);
});

test('two hidden fields of the name are one', async ({ page, shop }) => {
  const twice = '<input type="hidden" name="tollgate-token"><input type="hidden" name="tollgate-token">';
  const posted = await openForm(page, shop, formWith('', `<input type="tel" name="phone">${twice}`));
  await submit(page);
  expect(posted[0]?.getAll('tollgate-token')).toHaveLength(1);
});

test('a form whose number stands there already is solved before it is touched', async ({ page, shop }) => {
  const challenges = watchChallenges(page);
  await openForm(page, shop, formWith('', `<input type="tel" name="phone" value="${PHONE}" readonly>`));
  await expect.poll(() => challenges.count).toBe(2);
  await page.click('button');
  await page.waitForURL('**/posted');
  expect(challenges.count).toBe(2);
});
