import type { Tab } from '../../browsers/tab.js';
import { CHALLENGE, expect, PHONE, type Shop, test } from '../support/shop-test.js';
import {
  FOLDER,
  formOf,
  heard,
  holdChallenges,
  isToken,
  openPage,
  post,
  situation,
  waitToSee,
  WIDGET,
} from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const WIDGETS = 'tollgate-widget';
const posted = () => location.pathname === '/posted';

/** Presses the button of a form whose challenges are not answered before that is called. */
async function holdSubmit(tab: Tab, shop: Shop): Promise<() => void> {
  const release = holdChallenges(shop);
  await openPage(tab, shop, formOf(WIDGET, '', PHONE));
  await tab.click('form button[name=how]');
  return release;
}

test('a submit that is held goes through with a token also where an attribute of the widget changes meanwhile', async ({
  tab,
  shop,
}) => {
  const release = await holdSubmit(tab, shop);
  await tab.evaluate((name) => document.querySelector(name)!.setAttribute('price', 'submit'), WIDGETS);
  release();
  await tab.waitFor(posted);
  isToken(new URLSearchParams(shop.front.lastBody('/posted')).get('tollgate-token'));
});

test('a submit that is held goes through, without a token, where the widget is taken away meanwhile', async ({
  tab,
  shop,
}) => {
  const release = await holdSubmit(tab, shop);
  await tab.evaluate((name) => document.querySelector(name)!.remove(), WIDGETS);
  await tab.waitFor(posted);
  const body = new URLSearchParams(shop.front.lastBody('/posted'));
  expect([body.get('phone'), body.get('how'), body.get('tollgate-token') ?? '']).toEqual([PHONE, 'sms', '']);
  release();
});

test('the newest of two buttons counts that are pressed while a submit is held', async ({ tab, shop }) => {
  const release = holdChallenges(shop);
  await openPage(tab, shop, formOf(`${WIDGET}<button name="how" value="voice" id="call">Call me</button>`, '', PHONE));
  await tab.click('form button[value=sms]');
  await tab.click('#call');
  release();
  await tab.waitFor(posted);
  expect(new URLSearchParams(shop.front.lastBody('/posted')).getAll('how')).toEqual(['voice']);
});

test('the way out is open while a wait is counted down, and makes no proof', async ({ tab, shop }) => {
  const way = '<button data-way="email" id="mail" formaction="/mailed" hidden>By e-mail</button>';
  shop.front.servePage('/mailed', '<!doctype html><title>Mailed</title>');
  await openPage(tab, shop, formOf(`<tollgate-widget endpoint="/tollgate" action="signup">${way}</tollgate-widget>`));
  await tab.fill('[name=phone]', PHONE);
  await tab.evaluate((name) => {
    const widget = document.querySelector(name) as unknown as { answer(body: object): Promise<unknown> };
    return widget.answer({ code: 'pool-busy', retryAfterSec: 60, ways: ['email'] }).then(() => true);
  }, WIDGETS);
  await waitToSee(tab, 'You can ask for a code in');
  await tab.click('#mail');
  await tab.waitFor(() => location.pathname === '/mailed');
});

test('a dialog is closed at once', async ({ tab, shop }) => {
  holdChallenges(shop);
  const cancel = '<button formmethod="dialog" id="cancel" formnovalidate>Cancel</button>';
  await openPage(tab, shop, `<dialog open>${formOf(`${WIDGET}${cancel}`, '', PHONE)}</dialog>`);
  await tab.click('#cancel');
  await tab.waitFor(() => !document.querySelector('dialog')!.open);
});

test('fields named like members of a form keep nothing from being sent', async ({ tab, shop }) => {
  const names = ['requestSubmit', 'elements', 'submit', 'method'].map((name) => `<input type="hidden" name="${name}">`);
  await openPage(tab, shop, formOf(`${WIDGET}${names.join('')}`, '', PHONE));
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('the proof of another text is made while its wait is counted down', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(WIDGET, 'onsubmit="return false"'));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('form button[name=how]');
  await expect.poll(() => heard(tab, 'token')).toHaveLength(1);
  const before = shop.front.asked(CHALLENGE).length;
  await tab.evaluate((name) => {
    (document.querySelector(name) as unknown as { resendIn(seconds: number): void }).resendIn(30);
  }, WIDGETS);
  await expect.poll(() => shop.front.asked(CHALLENGE).length).toBeGreaterThan(before);
  expect(await situation(tab)).toBe('wait');
});

/** A browser that knows that it is offline, and whose requests for challenges fail. */
async function openOffline(tab: Tab, shop: Shop): Promise<void> {
  shop.front.answer('/offline.js', (_req, res) => {
    res.type('js').send("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false })");
  });
  shop.front.answer(CHALLENGE, (_req, res) => res.destroy());
  await openPage(tab, shop, formOf(), { head: '<script src="/offline.js"></script>' });
  await tab.fill('[name=phone]', PHONE);
}

test('a submit without a network is given up, with a sentence, a button and what was typed', async ({ tab, shop }) => {
  await openOffline(tab, shop);
  await tab.click('[name=phone]');
  await expect.poll(() => shop.front.files).toContain('tollgate-view.js');
  await tab.click('form button[name=how]');
  await waitToSee(tab, 'No connection could be made');
  await waitToSee(tab, 'Try again');
  expect(shop.front.asked('/posted')).toEqual([]);
  expect(await tab.evaluate(() => document.querySelector('input')!.value)).toBe(PHONE);
});

test('where nobody could be told that it is given up, a submit without a network goes', async ({ tab, shop }) => {
  shop.front.answer(`${FOLDER}/tollgate-view.js`, (_req, res) => void res.status(404).end());
  await openOffline(tab, shop);
  await tab.click('form button[name=how]');
  await tab.waitFor(posted);
});
