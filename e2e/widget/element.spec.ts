import { expect, PHONE, reach, type Shop, test } from '../support/shop-test.js';
import {
  answer,
  challengesOf,
  formOf,
  heard,
  holdChallenges,
  isToken,
  openPage,
  post,
  sentBy,
  SENDS,
  shown,
  situation,
  waitToHear,
  WIDGET,
} from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

interface Widget extends HTMLElement {
  name: string;
  value: string;
  form: HTMLFormElement | null;
  isExpired: boolean;
  checkValidity(): boolean;
}

const NO_INTERNALS = '<script>delete HTMLElement.prototype.attachInternals</script>';
/** Waits until it guards its form: only then the rest of the client is asked for. */
const started = ({ front }: Shop) => expect.poll(() => front.files).toContain('tollgate-engine.js');

for (const [what, head] of [
  ['', ''],
  [', also without ElementInternals', NO_INTERNALS],
] as const) {
  test(`posts a token under its name, and is not seen${what}`, async ({ tab, shop }) => {
    await openPage(tab, shop, formOf(), { head });
    await tab.fill('[name=phone]', PHONE);
    expect(await shown(tab)).toBe('');
    const { width } = await tab.evaluate(
      () => document.querySelector('tollgate-widget')!.getBoundingClientRect().toJSON() as DOMRect,
    );
    expect(width).toBe(0);
    const posted = await post(tab, shop);
    expect(posted.getAll('tollgate-token')).toHaveLength(1);
    isToken(posted.get('tollgate-token'));
    expect(posted.get('how')).toBe('sms');
  });
}

test('is a part of its form: name, elements, validity, reset, and the data', async ({ tab, shop }) => {
  const named = '<tollgate-widget endpoint="/tollgate" action="signup" name="proof"></tollgate-widget>';
  await openPage(tab, shop, formOf(named));
  await tab.fill('[name=phone]', PHONE);
  const told = await tab.evaluate(async () => {
    const widget = document.querySelector('tollgate-widget') as Widget & { execute(): Promise<string> };
    const form = document.forms[0]!;
    const token = await widget.execute();
    const data = new FormData(form).get('proof');
    const listed = form.elements.namedItem('proof') === widget;
    form.reset();
    return { token, data, listed, own: widget.form === form, valid: widget.checkValidity(), after: widget.value };
  });
  isToken(told.token);
  expect(told).toMatchObject({ data: told.token, listed: true, own: true, valid: true, after: '' });
});

test('in a disabled fieldset it holds nothing and sends nothing, and later it does', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(`<fieldset disabled>${WIDGET}</fieldset>`, SENDS));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  expect(await sentBy(tab, 1)).toEqual([null]);
  await tab.evaluate(() => document.querySelector('fieldset')!.toggleAttribute('disabled'));
  await tab.click('button');
  isToken((await sentBy(tab, 2))[1]);
});

test('moved within its form it keeps its token; moved to another it guards that one', async ({ tab, shop }) => {
  await openPage(tab, shop, `${formOf(WIDGET, 'id="one"')}${formOf('', `id="two" ${SENDS}`, PHONE)}`);
  await tab.fill('#one [name=phone]', PHONE);
  const kept = await tab.evaluate(async () => {
    const widget = document.querySelector('tollgate-widget') as Widget & { execute(): Promise<string> };
    const token = await widget.execute();
    document.querySelector('#one')!.prepend(widget);
    document.querySelector('main')!.prepend(document.querySelector('#one')!);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stays = widget.value === token;
    document.querySelector('#two')!.append(widget);
    return stays;
  });
  expect(kept).toBe(true);
  await tab.click('#two button');
  isToken((await sentBy(tab, 1))[0]);
  expect(await heard(tab, 'error')).toEqual([]);
});

test('taken out with its form and put back later it works again', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf());
  await started(shop);
  await tab.evaluate(async () => {
    const form = document.forms[0]!;
    const place = form.parentElement!;
    form.remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    place.append(form);
  });
  await tab.fill('[name=phone]', PHONE);
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('made and filled in by a framework, attribute by attribute, it tells no error', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(''));
  await tab.evaluate(() => {
    const widget = document.createElement('tollgate-widget');
    document.forms[0]!.append(widget);
    for (const [name, value] of [
      ['resend-in', '0'],
      ['reply', '{"code":"x"}'],
      ['action', 'signup'],
      ['endpoint', '/tollgate'],
    ]) {
      widget.setAttribute(name!, value!);
    }
  });
  await tab.fill('[name=phone]', PHONE);
  isToken((await post(tab, shop)).get('tollgate-token'));
  expect(shop.verdicts).toEqual([]);
});

