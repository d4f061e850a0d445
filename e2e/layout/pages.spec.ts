import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/shop-test.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

/** How to reach each page that a person may see. */
const STATES: Readonly<Record<string, (page: Page, url: string) => Promise<unknown>>> = {
  'sign-up': (page, url) => page.goto(url),
  'a refused number': async (page, url) => {
    await page.goto(url);
    await page.fill('#phone', '12');
    await page.getByRole('button', { name: 'Text me a code' }).click();
    await page.locator('[role=alert]').waitFor();
  },
  'the code': async (page, url) => {
    await page.goto(url);
    await page.selectOption('#country', 'US');
    await page.fill('#phone', '202 555 0123');
    await page.getByRole('button', { name: 'Text me a code' }).click();
    await page.waitForURL('**/code');
  },
  'the module variant': (page, url) => page.goto(`${url}/module`),
  'the last way': async (page, url) => {
    await page.goto(url);
    await page.fill('#phone', '+33 6 12 34 56 78');
    await page.getByRole('button', { name: 'Text me a code' }).click();
    await page.getByRole('link', { name: 'Text us instead' }).click();
    await page.waitForURL('**/text-us');
  },
  'another way': (page, url) => page.goto(`${url}/email`),
  'the list of states': (page, url) => page.goto(`${url}/states`),
  'the verdicts': (page, url) => page.goto(`${url}/verdicts`),
  'nothing there': (page, url) => page.goto(`${url}/nothing`),
};

for (const [state, reach] of Object.entries(STATES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${state}, ${colorScheme}: no accessibility fault, and fits a narrow screen`, async ({ browser, shop }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      await reach(page, shop.url);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await context.close();
    });
  }
}
