import type { Tab } from '../../browsers/tab.js';
import { CHALLENGE, expect, PHONE, test } from '../support/shop-test.js';
import {
  changeChallenges,
  FOLDER,
  formOf,
  heard,
  isToken,
  openPage,
  post,
  REFUSES,
  SCRIPT,
  sentBy,
  SENDS,
} from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const MARKED = 'data-tollgate="/tollgate" data-action="signup"';
/** Serves the page's own scripts beside it, as an address: with or without a policy they run alike. */
const withScript = (query: string, attributes = 'async defer') =>
  `<script src="${FOLDER}/tollgate.js${query}" ${attributes}></script>`;
const countWidgets = (tab: Tab) => tab.evaluate(() => document.querySelectorAll('tollgate-widget').length);

test('one file makes a token for a marked form, and leaves one global', async ({ tab, shop }) => {
  const head = '<script>window.before = Object.getOwnPropertyNames(window)</script>';
  await openPage(tab, shop, formOf('', MARKED), { head, script: withScript('') });
  await tab.waitFor(() => 'tollgate' in window);
  await tab.fill('[name=phone]', PHONE);
  const added = await tab.evaluate(() => {
    const { before } = window as unknown as { before: string[] };
    // An engine names a frame or a call of its driver's there too.
    return Object.getOwnPropertyNames(window).filter((name) => !before.includes(name) && !/^(__|\d)/.test(name));
  });
  expect(added.filter((name) => !['before', 'tollgate'].includes(name))).toEqual([]);
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('places of the class are found, and forms and places that are added later', async ({ tab, shop }) => {
  const place = '<div class="tollgate" data-endpoint="/tollgate" data-action="signup"></div>';
  await openPage(tab, shop, `${formOf(place)}<div id="later"></div>`);
  await tab.waitFor(() => document.querySelector('.tollgate > tollgate-widget') !== null);
  await tab.evaluate(
    (html) => {
      document.querySelector('#later')!.innerHTML = html;
    },
    formOf('', `${MARKED} id="second"`) + formOf(place, 'id="third"'),
  );
  await tab.waitFor(() => document.querySelector('#second tollgate-widget, #second .tollgate') !== null);
  await tab.waitFor(() => document.querySelector('#third tollgate-widget') !== null);
  expect(await countWidgets(tab)).toBe(3);
  // Moved about, a form keeps the one it has.
  await tab.evaluate(() => document.body.append(document.querySelector('#second')!));
  await tab.fill('#second [name=phone]', PHONE);
  await tab.click('#second button');
  await tab.waitFor(() => location.pathname === '/posted');
  isToken(new URLSearchParams(shop.front.lastBody('/posted')).get('tollgate-token'));
});

test('a form whose script runs while the page is being parsed waits for what comes after it', async ({ tab, shop }) => {
  const ways =
    '<tollgate-widget endpoint="/tollgate" action="signup"><a href="/email" data-way="email">By e-mail</a></tollgate-widget>';
  const form = `<form method="post" action="/posted">${ways}<input type="tel" name="phone"><button name="how">Go</button></form>`;
  await openPage(tab, shop, form, { script: withScript('', '') });
  expect(await heard(tab, 'error')).toEqual([]);
  expect(await tab.evaluate(() => document.querySelector<HTMLElement>('[data-way]')!.hidden)).toBe(true);
  await tab.fill('[name=phone]', PHONE);
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('how the line looks and which language it has is said by attributes', async ({ tab, shop }) => {
  const looks = 'data-appearance="always" data-theme="dark" data-size="compact" data-language="de"';
  await openPage(tab, shop, formOf('', `${MARKED} ${looks}`));
  await tab.waitFor(() => Boolean(document.querySelector('tollgate-widget')?.shadowRoot?.querySelector('.box[lang]')));
  const seen = await tab.evaluate(() => {
    const box = document.querySelector('tollgate-widget')!.shadowRoot!.querySelector<HTMLElement>('.box')!;
    const { color, fontSize } = getComputedStyle(box);
    return { color, fontSize, lang: box.lang };
  });
  expect(seen).toEqual({ color: 'rgb(238, 241, 244)', fontSize: '14px', lang: 'de' });
});

test('loaded twice it is loaded once', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf('', MARKED), { script: SCRIPT + withScript('?again=1') });
  await tab.waitFor(() => 'tollgate' in window);
  expect(await countWidgets(tab)).toBe(1);
  expect(await heard(tab, 'error')).toEqual([]);
});

test('?render=explicit looks for nothing; ?onload calls, and render, execute and the others do the rest', async ({
  tab,
  shop,
}) => {
  const head = `<script>
    const calls = [];
    function loaded() { tollgate.ready(() => calls.push('ready')); calls.push('loaded'); }</script>`;
  await openPage(tab, shop, formOf('<div id="place"></div>', MARKED), {
    head,
    script: withScript('?render=explicit&onload=loaded', 'defer'),
  });
  await tab.waitFor(() => document.readyState === 'complete' && 'tollgate' in window);
  expect(await countWidgets(tab)).toBe(0);
  await tab.fill('[name=phone]', PHONE);
  const told = await tab.evaluate(async () => {
    const { tollgate } = window as unknown as { tollgate: Record<string, (...args: unknown[]) => unknown> };
    const parameters = { endpoint: '/tollgate', action: 'signup', field: 'proof' };
    const id = tollgate['render']!('#place', parameters);
    const empty = tollgate['getResponse']!(id);
    const token = await tollgate['execute']!(id);
    const form = document.querySelector('form')!;
    const inForm = new FormData(form).get('proof');
    const again = await tollgate['execute']!();
    const same = tollgate['getResponse']!('#place');
    const isExpired = tollgate['isExpired']!(form);
    tollgate['reset']!(id);
    const reset = tollgate['getResponse']!(id);
    tollgate['remove']!(id);
    const refusals = [];
    for (const call of [
      () => tollgate['reset']!(id),
      () => tollgate['render']!('#place', { ...parameters, colour: 'red' }),
      () => tollgate['render']!('#place', { ...parameters, callback: 'name' }),
      () => tollgate['render']!('#nowhere', parameters),
    ]) {
      try {
        call();
        refusals.push('none');
      } catch (error) {
        refusals.push((error as Error).name);
      }
    }
    const widgets = document.querySelectorAll('tollgate-widget').length;
    return { empty, token, inForm, again, same, isExpired, reset, refusals, widgets };
  });
  isToken(told.token as string);
  expect(told.inForm).toBe(told.token);
  expect(told.again).not.toBe(told.token);
  expect(told.same).toBe(told.again);
  expect(told).toMatchObject({ empty: '', isExpired: true, reset: '', widgets: 0 });
  expect(told.refusals).toEqual(['TypeError', 'TypeError', 'TypeError', 'TypeError']);
  expect((await tab.evaluate(() => (0, eval)('calls') as string[])).sort()).toEqual(['loaded', 'ready']);
});

test('callbacks are called by name: with a token that stands in the form, with a code', async ({ tab, shop }) => {
  const head = `<script>
    const calls = [];
    const onToken = undefined;
    window.onGood = (token) => calls.push(['token', new FormData(document.forms[0]).get('tollgate-token') === token]);
    window.onBad = (code) => calls.push(['error', code]);</script>`;
  const names = 'data-callback="onGood" data-error-callback="onBad"';
  await openPage(tab, shop, formOf('', `${MARKED} ${names} ${SENDS}`), { head });
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await sentBy(tab, 1);
  shop.front.answer(CHALLENGE, (_req, res) => res.destroy());
  await tab.click('button');
  await sentBy(tab, 2);
  const calls = await tab.evaluate(() => (0, eval)('calls') as unknown[]);
  expect(calls[0]).toEqual(['token', true]);
  expect(calls.at(-1)).toEqual(['error', 'network-failed']);
});

test('a callback is called with nothing once a token expired that nobody took', async ({ tab, shop }) => {
  const head = '<script>window.old = []; window.onOld = (...values) => window.old.push(values.length)</script>';
  changeChallenges(shop, (body) => ({ ...body, expiresInSec: 7 }));
  await openPage(tab, shop, formOf('', `${MARKED} data-expired-callback="onOld" ${REFUSES}`), { head });
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await sentBy(tab, 1);
  await tab.waitFor(() => (window as unknown as { old: number[] }).old.join() === '0');
});

test('a marked form whose contents are replaced is guarded again; where the widget was taken away it stays away', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf('', MARKED));
  await tab.waitFor(() => document.querySelector('tollgate-widget') !== null);
  await tab.evaluate(() => {
    const form = document.forms[0]!;
    form.innerHTML = form.innerHTML.replace(/<tollgate-widget.*<\/tollgate-widget>/, '');
  });
  await tab.waitFor(() => document.querySelector('tollgate-widget') !== null);
  await tab.fill('[name=phone]', PHONE);
  isToken((await post(tab, shop)).get('tollgate-token'));
  await openPage(tab, shop, formOf('', MARKED));
  await tab.waitFor(() => document.querySelector('tollgate-widget') !== null);
  await tab.evaluate(() => {
    (window as unknown as { tollgate: { remove(): void } }).tollgate.remove();
    document.forms[0]!.append('more');
  });
  await tab.fill('[name=phone]', PHONE);
  expect((await post(tab, shop)).has('tollgate-token')).toBe(false);
});