test('attributes that change later begin anew, and wrong ones are an event that names them', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf());
  await started(shop);
  const set = (pair: readonly string[]) =>
    tab.evaluate(([name, value]) => document.querySelector('tollgate-widget')!.setAttribute(name!, value!), pair);
  await set(['channel', 'fax']);
  await tab.waitFor(() => (window as unknown as { heard: unknown[][] }).heard.length > 0);
  await set(['resend-in', '9999999']);
  await set(['channel', 'voice']);
  await tab.waitFor(() => (window as unknown as { heard: unknown[][] }).heard.length > 1);
  await set(['reply', 'no JSON']);
  const errors = await heard(tab, 'error');
  expect(errors[0]).toMatch(/channel/);
  expect(errors.some((error) => error.includes('seconds'))).toBe(true);
  expect(errors.some((error) => error.includes('reply'))).toBe(true);
  await tab.fill('[name=phone]', PHONE);
  isToken((await post(tab, shop)).get('tollgate-token'));
});

test('a second one in a form is an event; the first one works, and leaves nothing behind', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(WIDGET + WIDGET));
  await tab.waitFor(() => (window as unknown as { heard: unknown[][] }).heard.length > 0);
  expect((await heard(tab, 'error')).join()).toMatch(/form: attached already/);
  await tab.fill('[name=phone]', PHONE);
  const posted = await post(tab, shop);
  expect(posted.getAll('tollgate-token').filter((token) => token !== '')).toHaveLength(1);
});

test('without a form it says so in an event', async ({ tab, shop }) => {
  await openPage(tab, shop, WIDGET);
  await tab.waitFor(() => (window as unknown as { heard: unknown[][] }).heard.length > 0);
  expect(await heard(tab, 'error')).toEqual(['form: expected a form around the element']);
});

test('shows itself when a wait is noticed, and says when it is over', async ({ tab, shop }) => {
  const release = holdChallenges(shop);
  await openPage(tab, shop, formOf(WIDGET, SENDS));
  await tab.fill('[name=phone]', PHONE);
  await tab.click('button');
  await tab.waitFor(
    () => document.querySelector('tollgate-widget')!.shadowRoot?.querySelector('progress') instanceof Element,
  );
  expect(await shown(tab)).toContain('Please wait a moment');
  release();
  isToken((await sentBy(tab, 1))[0]);
  expect(await situation(tab)).toBe('done');
  await tab.fill('[name=phone]', `${PHONE}4`);
  await tab.waitFor(() => document.querySelector('tollgate-widget')!.getAttribute('data-situation') === 'idle');
  expect(await shown(tab)).toBe('');
});

test('appearance="always" shows what it is for before anything happens', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf(WIDGET.replace('action', 'appearance="always" action')));
  await tab.waitFor(
    () => document.querySelector('tollgate-widget')!.shadowRoot?.textContent.includes('Check before') === true,
  );
  expect(challengesOf(shop)).toBe(0);
});

test('what the server answered is there again for who went on by a link and comes back', async ({ tab, shop }) => {
  await openPage(tab, shop, `${formOf()}<a id="on" href="/posted">Elsewhere</a>`);
  await tab.fill('[name=phone]', PHONE);
  await answer(tab, { code: 'number-refused', inbound: { number: '+12025550100', secret: 'ABCD', expiresInSec: 9 } });
  expect(await situation(tab)).toBe('denied');
  await tab.click('#on');
  await reach(tab, '/posted');
  await tab.evaluate(() => setTimeout(() => history.back()));
  await reach(tab, '/own-page');
  // Firefox gives elements nothing back.
  if (tab.engine.startsWith('Firefox')) return;
  await tab.waitFor(() => document.querySelector('tollgate-widget')?.getAttribute('data-situation') === 'denied');
});

test('a token that was sent is not there again after another page and back', async ({ tab, shop }) => {
  await openPage(tab, shop, formOf());
  await tab.fill('[name=phone]', PHONE);
  const first = (await post(tab, shop)).get('tollgate-token');
  isToken(first);
  await tab.evaluate(() => setTimeout(() => history.back()));
  await reach(tab, '/own-page');
  const value = await tab.evaluate(() => (document.querySelector('tollgate-widget') as Widget).value);
  expect(value).not.toBe(first);
  await tab.fill('[name=phone]', PHONE);
  const second = (await post(tab, shop)).get('tollgate-token');
  isToken(second);
  expect(second).not.toBe(first);
});

test('a number field that comes later, as in a second step, is guarded from its first touch on', async ({
  tab,
  shop,
}) => {
  await openPage(
    tab,
    shop,
    `<form method="post" action="/posted">${WIDGET}<p></p><button name="how">Go</button></form>`,
  );
  await waitToHear(tab, 'error', 'phone: no such field in the form');
  await tab.evaluate(() => {
    document.querySelector('p')!.innerHTML = '<input type="tel" name="phone">';
  });
  await tab.click('[name=phone]');
  await tab.fill('[name=phone]', PHONE);
  isToken((await post(tab, shop)).get('tollgate-token'));
});
