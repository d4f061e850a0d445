import type { Tab } from '../../browsers/tab.js';
import { CHALLENGE, expect, PHONE, test } from '../support/shop-test.js';
import {
  answer,
  challengesOf,
  formOf,
  heard,
  openPage,
  sentBy,
  SENDS,
  shown,
  situation,
  waitToSee,
} from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const WAYS = `<a href="/email" data-way="email">By e-mail</a>
  <button type="button" data-way="passkey">With a passkey</button><a href="/text-us" data-way="inbound">Text us</a>`;
const widgetWith = (attributes: string) =>
  `<tollgate-widget endpoint="/tollgate" action="signup" ${attributes}>${WAYS}</tollgate-widget>`;
const INBOUND = { number: '+12025550100', secret: 'ABCD-EFGH-JKMN', expiresInSec: 300 };

/** The site's own buttons that can be seen. */
const ways = (tab: Tab) =>
  tab.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-way]')]
      .filter((way) => way.getClientRects().length > 0)
      .map((way) => way.getAttribute('data-way')),
  );
const validity = (tab: Tab) =>
  tab.evaluate(() => {
    const widget = document.querySelector('tollgate-widget') as unknown as {
      validationMessage: string;
      checkValidity(): boolean;
    };
    return { valid: widget.checkValidity(), message: widget.validationMessage };
  });

test('a 429 counts down, keeps the form from being sent, and is over by itself; ways stand beside it', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf(widgetWith(''), SENDS));
  await tab.fill('[name=phone]', PHONE);
  await answer(tab, { code: 'too-soon', retryAfterSec: 3, ways: ['email'] });
  await waitToSee(tab, 'You can ask for a code in');
  expect(await ways(tab)).toEqual(['email']);
  const { valid, message } = await validity(tab);
  expect(valid).toBe(false);
  expect(message).toMatch(/^You can ask for a code in \d seconds?\.$/);
  await tab.click('button[name=how]');
  await waitToSee(tab, 'You can ask for a code now.');
  expect(await tab.evaluate(() => (window as unknown as { sent: string[] }).sent)).toEqual([]);
  expect(await validity(tab)).toEqual({ valid: true, message: '' });
  expect(await ways(tab)).toEqual([]);
  await tab.click('button[name=how]');
  await sentBy(tab, 1);
});

test('a 403 shows the ways that the gate named and no other, and another number takes them away', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf(widgetWith('')));
  await tab.waitFor(() => document.querySelector('[data-way]')!.hasAttribute('hidden'));
  expect(await ways(tab)).toEqual([]);
  await answer(tab, { code: 'step-up', ways: ['email', 'inbound', 'pigeon'] });
  await waitToSee(tab, 'choose another way');
  expect(await ways(tab)).toEqual(['email', 'inbound']);
  expect((await validity(tab)).valid).toBe(true);
  await tab.fill('[name=phone]', PHONE);
  expect(await ways(tab)).toEqual([]);
  expect(await shown(tab)).toBe('');
});

test('a 403 without ways says that this number gets none', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(widgetWith('')));
  await answer(tab, { code: 'number-refused' });
  await waitToSee(tab, 'We cannot send a code to this number');
  expect(await ways(tab)).toEqual([]);
});

test('a Response is read and stays readable; what is neither that nor a refusal shows nothing', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf(widgetWith('')));
  const read = await tab.evaluate(async () => {
    const { tollgate } = window as unknown as { tollgate: { answer(response: unknown): Promise<unknown> } };
    const refusal = new Response('{"code":"step-up","ways":["passkey"]}', { status: 403 });
    const told = [];
    for (const nothing of [null, 7, 'x', [], {}]) told.push((await tollgate.answer(nothing)) ?? null);
    const before = document.querySelector('tollgate-widget')!.getAttribute('data-situation');
    await tollgate.answer(refusal);
    return { told, before, body: await refusal.text() };
  });
  expect(read.told).toEqual([null, null, null, null, null]);
  expect(read.before ?? 'idle').toBe('idle');
  expect(read.body).toContain('passkey');
  expect(await ways(tab)).toEqual(['passkey']);
});