test('a part that is not what the page says it has to be is never run, and not asked for by another name', async ({
  tab,
  shop,
}) => {
  const engine = `${FOLDER}/tollgate-engine.js`;
  const asked: string[] = [];
  shop.front.answer(engine, (req, _res, next) => {
    asked.push(req.originalUrl);
    next();
  });
  const map = JSON.stringify({ integrity: { [engine]: `sha384-${'A'.repeat(64)}` } });
  await openPage(tab, shop, formOf('', MARKED), { head: `<script type="importmap">${map}</script>` });
  await tab.waitFor(() => document.querySelector('tollgate-widget') !== null);
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  await tab.fill('[name=phone]', PHONE);
  const token = (await post(tab, shop)).get('tollgate-token');
  // Not every engine compares; the one that surely does shows that the test would notice.
  if (tab.engine.startsWith('Chromium')) expect(token).toBe('');
  expect(new Set(asked)).toEqual(new Set([engine]));
});

test('a place that is marked wrongly is told as misused, and the form posts', async ({ tab, shop }) => {
  const head = '<script>window.onBad = (code) => { window.code = code; }</script>';
  await openPage(tab, shop, formOf('', 'data-tollgate="/tollgate" data-error-callback="onBad"'), { head });
  await tab.waitFor(() => (window as unknown as { code: string }).code === 'misused');
  await tab.fill('[name=phone]', PHONE);
  expect((await post(tab, shop)).get('phone')).toBe(PHONE);
});
