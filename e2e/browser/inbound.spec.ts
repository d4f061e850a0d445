import type { Tab } from '../../browsers/tab.js';
import {
  askForCode,
  expect,
  expectTexts,
  PHONE,
  reach,
  see,
  type Shop,
  test,
  TEXT_ME,
  TYPED,
} from '../support/shop-test.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

/** Asks where no script runs, and takes the last way; answers the secret to text. */
async function askWithoutScript(tab: Tab, shop: Shop): Promise<string> {
  shop.front.changePolicy((policy) => policy.replace(/script-src [^;]*/, "script-src 'none'"));
  await tab.open(shop.url);
  await tab.fill('#phone', TYPED);
  await tab.click(TEXT_ME);
  await reach(tab, '/sign-up');
  await tab.click('[role=alert] a[href="/text-us"]');
  await reach(tab, '/text-us');
  return tab.evaluate(() => document.querySelector('[data-secret]')!.textContent);
}

/** Texts the shop through the stand-in, which signs as Twilio does. */
async function textTheShop({ standIn }: Shop, from: string, text: string): Promise<void> {
  const body = new URLSearchParams({ from, text });
  const response = await fetch(new URL('/_stand-in/texts', standIn.url), { method: 'POST', body });
  expect(await response.text()).toContain('The shop was told of the text.');
}

test('who gets no text sends one, without a script, and has an account', async ({ tab, shop }) => {
  const secret = await askWithoutScript(tab, shop);
  await tab.click('form[action="/text-us"] button');
  await see(tab, 'Your text has not arrived yet');
  await textTheShop(shop, '+12025550199', secret);
  await tab.click('form[action="/text-us"] button');
  await see(tab, 'Your text has not arrived yet');
  await textTheShop(shop, PHONE, secret.toLowerCase());
  await tab.click('form[action="/text-us"] button');
  await reach(tab, '/account');
  await see(tab, PHONE);
  await expectTexts(shop, 0);
});

test('whose number has an account is not signed in by a text', async ({ newTab, shop }) => {
  const [owner, other] = [await newTab(), await newTab()];
  await askForCode(owner, shop);
  await owner.fill('#code', await shop.codeFor(PHONE));
  await owner.press('Enter');
  await reach(owner, '/account');
  await textTheShop(shop, PHONE, await askWithoutScript(other, shop));
  await other.click('form[action="/text-us"] button');
  await see(other, 'There is an account with this number already');
});

test('the wait for another text is counted down', async ({ tab, shop }) => {
  await askForCode(tab, shop);
  const left = () => {
    const line = document.querySelector('tollgate-widget')?.shadowRoot?.querySelector('[part=line]')?.textContent;
    return Number(/another code in (\d+) seconds/.exec(line ?? '')?.[1]);
  };
  await expect.poll(() => tab.evaluate(left)).toBeGreaterThan(0);
  const first = await tab.evaluate(left);
  expect(first).toBeGreaterThan(10);
  expect(first).toBeLessThanOrEqual(30);
  await expect.poll(() => tab.evaluate(left)).toBeLessThan(first);
});
