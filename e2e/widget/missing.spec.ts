import { expect, PHONE, test } from '../support/shop-test.js';
import {
  answer,
  FOLDER,
  formOf,
  heard,
  isToken,
  openPage,
  post,
  SENDS,
  sentBy,
  shown,
  waitToHear,
  waitToSee,
  WIDGET,
} from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; form-action 'self'";
const STRICT_TYPES = `${STRICT}; require-trusted-types-for 'script'`;
const way = '<a href="/email" data-way="email">By e-mail</a>';

/** What a page lacks, and why pieces are then found on the main thread. */
const LACKS: readonly (readonly [
  what: string,
  script: string,
  policy: string | undefined,
  fallback: RegExp | undefined,
])[] = [
  ['Worker', 'delete globalThis.Worker', undefined, /^worker-refused$/],
  ['workers, by policy', '', STRICT.replace("worker-src 'self'", "worker-src 'none'"), /^worker-(refused|broken)$/],
  ['WebAssembly', 'delete globalThis.WebAssembly', undefined, undefined],
  ['IndexedDB', "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })", undefined, undefined],
  ['an IndexedDB that answers', 'IDBFactory.prototype.open = () => ({})', undefined, undefined],
  ['inline styles and scripts, by policy', '', STRICT, undefined],
  ['texts as addresses of scripts', '', `${STRICT_TYPES}; trusted-types tollgate`, undefined],
  ['texts as addresses of scripts, and our policy', '', `${STRICT_TYPES}; trusted-types other`, /^worker-refused$/],
];

for (const [what, script, policy, fallback] of LACKS) {
  test(`a page without ${what} gets its token`, async ({ tab, shop }) => {
    shop.front.answer('/lacks.js', (_req, res) => void res.type('js').send(script));
    await openPage(tab, shop, formOf(), {
      head: '<script src="/lacks.js"></script>',
      ...(policy !== undefined && { policy }),
    });
    const knowsTypes = await tab.evaluate(() => 'trustedTypes' in globalThis);
    await tab.fill('[name=phone]', PHONE);
    await tab.press('Tab');
    const expected = what.includes('our policy') && !knowsTypes ? undefined : fallback;
    if (expected) await expect.poll(async () => (await heard(tab, 'fallback')).join()).toMatch(expected);
    await answer(tab, { code: 'step-up', ways: ['email'] });
    await waitToSee(tab, 'choose another way');
    // Styles came through the policy as a sheet: what is for the ears alone takes no room.
    const seen = await tab.evaluate(() => {
      const root = document.querySelector('tollgate-widget')!.shadowRoot!;
      return getComputedStyle(root.querySelector('.sr')!).position;
    });
    expect(seen).toBe('absolute');
    if (!expected) expect(await heard(tab, 'fallback')).toEqual([]);
    expect(await heard(tab, 'error')).toEqual([]);
    isToken((await post(tab, shop)).get('tollgate-token'));
  });
}

test('a page with a nonce, in a browser that has no sheets to adopt, shows the line with its styles', async ({
  tab,
  shop,
}) => {
  shop.front.answer('/lacks.js', (_req, res) => void res.type('js').send('delete CSSStyleSheet.prototype.replaceSync'));
  const nonce = 'c29tZS1ub25jZQ';
  await openPage(tab, shop, formOf(WIDGET.replace('></', ` nonce="${nonce}"></`)), {
    head: '<script src="/lacks.js"></script>',
    policy: `${STRICT}; style-src 'nonce-${nonce}'`,
  });
  await answer(tab, { code: 'step-up', ways: ['email'] });
  await waitToSee(tab, 'choose another way');
  const position = await tab.evaluate(() => {
    const root = document.querySelector('tollgate-widget')!.shadowRoot!;
    return getComputedStyle(root.querySelector('.sr')!).position;
  });
  expect(position).toBe('absolute');
});

test('a page without WebCrypto says so at once, in a sentence and an event, and its form posts', async ({
  tab,
  shop,
}) => {
  const head = "<script>Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })</script>";
  await openPage(tab, shop, formOf(WIDGET.replace('></', `>${way}</`)), { head });
  await tab.fill('[name=phone]', PHONE);
  await waitToHear(tab, 'error', 'crypto-unavailable');
  await waitToSee(tab, 'needs a secure connection');
  await tab.fill('[name=phone]', `${PHONE}4`);
  expect(await shown(tab)).toContain('needs a secure connection');
  expect(await tab.evaluate(() => document.querySelector<HTMLElement>('[data-way]')!.hidden)).toBe(false);
  expect((await post(tab, shop)).get('tollgate-token')).toBe('');
});

test('an engine that is away is told, the form posts, and it works once the file is there', async ({ tab, shop }) => {
  let away = true;
  shop.front.answer(`${FOLDER}/tollgate-engine.js`, (_req, res, next) => {
    if (away) res.status(404).end();
    else next();
  });
  await openPage(tab, shop, formOf(WIDGET, SENDS));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  expect(await sentBy(tab, 1)).toEqual(['']);
  expect(await heard(tab, 'error')).toContain('engine-unavailable');
  await waitToSee(tab, 'could not be completed');
  away = false;
  await tab.click('button');
  isToken((await sentBy(tab, 2))[1]);
});

test('a view that is away keeps nothing from going on: buttons are shown, the form posts', async ({ tab, shop }) => {
  shop.front.answer(`${FOLDER}/tollgate-view.js`, (_req, res) => void res.status(404).end());
  await openPage(tab, shop, formOf(WIDGET.replace('></', `>${way}</`), SENDS));
  await tab.fill('[name=phone]', PHONE);
  await answer(tab, { code: 'step-up', ways: ['email'] });
  expect(await heard(tab, 'situation')).toEqual(['other-ways']);
  expect(await tab.evaluate(() => document.querySelector<HTMLElement>('[data-way]')!.getClientRects().length)).toBe(1);
  await tab.click('button[name=how]');
  isToken((await sentBy(tab, 1))[0]);
});

test('a language whose file is away is English, and marked as English', async ({ tab, shop }) => {
  shop.front.answer(`${FOLDER}/languages/ar.js`, (_req, res) => void res.status(404).end());
  await openPage(tab, shop, formOf(), { lang: 'ar' });
  await answer(tab, { code: 'too-soon', retryAfterSec: 30 });
  await waitToSee(tab, 'You can ask for a code in');
  const { lang, dir } = await tab.evaluate(() => {
    const { lang, dir } = document.querySelector('tollgate-widget')!.shadowRoot!.querySelector<HTMLElement>('.box')!;
    return { lang, dir };
  });
  expect([lang, dir]).toEqual(['en', 'ltr']);
});