test('whoever may text the site sees number, secret, a link that writes it, and how long it is taken', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf(widgetWith('')));
  await answer(tab, { code: 'step-up', ways: ['email', 'inbound'], inbound: { ...INBOUND, expiresInSec: 3 } });
  await waitToSee(tab, 'ABCD-EFGH-JKMN');
  const text = await shown(tab);
  expect(text).toContain('+12025550100');
  expect(text).toMatch(/It is valid for [23] seconds\./);
  const parts = await tab.evaluate(() => {
    const root = document.querySelector('tollgate-widget')!.shadowRoot!;
    const href = root.querySelector('[part=open-messages]')!.getAttribute('href');
    const copied: string[] = [];
    navigator.clipboard.writeText = async (value) => void copied.push(value);
    root.querySelector<HTMLElement>('[part=copy]')!.click();
    return { href, copied };
  });
  expect(parts).toEqual({ href: 'sms:+12025550100?&body=ABCD-EFGH-JKMN', copied: ['ABCD-EFGH-JKMN'] });
  await waitToSee(tab, 'Copied');
  // Too late, it is not asked for any more; the other ways stay.
  await tab.waitFor(
    () => document.querySelector('tollgate-widget')!.shadowRoot!.querySelector('[part=secret]') === null,
  );
  expect(await ways(tab)).toEqual(['email', 'inbound']);
});

test('hostile answers show nothing harmful', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(widgetWith('')));
  await tab.evaluate(() => ((window as unknown as { hit: boolean }).hit = false));
  const markup = '<img src=x onerror="hit=true">';
  const many = Array.from({ length: 50_000 }, (_, at) => `way-${at}`);
  const hostile: readonly object[] = [
    { code: markup, ways: [markup, ...many] },
    { code: 'x', ways: ['email'], inbound: { ...INBOUND, secret: markup } },
    { code: 'x', ways: ['email'], inbound: { ...INBOUND, secret: '\ud800' } },
    { code: 'x', ways: ['email'], inbound: { ...INBOUND, number: 'javascript:hit=true' } },
    { code: 'x', ways: { length: 3 }, retryAfterSec: '1e9', inbound: 'x' },
    { code: ['x'], __proto__: null, constructor: 1 },
  ];
  for (const body of hostile) await answer(tab, body);
  await answer(tab, { code: 'x', ways: ['email'], inbound: INBOUND });
  await waitToSee(tab, 'ABCD-EFGH-JKMN');
  const state = await tab.evaluate(() => {
    const root = document.querySelector('tollgate-widget')!.shadowRoot!;
    return {
      hit: (window as unknown as { hit: boolean }).hit,
      images: root.querySelectorAll('img').length,
      boxes: root.querySelectorAll('[part=box]').length,
      links: [...root.querySelectorAll('a')].map((link) => link.protocol),
    };
  });
  expect(state).toEqual({ hit: false, images: 0, boxes: 1, links: ['sms:'] });
  // A challenge that is none is refused with its code, and the form goes on.
  const refused = await tab.evaluate(async () => {
    const widget = document.querySelector('tollgate-widget') as unknown as { answer(body: object): Promise<void> };
    return widget
      .answer({ challenge: 'x'.repeat(100_000), expiresInSec: 1 })
      .catch((error: unknown) => (error as { code: string }).code);
  });
  expect(refused).toBe('answer-unusable');
  expect(await heard(tab, 'error')).toEqual(['answer-unusable']);
});

