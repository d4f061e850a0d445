import type { Tab } from '../../browsers/tab.js';
import { SECRET } from '../support/bare-shop.js';
import { forgeChallenge, readJws } from '../support/forge.js';
import { CHALLENGE, expect, PHONE, test } from '../support/shop-test.js';
import {
  answer,
  challengesOf,
  changeChallenges,
  formOf,
  heard,
  isToken,
  openPage,
  post,
  REFUSES,
  SENDS,
  sentBy,
  shown,
  waitToHear,
  waitToSee,
  WIDGET,
} from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

interface Widget extends HTMLElement {
  value: string;
  isExpired: boolean;
  execute(): Promise<string>;
}

const OTHER = '+12025550124';
const raise = (k: number) => ({
  payload: (members: Record<string, unknown>) => ({ ...members, puz: { ...(members['puz'] as object), k } }),
});
const jtiOf = (token: string) => readJws(readJws(token).payload['cha'] as string).payload['jti'];
const priced = (body: string) => body.includes('"phone"');

/** What an engine says when a page comes back; the drivers cannot hide one in all of them. */
const hideAndShow = (tab: Tab) =>
  tab.evaluate(async () => {
    for (const state of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
const say = (tab: Tab, event: string) => tab.evaluate((name) => void globalThis.dispatchEvent(new Event(name)), event);
const settle = (tab: Tab, ms = 1_200) =>
  tab.evaluate((wait) => new Promise((resolve) => setTimeout(resolve, wait)), ms);

test('nothing is asked of the gate before the form is touched, however often the page comes and goes', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, `<button id="other">Other</button>${formOf()}`);
  await tab.click('#other');
  for (let times = 0; times < 3; times++) {
    await hideAndShow(tab);
    await say(tab, 'online');
  }
  await settle(tab);
  expect(challengesOf(shop)).toBe(0);
  await tab.click('[name=phone]');
  await expect.poll(() => challengesOf(shop)).toBe(1);
  for (let times = 0; times < 3; times++) await hideAndShow(tab);
  await settle(tab);
  // A challenge that lives is not fetched again, and no number is there to be priced.
  expect(challengesOf(shop)).toBe(1);
});

test('a changed number is priced on the same challenge, and the proof is complete', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf());
  await tab.fill('[name=phone]', OTHER);
  await tab.press('Tab');
  await expect.poll(() => shop.front.lastBody(CHALLENGE)).toContain(OTHER);
  await tab.fill('[name=phone]', PHONE);
  const token = (await post(tab, shop)).get('tollgate-token') ?? '';
  const asked = shop.front.asked(CHALLENGE).filter(({ body }) => priced(body));
  expect(asked.length).toBeGreaterThanOrEqual(2);
  for (const { body } of asked) {
    const { challenge } = JSON.parse(body) as { challenge: string };
    expect(readJws(challenge).payload['jti']).toBe(jtiOf(token));
  }
});

test('a submit that the site refused unread leaves its token for the next one', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(WIDGET, REFUSES));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await sentBy(tab, 1);
  const tokens = await heard(tab, 'token');
  expect(tokens).toHaveLength(1);
  const before = challengesOf(shop);
  await tab.click('button');
  await sentBy(tab, 2);
  const token = await tab.evaluate(() => new FormData(document.forms[0]).get('tollgate-token') as string);
  expect(token).toBe(tokens[0]);
  expect(challengesOf(shop)).toBe(before);
  // Another number needs another token all the same.
  await tab.fill('[name=phone]', OTHER);
  await tab.click('button');
  await sentBy(tab, 3);
  await expect.poll(() => heard(tab, 'token')).toHaveLength(2);
});

test('a submit that finds its token made is not held: the page sees one event, with the token in it', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf(WIDGET, SENDS));
  await tab.evaluate(() => {
    const seen: boolean[] = [];
    Object.assign(window, { seen });
    addEventListener('submit', ({ isTrusted }) => seen.push(isTrusted), { capture: true });
  });
  await tab.click('[name=phone]');
  // A held submit is two events, the second ours. How soon a token is made is the machine's business.
  await expect(async () => {
    await tab.evaluate(() => void (window as unknown as { seen: boolean[] }).seen.splice(0));
    const before = await sentBy(tab, 0);
    await tab.fill('[name=phone]', before.length % 2 === 0 ? PHONE : OTHER);
    await settle(tab, 2_000);
    await tab.click('button');
    isToken((await sentBy(tab, before.length + 1)).at(-1));
    expect(await tab.evaluate(() => (window as unknown as { seen: boolean[] }).seen)).toHaveLength(1);
  }).toPass({ timeout: 60_000 });
  // Each submit has a token of its own.
  const sent = await sentBy(tab, 1);
  expect(new Set(sent.map(jtiOf)).size).toBe(sent.length);
});

