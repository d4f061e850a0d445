import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { CHALLENGE, expect, PHONE, type Shop, test } from '../support/shop-test.js';
import { SCRIPT } from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const WAYS =
  '<a href="/email" data-way="email">By e-mail</a> <button type="button" data-way="passkey">With a passkey</button>';
const INBOUND = { number: '+12025550100', secret: 'ABCD-EFGH-JKMN', expiresInSec: 300 };
const WAIT = { code: 'too-soon', retryAfterSec: 45 };
const NARROW = { width: 390, height: 700 };

/** What the server answered, by the kind of situation that it makes. */
const ANSWERS: Readonly<Record<string, object>> = {
  wait: { ...WAIT, ways: ['email'] },
  'other-ways': { code: 'step-up', ways: ['email', 'passkey', 'inbound'], inbound: INBOUND },
  denied: { code: 'number-refused' },
  problem: { code: 'number-invalid' },
};

/** How long the gate takes to answer where a person is to notice it. */
const SLOW_MS = 1_000;

/** How the rest comes about: what kind of situation it is, and a part of its sentence. */
const REACHED: readonly (readonly [kind: string, says: RegExp, reach: (page: Page, shop: Shop) => Promise<void>])[] = [
  ['ready', /can ask for a code now/, (page) => say(page, { ...WAIT, retryAfterSec: 1 })],
  ['problem', /send the form again/, (page) => say(page, { code: 'token-expired' })],
  [
    'done',
    /is complete/,
    async (page, { front }) => {
      front.answer(CHALLENGE, (_req, _res, next) => void setTimeout(next, SLOW_MS));
      await press(page);
    },
  ],
  [
    'problem',
    /in \d+ seconds/,
    async (page, { front }) => {
      front.answer(CHALLENGE, (_req, res) => void res.status(429).set('retry-after', '30').json({ error: 'rate' }));
      await press(page);
    },
  ],
  [
    'problem',
    /could not be completed/,
    async (page, { front }) => {
      front.answer(CHALLENGE, (_req, res) => void res.status(404).end());
      await press(page);
    },
  ],
  [
    'problem',
    /secure connection/,
    async (page) => {
      await page.addInitScript(withoutWebCrypto);
      await page.reload();
      await page.fill('[name=phone]', PHONE);
    },
  ],
  [
    'problem',
    /No connection/,
    async (page) => {
      await page.fill('[name=phone]', PHONE);
      await page.waitForFunction(() =>
        performance.getEntriesByType('resource').some(({ name }) => name.includes('tollgate-view')),
      );
      await page.context().setOffline(true);
      await press(page);
      await page.locator('tollgate-widget .box[data-kind=problem]').waitFor();
      // What looks for faults loads a page of its own.
      await page.context().setOffline(false);
    },
  ],
];

/** As a page that is served by http. */
const withoutWebCrypto = () => void Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });

interface Look {
  readonly lang?: string;
  readonly attributes?: string;
}