test('after a whole page: the answer and the wait that the server rendered', async ({ tab, shop }) => {
  const rendered = `reply='{"code":"step-up","ways":["passkey"]}'`;
  await openPage(tab, shop, formOf(widgetWith(rendered)) + formOf(widgetWith('resend-in="60"'), 'id="second"', PHONE));
  await waitToSee(tab, 'choose another way');
  expect(await ways(tab)).toEqual(['passkey']);
  await tab.waitFor(
    () =>
      document.querySelector('#second tollgate-widget')!.shadowRoot?.textContent.includes('another code in') === true,
  );
  // Its proof is made while the wait runs, which is of that number alone.
  await expect.poll(() => challengesOf(shop)).toBe(2);
  await tab.fill('#second [name=phone]', '+12025550199');
  await tab.waitFor(() => document.querySelector('#second tollgate-widget')!.getAttribute('data-situation') === 'idle');
});

test('a way out of a problem: try again', async ({ tab, shop }) => {
  let away = true;
  shop.front.answer(CHALLENGE, (_req, res, next) => {
    if (away) res.destroy();
    else next();
  });
  await openPage(tab, shop, formOf(widgetWith(''), SENDS));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button[name=how]');
  await waitToSee(tab, 'No connection could be made');
  expect(await sentBy(tab, 1)).toEqual(['']);
  expect(await heard(tab, 'error')).toContain('network-failed');
  away = false;
  await pressRetry(tab);
  expect((await sentBy(tab, 2))[1]).toMatch(/\./);
  await tab.waitFor(() => /^(idle|done)$/.test(document.querySelector('tollgate-widget')!.dataset['situation']!));
  // Whoever pressed it with the keyboard goes on from the form's button once the line is gone.
  await tab.waitFor(() => document.activeElement?.getAttribute('name') === 'how');
});

test('where no submit was asked for, another try makes the token and submits nothing', async ({ tab, shop }) => {
  let away = true;
  shop.front.answer(CHALLENGE, (_req, res, next) => {
    if (away) res.destroy();
    else next();
  });
  await openPage(tab, shop, formOf(widgetWith('')));
  await tab.fill('[name=phone]', PHONE);
  const refused = await tab.evaluate(() =>
    (document.querySelector('tollgate-widget') as unknown as { execute(): Promise<string> })
      .execute()
      .catch((error: unknown) => (error as { code: string }).code),
  );
  expect(refused).toBe('network-failed');
  await waitToSee(tab, 'No connection could be made');
  away = false;
  await pressRetry(tab);
  await expect.poll(async () => (await heard(tab, 'token')).length).toBe(1);
  expect(await tab.evaluate(() => location.pathname)).toBe('/own-page');
  expect(shop.front.asked('/posted')).toEqual([]);
});

test('a server that fails, or does not answer, is told in a sentence; one that refuses for a reason of its own is not', async ({
  tab,
  shop,
}) => {
  const failing = '/failing';
  shop.front.answer(failing, (_req, res) => void res.status(500).type('html').send('<h1>Internal Server Error</h1>'));
  const own = '/own';
  shop.front.answer(own, (_req, res) => void res.status(422).json({ code: 'email-taken' }));
  await openPage(tab, shop, formOf(widgetWith('')));
  const answerOf = (path: string) =>
    tab.evaluate(async (from) => {
      const response = await fetch(from, { method: 'POST' }).catch(() => Response.error());
      const widget = document.querySelector('tollgate-widget') as unknown as { answer(of: Response): Promise<unknown> };
      return (await widget.answer(response)) ?? null;
    }, path);
  expect(await answerOf(own)).toBeNull();
  expect(await situation(tab)).toBeNull();
  expect(await answerOf(failing)).toBeNull();
  await waitToSee(tab, 'could not be completed');
  await answerOf('http://127.0.0.1:1/');
  await waitToSee(tab, 'No connection could be made');
});

/** As the keyboard does. */
async function pressRetry(tab: Tab): Promise<void> {
  await tab.evaluate(() =>
    document.querySelector('tollgate-widget')!.shadowRoot!.querySelector<HTMLElement>('[part=retry]')!.focus(),
  );
  await tab.press('Enter');
}
