import type { Page } from '@playwright/test';
import { expect, expectTexts, type Shop, test, typeNumber } from './support/person-test.js';

const ARGON2ID = 'tollgate-argon2id.js';

/** The files that the page and its workers loaded. */
function watchFiles(page: Page): Set<string> {
  const files = new Set<string>();
  page.on('request', (request) => files.add(new URL(request.url()).pathname.split('/').at(-1)!));
  return files;
}

/** Serves the form's page and its worker under another policy. */
async function changePolicy(page: Page, { url }: Shop, change: (policy: string) => string): Promise<void> {
  const isChanged = ({ href, pathname }: URL) =>
    href.startsWith(url) && (pathname === '/' || pathname.endsWith('/tollgate-worker.js'));
  await page.route(isChanged, async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = change(headers['content-security-policy'] ?? '');
    await route.fulfill({ response, headers: { ...headers, 'content-security-policy': policy } });
  });
}

/** For a page or a worker: true if it may not make even the smallest module, eight bytes of magic and version. */
function refusesWasm(): boolean {
  try {
    return !new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return true;
  }
}

const withoutWasm = (policy: string) => policy.replace(" 'wasm-unsafe-eval'", '');
const withoutWorkers = (policy: string) => policy.replace("worker-src 'self'", "worker-src 'none'");

async function signUp(page: Page, shop: Shop): Promise<void> {
  await page.goto(shop.url);
  await typeNumber(page);
  await page.getByRole('button', { name: 'Text me a code' }).click();
  await page.waitForURL('**/code');
  // The next page's form loads the worker as well, perhaps when the shop is gone.
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await expectTexts(shop, 1);
}

/** The kind of hash that the first verdict counted. */
const solved = ({ verdicts }: Shop) => verdicts[0]?.cost.work?.assumptions[0]?.what;

test.describe('hashwx-1, little of it', () => {
  test.use({ gateOptions: { work: { p: 64, k: 8 } } });

  test('is solved without a byte of Argon2id', async ({ page, shop }) => {
    const files = watchFiles(page);
    await signUp(page, shop);
    expect(solved(shop)).toContain('HashWX');
    expect(files).toContain('tollgate-worker.js');
    expect(files).not.toContain(ARGON2ID);
  });

  test('is solved where a policy forbids WebAssembly, in the worker', async ({ page, shop }) => {
    const files = watchFiles(page);
    await changePolicy(page, shop, withoutWasm);
    const refused = page.waitForEvent('worker').then((worker) => worker.evaluate(refusesWasm));
    await signUp(page, shop);
    expect(await refused).toBe(true);
    expect(files).toContain('tollgate-worker.js');
    expect(files).not.toContain('tollgate-solver.js');
  });

  test('is solved where a policy forbids WebAssembly and workers, on the main thread', async ({ page, shop }) => {
    const files = watchFiles(page);
    await changePolicy(page, shop, (policy) => withoutWorkers(withoutWasm(policy)));
    await page.goto(shop.url);
    expect(await page.evaluate(refusesWasm)).toBe(true);
    await signUp(page, shop);
    expect(files).toContain('tollgate-solver.js');
  });
});

test.describe('hashwx-1, more than a worker does at once', () => {
  test.use({ gateOptions: { work: { p: 2 ** 17, k: 8 } } });

  test('is shared by eight workers on a device of many cores, and its proof is right', async ({ page, shop }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'hardwareConcurrency', { value: 16 }));
    let workers = 0;
    page.on('worker', () => (workers += 1));
    await page.goto(shop.url);
    await page.selectOption('#country', 'US');
    await page.fill('#phone', '202 555 0123');
    await page.getByRole('button', { name: 'Text me a code' }).click();
    await page.waitForURL('**/code');
    expect(workers).toBeGreaterThanOrEqual(8);
    await expectTexts(shop, 1);
  });
});

test.describe('argon2id-1, little of it', () => {
  test.use({ gateOptions: { puzzle: 'argon2id-1', work: { p: 4, k: 8 } } });

  test('is solved by the worker, which loads the hash from beside it', async ({ page, shop }) => {
    const files = watchFiles(page);
    await signUp(page, shop);
    expect(solved(shop)).toContain('Argon2id');
    expect(files).toContain(ARGON2ID);
    expect(files).not.toContain('tollgate-solver.js');
  });

  test('is solved on the main thread where no worker may start', async ({ page, shop }) => {
    const files = watchFiles(page);
    await changePolicy(page, shop, withoutWorkers);
    await signUp(page, shop);
    expect(files).toContain(ARGON2ID);
    expect(files).toContain('tollgate-solver.js');
  });

  test('is solved by the module too', async ({ page, shop }) => {
    await page.goto(`${shop.url}/module`);
    await typeNumber(page);
    await page.locator('[data-step=phone]').getByRole('button').click();
    await page.locator('#code').waitFor({ state: 'visible' });
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('Argon2id');
  });
});
