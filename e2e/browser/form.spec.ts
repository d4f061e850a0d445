import { setTimeout as sleep } from 'node:timers/promises';
import type { Tab } from '../../browsers/tab.js';
import { readJws } from '../support/forge.js';
import { CHALLENGE, expect, PHONE, reach, type Shop, test } from '../support/shop-test.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

const SCRIPT = '<script src="/tollgate-client/script/tollgate.js" defer></script>';

/** A page of somebody's own with one form. */
async function openForm(tab: Tab, { url, front }: Shop, form: string): Promise<void> {
  front.servePage(
    '/own-page',
    `<!doctype html><title>Form</title>${SCRIPT}
    <script>addEventListener('tollgate-error', (event) => (window.fault = String(event.detail)));</script>${form}`,
  );
  front.servePage('/posted', '<!doctype html><title>Posted</title>');
  await tab.open(`${url}/own-page`);
}

const formWith = (attributes: string, inside = '<input type="tel" name="phone">') =>
  `<form method="post" action="/posted" data-tollgate="/tollgate" data-action="signup" ${attributes}>
    ${inside}<button name="how" value="sms">Text me</button></form>`;

/** A page on which a submit is held for 2 s in place of 30. */
const IMPATIENT = `<script>
  const set = globalThis.setTimeout;
  globalThis.setTimeout = (call, ms, ...args) => set(call, ms === 30000 ? 2000 : ms, ...args);</script>`;
/** A worker that tells the shop when it is to stop. */
const FINDS_NOTHING = `
  onmessage = ({ data }) => data.type === 'stop' && fetch('/stopped', { method: 'POST' });
  postMessage({ type: 'ready' });`;
/** Where the answer is shown, so that the page stays; the number's field comes after it. */
const SINK = '<iframe name="sink"></iframe>';

/** What the form posts when its button is pressed. */
async function submit(tab: Tab, { front }: Shop): Promise<URLSearchParams> {
  await tab.click('button');
  await reach(tab, '/posted');
  expect(front.asked('/posted')).toHaveLength(1);
  return new URLSearchParams(front.asked('/posted')[0]?.body);
}

async function fillAndSubmit(tab: Tab, shop: Shop, number: string = PHONE): Promise<URLSearchParams> {
  await tab.fill('[name=phone]', number);
  return submit(tab, shop);
}

const payloadOf = (posted: URLSearchParams) => readJws(posted.get('tollgate-token') ?? '').payload;
const challengeOf = (token: string) => readJws(readJws(token).payload['cha'] as string).payload;

test('the button that was pressed, and the country as literal letters, go with the form', async ({ tab, shop }) => {
  await openForm(tab, shop, formWith('data-country="us"'));
  const posted = await fillAndSubmit(tab, shop, '202 555 0123');
  expect(posted.get('how')).toBe('sms');
  expect(payloadOf(posted)).toHaveProperty('prf');
});

test("data-phone names the number's field, also where it is no telephone field", async ({ tab, shop }) => {
  const inside = '<input type="tel" name="fax"><input name="phone" class="number">';
  await openForm(tab, shop, formWith('data-phone=".number"', inside));
  const posted = await fillAndSubmit(tab, shop);
  expect(payloadOf(posted)).toHaveProperty('cha');
  expect(shop.front.lastBody(CHALLENGE)).toContain(PHONE);
});

test('data-price="submit" sends the number at the submit and not before', async ({ tab, shop }) => {
  const pricings = () => shop.front.asked(CHALLENGE).filter(({ body }) => body.includes('phone'));
  await openForm(tab, shop, formWith('data-price="submit"'));
  await tab.fill('[name=phone]', PHONE);
  await tab.press('Tab');
  await sleep(1_200);
  expect(pricings()).toEqual([]);
  await submit(tab, shop);
  expect(pricings().map(({ body }) => body.includes(PHONE))).toEqual([true]);
});

test('data-signals="off" sends none, and loads no code of theirs', async ({ tab, shop }) => {
  await openForm(tab, shop, formWith('data-signals="off"'));
  const posted = await fillAndSubmit(tab, shop);
  expect(payloadOf(posted)['sig']).toEqual({});
  expect(shop.front.files).toContain('tollgate-solver.js');
  expect(shop.front.files).not.toContain('tollgate-signals.js');
});

test('data-channel="voice" asks for a call', async ({ tab, shop }) => {
  await openForm(tab, shop, formWith('data-channel="voice"'));
  const posted = await fillAndSubmit(tab, shop);
  expect(challengeOf(posted.get('tollgate-token') ?? '')['chn']).toBe('voice');
});