for (const [how, take] of [
  ['FormData', () => new FormData(document.forms[0]).get('tollgate-token')],
  ['value', () => (document.querySelector('tollgate-widget') as Widget).value],
  ['getResponse', () => (globalThis as unknown as { tollgate: { getResponse(): string } }).tollgate.getResponse()],
] as const) {
  test(`a token that was read by ${how} is not sent a second time`, async ({ tab, shop }) => {
    await openPage(tab, shop, formOf(WIDGET, REFUSES));
    await tab.fill('[name=phone]', PHONE);
    await tab.click('button');
    await sentBy(tab, 1);
    const first = (await tab.evaluate(take)) ?? '';
    isToken(first as string);
    await tab.click('button');
    await sentBy(tab, 2);
    const second = (await tab.evaluate(take)) as string;
    expect(jtiOf(second)).not.toBe(jtiOf(first as string));
  });
}

test('a token that a caller was given is in the form for their own submit, and in no later one', async ({
  tab,
  shop,
}) => {
  await openPage(tab, shop, formOf(WIDGET, SENDS));
  await tab.fill('[name=phone]', PHONE);
  const given = await tab.evaluate(async () => {
    const token = await (document.querySelector('tollgate-widget') as Widget).execute();
    document.forms[0]!.requestSubmit();
    return token;
  });
  expect(await sentBy(tab, 1)).toEqual([given]);
  const [sent, later] = await tab.evaluate(async () => {
    const widget = document.querySelector('tollgate-widget') as Widget;
    return [await widget.execute(), await widget.execute()];
  });
  expect(jtiOf(later)).not.toBe(jtiOf(sent));
  await tab.click('button');
  const third = (await sentBy(tab, 2))[1]!;
  expect(new Set([given, sent, later, third].map(jtiOf)).size).toBe(4);
});

