import { expect, PHONE, test } from '../support/shop-test.js';
import { formOf, SCRIPT } from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

test('a widget that is removed leaves no worker, no clock and no listener, ten times over', async ({ page, shop }) => {
  const { url, front } = shop;
  front.servePage(
    '/own-page',
    `<!doctype html><title>Own</title><meta charset="utf-8">${SCRIPT}<main>${formOf()}</main>`,
  );
  await page.goto(`${url}/own-page`);
  await page.waitForFunction(() => 'tollgate' in globalThis);
  for (let times = 0; times < 10; times++) {
    await page.fill('[name=phone]', PHONE);
    await page.evaluate(async () => {
      const { tollgate } = globalThis as unknown as { tollgate: { execute(): Promise<string>; remove(): void } };
      await tollgate.execute();
    });
    expect(page.workers().length).toBeGreaterThan(0);
    await page.evaluate((form) => {
      const main = document.querySelector('main')!;
      const { tollgate } = globalThis as unknown as { tollgate: { remove(): void } };
      if (main.dataset['odd'] === 'yes') main.querySelector('form')!.remove();
      else tollgate.remove();
      main.dataset['odd'] = main.dataset['odd'] === 'yes' ? 'no' : 'yes';
      main.innerHTML = form;
    }, formOf());
    await expect.poll(() => page.workers().length).toBe(0);
  }
  const before = front.requests.length;
  await page.evaluate(() => {
    document.querySelector('form')!.remove();
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new Event('online'));
  });
  await page.waitForTimeout(1_500);
  expect(front.requests.length).toBe(before);
  expect(page.workers()).toHaveLength(0);
});