test('nothing is ever asked of another origin', async ({ tab, shop }) => {
  const { front, url } = shop;
  // Browsers tell of each request that the policy refused, from whichever part of the page.
  front.changePolicy((policy) => `${policy}; report-uri /refused`);
  front.answer('/refused', (_req, res) => void res.status(204).end());
  const elsewhere = () => {
    const refused = front.asked('/refused').map(({ body }) => blockedUrlOf(body));
    return refused.filter((blocked) => blocked.startsWith('http') && !blocked.startsWith(url));
  };
  await tab.open(url);
  await tab.fill('#phone', PHONE);
  // Long enough for the vendors' code to be loaded, read, and to ping whom it would.
  await sleep(2_000);
  expect(front.files).toContain('tollgate-signals.js');
  expect(elsewhere()).toEqual([]);
  await tab.evaluate(() =>
    fetch('http://127.0.0.2:9/ping')
      .catch(() => undefined)
      .then(() => true),
  );
  await expect.poll(elsewhere).toHaveLength(1);
});

function blockedUrlOf(report: string): string {
  return (JSON.parse(report) as { 'csp-report': { 'blocked-uri': string } })['csp-report']['blocked-uri'];
}

test('a form that is marked wrongly says so in an event, and still posts', async ({ tab, shop }) => {
  await openForm(tab, shop, formWith('data-channel="fax"'));
  expect(await tab.evaluate(() => (window as { fault?: string }).fault)).toMatch(/channel/);
  const posted = await fillAndSubmit(tab, shop);
  expect(posted.get('tollgate-token')).toBeNull();
});

test('an endpoint that is away leaves no dead form: it posts without a token', async ({ tab, shop }) => {
  shop.front.answer(CHALLENGE, (_req, res) => res.destroy());
  await openForm(tab, shop, formWith(''));
  const posted = await fillAndSubmit(tab, shop);
  expect(posted.get('tollgate-token')).toBe('');
});

test('a held form says that it is busy, and is busy no longer once it left', async ({ tab, shop }) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  shop.front.answer(CHALLENGE, (_req, _res, next) => void held.then(() => next()));
  await openForm(tab, shop, formWith('onsubmit="return false"'));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  const isBusy = (busy: boolean) => (document.querySelector('form')!.getAttribute('aria-busy') === 'true') === busy;
  await tab.waitFor(isBusy, true);
  release();
  await tab.waitFor(isBusy, false);
  const readToken = () => document.querySelector<HTMLInputElement>('[name=tollgate-token]')!.value;
  expect(await tab.evaluate(readToken)).toContain('.');
});

test('a form whose page stays makes a token for each submit', async ({ tab, shop }) => {
  const keepToken = "(window.tokens ??= []).push(this['tollgate-token'].value); return false";
  await openForm(tab, shop, formWith(`onsubmit="${keepToken}"`));
  await tab.fill('[name=phone]', PHONE);
  for (const count of [1, 2]) {
    await tab.click('button');
    await tab.waitFor((n) => (window as { tokens?: string[] }).tokens?.length === n, count);
  }
  const tokens = await tab.evaluate(() => (window as { tokens?: string[] }).tokens ?? []);
  expect(new Set(tokens.map((token) => challengeOf(token)['jti'])).size).toBe(2);
});

test('two hidden fields of the name are one', async ({ tab, shop }) => {
  const twice = '<input type="hidden" name="tollgate-token"><input type="hidden" name="tollgate-token">';
  await openForm(tab, shop, formWith('', `<input type="tel" name="phone">${twice}`));
  const posted = await fillAndSubmit(tab, shop);
  expect(posted.getAll('tollgate-token')).toHaveLength(1);
});

test('a form whose number stands there already is solved before it is touched', async ({ tab, shop }) => {
  const { front } = shop;
  await openForm(tab, shop, formWith('', `<input type="tel" name="phone" value="${PHONE}" readonly>`));
  await expect.poll(() => front.asked(CHALLENGE).length).toBe(2);
  await submit(tab, shop);
  expect(front.asked(CHALLENGE)).toHaveLength(2);
});

test('a search ends when its submit was held for too long and went without a token', async ({ tab, shop }) => {
  shop.front.answer(
    '/tollgate-client/script/tollgate-solver.js',
    (_req, res) => void res.type('js').send(FINDS_NOTHING),
  );
  shop.front.answer('/stopped', (_req, res) => void res.status(204).end());
  await openForm(tab, shop, formWith('target="sink"', `${IMPATIENT}${SINK}<input type="tel" name="phone">`));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await expect.poll(() => shop.front.asked('/posted').length).toBe(1);
  expect(new URLSearchParams(shop.front.lastBody('/posted')).get('tollgate-token')).toBe('');
  await expect.poll(() => shop.front.asked('/stopped').length).toBeGreaterThan(0);
});
