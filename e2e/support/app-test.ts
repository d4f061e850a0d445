import { expect } from '@playwright/test';
import type { Tab } from '../../browsers/tab.js';
import { type AppShop, type AppShopOptions, startAppShop } from './app-shop.js';
import { withEngine } from './with-engine.js';

/** As a person in the United States types it, and as E.164: a number set aside for fiction. */
const TYPED = '(202) 555-0123';
const PHONE = '+12025550123';
/** Of a country where the shop texts nobody. */
const ELSEWHERE = '+442079460123';

/** The gate of a shop that asks everybody for twice the work. */
export const MORE_WORK = { site: 'test-work', testKeys: true } as const;

interface Fixtures {
  /** Serves a folder as a shop, until the test ends. */
  readonly serve: (options: AppShopOptions) => Promise<AppShop>;
}

export const test = withEngine.extend<Fixtures>({
  serve: async ({}, use) => {
    const shops: AppShop[] = [];
    await use(async (options) => {
      const shop = await startAppShop(options);
      shops.push(shop);
      return shop;
    });
    for (const shop of shops) await shop.close();
  },
});

export { expect } from '@playwright/test';

/** Types a number and submits, and expects a text that the gate let out after work that a worker did. */
export async function expectSignUp(tab: Tab, shop: AppShop): Promise<void> {
  await fillIn(tab, TYPED);
  await tab.waitFor(() => document.body.innerText.includes('We texted you a code'));
  expect(shop.texted).toEqual([PHONE]);
  expect(shop.verdicts.map(({ kind }) => kind)).toEqual(['allow']);
}

/** For a shop of `MORE_WORK`: the gate asks for more work, which the page does, and sends the form once more by itself. */
export async function expectMoreWork(tab: Tab, shop: AppShop): Promise<void> {
  await fillIn(tab, TYPED);
  await tab.waitFor(() => document.body.innerText.includes('We texted you a code'));
  expect(shop.texted).toEqual([PHONE]);
  expect(shop.verdicts.map(({ kind }) => kind)).toEqual(['work', 'allow']);
}

/** A number that gets no text: the site's own button for another way is shown, as the gate names it. */
export async function expectOtherWay(tab: Tab, shop: AppShop): Promise<void> {
  await fillIn(tab, ELSEWHERE);
  await tab.waitFor(() => document.querySelector<HTMLElement>('[data-way=email]')?.checkVisibility() === true);
  expect(shop.texted).toEqual([]);
  expect(shop.verdicts.map(({ kind, code }) => [kind, code])).toEqual([['step-up', 'country-refused']]);
}

async function fillIn(tab: Tab, number: string): Promise<void> {
  await tab.waitFor(() => document.querySelector('input[type=tel]') !== null);
  await tab.fill('input[type=tel]', number);
  await tab.click('form button:not([data-way])');
}
