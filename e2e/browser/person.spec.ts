import type { Tab } from '../../browsers/tab.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECRET } from '../support/bare-shop.js';
import { forgeChallenge, readJws } from '../support/forge.js';
import {
  askForCode,
  CHALLENGE,
  expect,
  expectTexts,
  MODULE_TEXT_ME,
  PHONE,
  reach,
  see,
  test,
  TEXT_ME,
  TYPED,
  typeNumber,
} from '../support/shop-test.js';

const TEXT_ME_AGAIN = 'form[action="/resend"] button';

test('a person types a number, gets the code and signs in, by script tag', async ({ tab, shop }) => {
  const { front } = shop;
  await tab.open(shop.url);
  await typeNumber(tab);
  // One challenge at the first touch, one pricing when the number was complete, or more where a machine types in fits.
  await expect.poll(() => front.lastBody(CHALLENGE)).toContain(TYPED);
  expect(front.asked(CHALLENGE).length).toBeGreaterThanOrEqual(2);
  const before = front.requests.length;
  await tab.click(TEXT_ME);
  await reach(tab, '/code');
  // Nothing was left to ask at the submit: the wait, if any, was the signature.
  const since = front.requests.slice(before).map(({ path }) => path);
  expect(since.slice(0, since.indexOf('/sign-up'))).not.toContain(CHALLENGE);
  await tab.fill('#code', await shop.codeFor(PHONE));
  await tab.press('Enter');
  await reach(tab, '/account');
  await expectTexts(shop, 1);
  // A driven browser says so.
  expect(shop.verdicts[0]?.reasons).toContain('tier-flagged');
});

test('the same as a module in a single-page app', async ({ tab, shop }) => {
  await tab.open(`${shop.url}/module`);
  await typeNumber(tab);
  await tab.click(MODULE_TEXT_ME);
  await see(tab, 'Enter your code');
  await tab.fill('#code', await shop.codeFor(PHONE));
  await tab.press('Enter');
  await see(tab, 'You are signed in');
  await expectTexts(shop, 1);
});

test('the keyboard alone is enough', async ({ tab, shop }) => {
  // Of a range that Germany keeps for fiction.
  const [typed, phone] = ['0171 3920012', '+491713920012'];
  await tab.open(shop.url);
  await tab.type('#country', 'Germany', 500);
  await tab.press('Tab', ...Array.from(typed), 'Enter');
  await reach(tab, '/code');
  await tab.press(...Array.from(await shop.codeFor(phone)), 'Enter');
  await reach(tab, '/account');
});

test('two quick clicks are one text', async ({ tab, shop }) => {
  await tab.open(shop.url);
  await tab.fill('#phone', TYPED);
  await tab.click(TEXT_ME, 2);
  await reach(tab, '/code');
  await expectTexts(shop, 1);
});

test('a number corrected after it was priced is the one that is texted', async ({ tab, shop }) => {
  await tab.open(shop.url);
  await tab.fill('#phone', '202 555 0199');
  await tab.press('Tab');
  await expect.poll(() => shop.front.lastBody(CHALLENGE)).toContain('0199');
  await tab.fill('#phone', '202 555 0123');
  await tab.click(TEXT_ME);
  await reach(tab, '/code');
  expect((await shop.standIn.received()).map(({ to }) => to)).toEqual([PHONE]);
});

/** The browser does not submit before the countdown ends; the shop's clock goes faster here, and scripts need not ask. */
const submitAtOnce = (tab: Tab) =>
  tab.evaluate(() => {
    document.querySelector<HTMLFormElement>('form[action="/resend"]')!.noValidate = true;
  });

test('asking again at once is answered with the time to wait', async ({ tab, shop }) => {
  await askForCode(tab, shop);
  await submitAtOnce(tab);
  await tab.click(TEXT_ME_AGAIN);
  await tab.waitFor(() => /possible again in \d+ seconds/.test(document.body.innerText));
  await expectTexts(shop, 1);
});

test('asking again needs a token of its own, and texts again', async ({ tab, shop }) => {
  await askForCode(tab, shop);
  shop.advance(30_000);
  await submitAtOnce(tab);
  await tab.click(TEXT_ME_AGAIN);
  await tab.waitFor(() => location.search === '?again');
  await expectTexts(shop, 2);
  const permits = shop.verdicts.map((verdict) => (verdict.kind === 'allow' ? verdict.permitId : verdict.code));
  expect(new Set(permits).size).toBe(2);
});

test('where no script runs there is no text, and another way is open', async ({ tab, shop }) => {
  shop.front.changePolicy((policy) => policy.replace(/script-src [^;]*/, "script-src 'none'"));
  await tab.open(shop.url);
  await tab.fill('#phone', TYPED);
  await tab.click(TEXT_ME);
  await reach(tab, '/sign-up');
  const kind = () => document.querySelector('[role=alert]')?.getAttribute('data-verdict');
  expect(await tab.evaluate(kind)).toBe('step-up');
  expect(shop.verdicts.map(({ code }) => code)).toEqual(['token-missing']);
  await expectTexts(shop, 0);
  await tab.click('[role=alert] a[href="/email"]');
  await reach(tab, '/email');
});

test('a 402 is answered with the pieces that are missing, and then texts', async ({ tab, shop }) => {
  const sent: string[] = [];
  shop.front.answer('/api/start', (req, res, next) => {
    const { 'tollgate-token': token } = req.body as { 'tollgate-token': string };
    sent.push(token);
    if (sent.length > 1) {
      next();
      return;
    }
    // As a gate under attack would answer: the same challenge, raised.
    const raise = forgeChallenge(readJws(token).payload['cha'] as string, SECRET.secret, {
      payload: (members) => ({ ...members, puz: { ...(members['puz'] as object), k: 16 } }),
    });
    void raise.then((challenge) => res.status(402).json({ challenge, expiresInSec: 800, reasons: ['work'] }));
  });
  await tab.open(`${shop.url}/module`);
  await tab.fill('#phone', TYPED);
  await tab.click(MODULE_TEXT_ME);
  await see(tab, 'Enter your code');
  const [first, second] = sent.map((token) => Buffer.from(readJws(token).payload['prf'] as string, 'base64url'));
  expect(second).toHaveLength(64);
  expect(second?.subarray(0, 32)).toEqual(first);
  await expectTexts(shop, 1);
});

test.describe('little work', () => {
  test.use({ gateOptions: { work: { p: 4, k: 8 } } });

  test('the verdicts page shows a verdict as it happens, its cost in words and no number', async ({ newTab, shop }) => {
    const [verdicts, person] = [await newTab(), await newTab()];
    await verdicts.open(`${shop.url}/verdicts`);
    await askForCode(person, shop);
    await verdicts.waitFor(() => document.querySelector('[data-verdicts] > *') !== null);
    const text = await verdicts.evaluate(() => document.querySelector('main')!.innerText);
    expect(text).toContain('allow');
    expect(text).toMatch(/32 /);
    expect(text).not.toContain('5550123');
    expect(text).not.toContain('555-0123');
  });

  test('a submit whose token was ready before it is never swallowed', async ({ newTab, shop }) => {
    for (let time = 0; time < 5; time += 1) {
      const tab = await newTab();
      await tab.open(shop.url);
      await tab.fill('#phone', `202 555 010${time}`);
      await tab.press('Tab');
      await expect.poll(() => shop.front.lastBody(CHALLENGE)).toContain(`010${time}`);
      await sleep(1_000);
      await tab.click(TEXT_ME);
      await reach(tab, '/code');
      await tab.close();
    }
    await expectTexts(shop, 5);
  });
});