test('a challenge that is about to expire is renewed quietly, and goes on being the one of the form', async ({
  tab,
  shop,
}) => {
  let count = 0;
  changeChallenges(shop, (body) => ({ ...body, expiresInSec: ++count <= 2 ? 30.5 : 900 }));
  await openPage(tab, shop, formOf());
  await tab.fill('[name=phone]', PHONE);
  await tab.press('Tab');
  await expect.poll(() => count).toBeGreaterThanOrEqual(3);
  await settle(tab);
  expect(await shown(tab)).toBe('');
  expect(await heard(tab, 'error')).toEqual([]);
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('a token that nobody took expires with an event, and the next submit makes another', async ({ tab, shop }) => {
  changeChallenges(shop, (body) => ({ ...body, expiresInSec: 7 }));
  await openPage(tab, shop, formOf(WIDGET, REFUSES));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await sentBy(tab, 1);
  await waitToHear(tab, 'expired', '');
  const after = await tab.evaluate(() => {
    const { isExpired, value } = document.querySelector('tollgate-widget') as Widget;
    return { isExpired, value };
  });
  expect(after).toEqual({ isExpired: true, value: '' });
  await tab.click('button');
  await sentBy(tab, 2);
  expect(await heard(tab, 'token')).toHaveLength(2);
});

test('who comes back to a page, or to a network, has the challenge looked at again', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf());
  await tab.fill('[name=phone]', PHONE);
  await tab.press('Tab');
  const pricings = () => shop.front.asked(CHALLENGE).filter(({ body }) => priced(body)).length;
  await expect.poll(pricings).toBe(1);
  await settle(tab);
  await hideAndShow(tab);
  await expect.poll(pricings).toBe(2);
  await settle(tab);
  await say(tab, 'online');
  await expect.poll(pricings).toBe(3);
  await settle(tab);
  expect(pricings()).toBe(3);
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('a network that is gone at the first touch and while the number is priced, and comes back, leaves a form with a token', async ({
  tab,
  shop,
}) => {
  let isThere = false;
  shop.front.answer(CHALLENGE, (_req, res, next) => {
    if (isThere) next();
    else res.destroy();
  });
  await openPage(tab, shop, formOf());
  await tab.click('[name=phone]');
  await expect.poll(() => shop.front.asked(CHALLENGE).length).toBeGreaterThan(0);
  await tab.fill('[name=phone]', PHONE);
  await tab.press('Tab');
  await settle(tab);
  isThere = true;
  await say(tab, 'online');
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test.describe('more work than is done at once', () => {
  test.use({ gateOptions: { work: { p: 2 ** 16, k: 8 } } });

  test('goes on where the page was hidden, or its network away, in the middle of it', async ({ tab, shop }) => {
    await openPage(tab, shop, formOf());
    await tab.fill('[name=phone]', PHONE);
    await tab.press('Tab');
    await expect.poll(() => shop.front.asked(CHALLENGE).filter(({ body }) => priced(body)).length).toBe(1);
    await say(tab, 'offline');
    await hideAndShow(tab);
    await say(tab, 'online');
    isToken((await post(tab, shop)).get('tollgate-token'));
  });
});

test('a page from the cache sends no token again that it sent before', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(WIDGET, REFUSES));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await sentBy(tab, 1);
  await tab.evaluate(() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await tab.click('button');
  await sentBy(tab, 2);
  expect(new Set((await heard(tab, 'token')).map(jtiOf)).size).toBe(2);
});

test('work that was raised is shown at once, and a 402 is answered with what is missing', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(WIDGET, SENDS));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  const first = (await sentBy(tab, 1))[0]!;
  const challenge = await forgeChallenge(readJws(first).payload['cha'] as string, SECRET.secret, raise(16));
  const second = (await answer(tab, { challenge, expiresInSec: 800, reasons: ['work'] })) as string;
  const [few, many] = [first, second].map((token) => Buffer.from(readJws(token).payload['prf'] as string, 'base64url'));
  expect(many).toHaveLength(64);
  expect(many!.subarray(0, 32)).toEqual(few);
});

test('the token of an answer goes with the next submit also where the page wrote the hidden input itself', async ({
  tab,
  shop,
}) => {
  const field = 'tollgate-token';
  const inside = `<input type="hidden" name="${field}">${WIDGET.replace('></', ` field="${field}"></`)}`;
  await openPage(tab, shop, formOf(inside, SENDS));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  const first = (await sentBy(tab, 1))[0]!;
  const challengeLike = (token: string) =>
    forgeChallenge(readJws(token).payload['cha'] as string, SECRET.secret, raise(16));
  const body = { challenge: await challengeLike(first), expiresInSec: 800, reasons: ['work'] };
  const second = await tab.evaluate(async (answered) => {
    const widget = document.querySelector('tollgate-widget') as unknown as { answer(of: object): Promise<string> };
    const token = await widget.answer(answered);
    document.forms[0]!.requestSubmit();
    return token;
  }, body);
  expect((await sentBy(tab, 2))[1]).toBe(second);
  // And where a server rendered what it answered.
  const rendered = JSON.stringify({ ...body, challenge: await challengeLike(second) });
  await tab.evaluate((reply) => document.querySelector('tollgate-widget')!.setAttribute('reply', reply), rendered);
  await expect.poll(async () => (await heard(tab, 'token')).length).toBe(3);
  await tab.click('button');
  const third = (await sentBy(tab, 3))[2]!;
  expect((await heard(tab, 'token'))[2]).toBe(third);
});

test('a price that is raised is said where somebody waits for it', async ({ tab, shop }) => {
  changeChallenges(shop, async (body, asked) =>
    'phone' in asked
      ? { ...body, challenge: await forgeChallenge(body['challenge'] as string, SECRET.secret, raise(16)) }
      : body,
  );
  // Finds nothing, so that the wait stays.
  shop.front.answer('/tollgate-client/script/tollgate-solver.js', (_req, res) => {
    res.type('js').send("onmessage = () => undefined; postMessage({ type: 'ready' });");
  });
  await openPage(tab, shop, formOf());
  await tab.fill('[name=phone]', PHONE);
  await tab.press('Tab');
  // Each one passes the front twice.
  await expect.poll(() => shop.front.asked(CHALLENGE).length).toBe(4);
  await settle(tab, 300);
  expect(await shown(tab)).toBe('');
  await tab.click('button[name=how]');
  await waitToSee(tab, 'takes a little longer');
});

test('a submit that is held for too long goes without a token, with a code, an event and a sentence', async ({
  tab,
  shop,
}) => {
  shop.front.answer(CHALLENGE, () => undefined);
  const head = `<script>
    const set = globalThis.setTimeout;
    globalThis.setTimeout = (call, ms, ...args) => set(call, ms === 30000 ? 1000 : ms, ...args);</script>`;
  await openPage(tab, shop, formOf(WIDGET, SENDS), { head });
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  expect(await sentBy(tab, 1)).toEqual(['']);
  expect(await heard(tab, 'error')).toContain('timed-out');
  await waitToSee(tab, 'could not be completed');
});
