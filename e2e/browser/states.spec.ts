import type { Tab } from '../../browsers/tab.js';
import { expect, type Shop, test } from '../support/shop-test.js';

const PHONE = '202 555 0123';

/** What is to be seen; what is not named may be anything. */
interface Seen {
  readonly situation?: string;
  /** A part of the sentence, as a pattern. */
  readonly says?: string;
  readonly direction?: string;
  /** How many of the site's own buttons are there. */
  readonly ways?: number;
  /** What to text to the site, as a pattern. */
  readonly secret?: string;
  /** That the gate allowed a text. */
  readonly passed?: boolean;
}

/** Waits until that is to be seen, from whichever page. */
const expectSeen = (tab: Tab, expected: Seen) =>
  tab.waitFor(({ situation, says = '', direction, ways, secret = '', passed }) => {
    const widget = document.querySelector('tollgate-widget');
    const textOf = (part: string) => widget?.shadowRoot?.querySelector(`[part=${part}]`)?.textContent ?? '';
    const shown = [...document.querySelectorAll<HTMLElement>('[data-way]')].filter(({ hidden }) => !hidden);
    const box = widget?.shadowRoot?.querySelector('[part=box]');
    const pairs = [
      [situation, widget?.getAttribute('data-situation')],
      [ways, shown.length],
      [direction, box?.getAttribute('dir')],
      [passed, (document.body as HTMLElement | null)?.innerText.includes('A text would go out now.')],
    ];
    const asExpected = pairs.every(([wanted, there]) => wanted === undefined || wanted === there);
    return asExpected && new RegExp(says).test(textOf('line')) && new RegExp(secret).test(textOf('secret'));
  }, expected);

async function ask(tab: Tab, { url }: Shop, name: string): Promise<void> {
  await tab.open(`${url}/states/${name}`);
  await tab.fill('#phone', PHONE);
  await tab.click('form button');
}

test('the list names every state, and each of them has a page', async ({ tab, shop }) => {
  await tab.open(`${shop.url}/states`);
  const addresses = await tab.evaluate(() =>
    [...document.querySelectorAll('main li a')].map((link) => link.getAttribute('href')!),
  );
  expect(addresses.length).toBeGreaterThan(30);
  for (const address of addresses) expect((await fetch(shop.url + address)).status).toBe(200);
});

for (const name of ['pass', 'no-worker', 'no-wasm', 'neither', 'no-indexed-db', 'trusted-types']) {
  test(`${name}: the text would go out`, async ({ tab, shop }) => {
    await ask(tab, shop, name);
    await expectSeen(tab, { passed: true });
  });
}

test('slow: a wait that is noticed has a sentence', async ({ tab, shop }) => {
  await ask(tab, shop, 'slow');
  await expectSeen(tab, { situation: 'checking' });
  await expectSeen(tab, { says: 'wait a moment' });
});

test('work: the page does the rest, and the next press goes through', async ({ tab, shop }) => {
  await ask(tab, shop, 'work');
  await expect.poll(() => shop.front.asked('/states/work').length).toBe(2);
  await tab.click('form button');
  await expectSeen(tab, { passed: true });
});

test('delay: a countdown, and the other ways', async ({ tab, shop }) => {
  await ask(tab, shop, 'delay');
  await expectSeen(tab, {
    situation: 'wait',
    says: String.raw`in [123] seconds?\.$`,
    ways: 1,
  });
  await expectSeen(tab, { situation: 'ready' });
  await tab.click('form button');
  await expectSeen(tab, { passed: true });
});

test('step-up: the other ways, with the number and the secret of a text to the shop', async ({ tab, shop }) => {
  await ask(tab, shop, 'step-up');
  await expectSeen(tab, {
    situation: 'other-ways',
    ways: 1,
    secret: String.raw`^\w{4}-\w{4}-\w{4}$`,
  });
});

test('deny: no code goes to this number', async ({ tab, shop }) => {
  await ask(tab, shop, 'deny');
  await expectSeen(tab, { situation: 'denied', says: 'this number' });
});

test('spent: nothing is wrong with the number, and the form may be sent again', async ({ tab, shop }) => {
  await ask(tab, shop, 'spent');
  await expectSeen(tab, { situation: 'problem', says: 'send the form again' });
});

test('no-web-crypto: a sentence says so before anybody waits, and the form still goes', async ({ tab, shop }) => {
  await tab.open(`${shop.url}/states/no-web-crypto`);
  await tab.fill('#phone', PHONE);
  await expectSeen(tab, {
    situation: 'problem',
    says: 'secure connection',
    ways: 1,
  });
  await tab.click('form button');
  await expect.poll(() => shop.front.asked('/states/no-web-crypto').length).toBe(2);
});

for (const name of ['no-engine', 'endpoint-away', 'too-many']) {
  test(`${name}: the form goes without a token, and comes back with the other ways`, async ({ tab, shop }) => {
    await ask(tab, shop, name);
    await expectSeen(tab, { situation: 'other-ways', ways: 1 });
  });
}

test('offline: the form stays, with a sentence and what was typed', async ({ tab, shop }) => {
  await tab.open(`${shop.url}/states/offline`);
  await tab.click('#phone');
  await expect.poll(() => shop.front.files).toContain('tollgate-view.js');
  await tab.fill('#phone', PHONE);
  await tab.click('form button');
  await expectSeen(tab, { situation: 'problem', says: 'No connection' });
  expect(await tab.evaluate(() => document.querySelector<HTMLInputElement>('#phone')!.value)).toBe(PHONE);
});

test('a language that is written from the right stands on the right', async ({ tab, shop }) => {
  await tab.open(`${shop.url}/states/in-ar`);
  await expectSeen(tab, { situation: 'wait', direction: 'rtl' });
});

test('no-script: the page says what works without', async ({ tab, shop }) => {
  const policy = (await fetch(`${shop.url}/states/no-script`)).headers.get('content-security-policy');
  expect(policy).toContain('sandbox allow-forms');
  await tab.open(`${shop.url}/states/no-script`);
  // The driver's own scripts run in a page that runs none of its own.
  expect(await tab.evaluate(() => document.querySelector('tollgate-widget') === null)).toBe(true);
});