/** A page of a site that knows light and dark, with a form and a widget that shows itself. */
async function openWidget(page: Page, { url, front }: Shop, { lang = 'en', attributes = '' }: Look): Promise<void> {
  front.servePage(
    '/look',
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Look</title>
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><style>
    @media (prefers-color-scheme: dark) { html { background: #121212; color: #eee; } a { color: #9cf; } }</style>${SCRIPT}</head>
    <body dir="${lang === 'ar' ? 'rtl' : 'ltr'}"><main><h1>Sign up</h1><form method="post" action="/posted">
    <p><label>Number <input type="tel" name="phone"></label></p>
    <tollgate-widget endpoint="/tollgate" action="signup" ${attributes}>${WAYS}</tollgate-widget>
    <button>Text me a code</button></form></main></body></html>`,
  );
  await page.goto(`${url}/look`);
}

async function answer(page: Page, kind: string): Promise<void> {
  await say(page, ANSWERS[kind]!);
  await page.locator(`tollgate-widget .box[data-kind=${kind}]`).waitFor();
}

/** Tells the widget what the server answered. */
async function say(page: Page, answered: object): Promise<void> {
  await page.evaluate(async (body) => {
    await customElements.whenDefined('tollgate-widget');
    await (document.querySelector('tollgate-widget') as unknown as { answer(body: object): Promise<void> }).answer(
      body,
    );
  }, answered);
}

async function press(page: Page): Promise<void> {
  await page.fill('[name=phone]', PHONE);
  await page.locator('form > button').click();
}

async function expectNoFault(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [state, id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(NARROW.width);
  // Nothing moves, so nobody has to ask for less of it.
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
}

async function expectNoFaultInBoth(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${name}-${colorScheme}`);
    await expectNoFault(page, `${name}-${colorScheme}`);
  }
}

/** Pictures to be looked at by people, where a folder for them is named. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['TOLLGATE_PICTURES'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const lang of ['en', 'ar']) {
    test(`every situation, ${colorScheme}, ${lang}: no accessibility fault, and fits a narrow screen`, async ({
      browser,
      shop,
    }) => {
      const context = await browser.newContext({ colorScheme, viewport: NARROW });
      const page = await context.newPage();
      await openWidget(page, shop, { lang });
      for (const kind of Object.keys(ANSWERS)) {
        await answer(page, kind);
        await picture(page, `${kind}-${colorScheme}-${lang}`);
        await expectNoFault(page, kind);
      }
      expect(await page.locator('tollgate-widget .box').getAttribute('dir')).toBe(lang === 'ar' ? 'rtl' : 'ltr');
      shop.front.answer(CHALLENGE, () => undefined);
      await page.fill('[name=phone]', PHONE);
      await page.locator('form > button').click();
      await page.locator('tollgate-widget .box[data-kind=checking] progress').waitFor();
      await picture(page, `checking-${colorScheme}-${lang}`);
      await expectNoFault(page, 'checking');
      await context.close();
    });
  }
}

for (const lang of ['en', 'ar']) {
  for (const [kind, says, reach] of REACHED) {
    test(`${kind}, ${says.source}, ${lang}: no accessibility fault in light and dark`, async ({ browser, shop }) => {
      const context = await browser.newContext({ viewport: NARROW });
      const page = await context.newPage();
      await openWidget(page, shop, { lang });
      await page.locator('form').evaluate((form) => form.addEventListener('submit', (event) => event.preventDefault()));
      await reach(page, shop);
      await page.locator(`tollgate-widget .box[data-kind=${kind}]`).waitFor();
      if (lang === 'en') await expect(page.locator('tollgate-widget [part=line]')).toHaveText(says);
      await expectNoFaultInBoth(page, `${kind}-${says.source.replaceAll(/\W+/g, '-')}-${lang}`);
      await context.close();
    });
  }
}

for (const attributes of ['appearance="always" size="compact"', 'appearance="always" language="hi"']) {
  test(`a line that is always there, ${attributes}: no accessibility fault in light and dark`, async ({
    browser,
    shop,
  }) => {
    const context = await browser.newContext({ viewport: NARROW });
    const page = await context.newPage();
    await openWidget(page, shop, { attributes });
    await page.locator('tollgate-widget .box').waitFor();
    await expectNoFaultInBoth(page, attributes.replaceAll(/\W+/g, '-'));
    await answer(page, 'other-ways');
    await expectNoFaultInBoth(page, `${attributes.replaceAll(/\W+/g, '-')}other-ways`);
    await context.close();
  });
}

for (const [theme, ground] of [
  ['light', 'background: white; color: black'],
  ['dark', 'background: #121212; color: #eee'],
] as const) {
  test(`the theme ${theme} is readable on the ground that it is for, whatever the system prefers`, async ({
    browser,
    shop,
  }) => {
    const context = await browser.newContext({ viewport: NARROW });
    const page = await context.newPage();
    await openWidget(page, shop, { attributes: `theme="${theme}"` });
    await page.addStyleTag({ content: `html { ${ground} !important; } a { color: inherit; }` });
    for (const kind of Object.keys(ANSWERS)) {
      await answer(page, kind);
      await expectNoFault(page, `${kind}, theme ${theme}`);
    }
    await context.close();
  });
}

test('a wait is read aloud once, and counts down for the eyes', async ({ browser, shop }) => {
  const page = await browser.newPage();
  await openWidget(page, shop, {});
  await answer(page, 'wait');
  const status = page.locator('tollgate-widget').getByRole('status');
  await expect(status).toHaveText(/You can ask for a code in \d+ seconds\./);
  const spoken = await status.textContent();
  const line = page.locator('tollgate-widget [part=line]');
  const first = await line.textContent();
  await expect(line).not.toHaveText(first!);
  expect(await status.textContent()).toBe(spoken);
  await page.close();
});

test('people who hear the page meet names of their own, and the keyboard reaches all there is to do', async ({
  browser,
  shop,
}) => {
  const page = await browser.newPage();
  await openWidget(page, shop, {});
  await answer(page, 'other-ways');
  const group = page.getByRole('group', { name: 'Check before a code is sent' });
  await expect(group.getByRole('status')).toHaveText(/choose another way/);
  await expect(group.getByRole('link', { name: 'Open the messages app' })).toBeVisible();
  await page.focus('[name=phone]');
  const reached: string[] = [];
  for (let times = 0; times < 6; times++) {
    await page.keyboard.press('Tab');
    reached.push(
      await page.evaluate(() => {
        const inner = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
        return inner?.textContent ?? '';
      }),
    );
  }
  const wanted = ['Open the messages app', 'Copy', 'By e-mail', 'With a passkey', 'Text me a code'];
  expect(reached.filter((text) => wanted.includes(text))).toEqual(wanted);
  await page.close();
});

test('a submit by hand while a wait runs is answered with the reason, at the widget', async ({ browser, shop }) => {
  const page = await browser.newPage();
  await openWidget(page, shop, {});
  await page.fill('[name=phone]', PHONE);
  await answer(page, 'wait');
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  await page.locator('form > button').click();
  await page.keyboard.press('Shift');
  // An engine that has nowhere to point to says so here, and nothing to the person.
  expect(faults.filter((text) => text.includes('not focusable'))).toEqual([]);
  expect(shop.front.asked('/posted')).toEqual([]);
  await page.close();
});

test('colours are those of the page, whatever the system prefers, unless a theme is named', async ({
  browser,
  shop,
}) => {
  const page = await browser.newPage({ colorScheme: 'dark' });
  await openWidget(page, shop, {});
  await page.addStyleTag({
    content: ':root { color-scheme: only light; } body { color: rgb(1, 2, 3); background: white; }',
  });
  await answer(page, 'denied');
  const colour = () => page.locator('tollgate-widget [part=line]').evaluate((line) => getComputedStyle(line).color);
  expect(await colour()).toBe('rgb(1, 2, 3)');
  await page.evaluate(() => document.querySelector('tollgate-widget')!.setAttribute('theme', 'dark'));
  expect(await colour()).toBe('rgb(238, 241, 244)');
  await page.close();
});
