import { expect } from '@playwright/test';
import type { GateOptions, VerdictRecord } from '@tollgate/server';
import type { Tab } from '../../browsers/tab.js';
import { type Demo, startDemo } from '../../demo/start.js';
import { SECRET } from './bare-shop.js';
import { ShopFront } from './shop-front.js';
import type { StandIn } from './stand-in.js';
import { withEngine } from './with-engine.js';

/** The demo shop as people meet it, and what its gate decided. */
export interface Shop {
  readonly url: string;
  readonly front: ShopFront;
  readonly standIn: StandIn;
  /** Every verdict so far, oldest first. */
  readonly verdicts: readonly VerdictRecord[];
  /** The newest code that arrived for a number. */
  codeFor(phone: string): Promise<string>;
  /** Lets the gate's clock run ahead. */
  advance(ms: number): void;
}

interface Options {
  /** Replaces options of the demo's gate for a whole file. */
  readonly gateOptions: Partial<GateOptions>;
}

/** A demo shop of its own for each test, with an empty inbox, and a browser of the project's engine. */
export const test = withEngine.extend<{ shop: Shop } & Options>({
  gateOptions: [{}, { option: true }],
  shop: async ({ standIn, gateOptions }, use) => {
    await standIn.clear();
    const verdicts: VerdictRecord[] = [];
    const front = new ShopFront();
    let aheadMs = 0;
    const demo: Demo = await startDemo({
      port: 0,
      standInUrl: standIn.url,
      senderTimeoutMs: 1_000,
      gateOptions: {
        secrets: [SECRET],
        clock: () => Date.now() + aheadMs,
        log: () => undefined,
        ...gateOptions,
        onVerdict: ({ verdict }) => void verdicts.push(verdict),
      },
      front: front.handler,
    });
    const advance = (ms: number) => {
      aheadMs += ms;
    };
    await use({ url: demo.url, front, standIn, verdicts, codeFor: (phone) => codeFor(standIn, phone), advance });
    await demo.close();
  },
});

export { expect } from '@playwright/test';

/** A phone that nobody owns, as a person in the United States types it, and as E.164. */
export const TYPED = '(202) 555-0123';
export const PHONE = '+12025550123';
export const CHALLENGE = '/tollgate/challenge';
/** The button that asks for a text, on the page that it was loaded with and on the single page. */
export const TEXT_ME = 'form[action="/sign-up"] button';
export const MODULE_TEXT_ME = '[data-step=phone] button';

async function codeFor(standIn: StandIn, phone: string): Promise<string> {
  const texts = (await standIn.received()).filter(({ to }) => to === phone);
  const code = /\b\d{6}\b/.exec(texts.at(-1)?.body ?? '')?.[0];
  if (code === undefined) throw new Error(`no code arrived for ${phone}`);
  return code;
}

/** Types as people do: three seconds for a number. The country chosen already is theirs. */
export function typeNumber(tab: Tab): Promise<void> {
  return tab.type('#phone', TYPED, 3_000);
}

/** Waits until a tab shows the page of a path. */
export function reach(tab: Tab, path: string): Promise<void> {
  return tab.waitFor((there) => location.pathname === there && document.readyState === 'complete', path);
}

/** Waits until a text is to be seen on the page. */
export function see(tab: Tab, text: string): Promise<void> {
  return tab.waitFor((wanted) => document.body.innerText.includes(wanted), text);
}

/** Asks for a code, and reaches the page where it goes. */
export async function askForCode(tab: Tab, shop: Shop, number = TYPED): Promise<void> {
  await tab.open(shop.url);
  await tab.fill('#phone', number);
  await tab.click(TEXT_ME);
  await reach(tab, '/code');
}

/** The tokens that browsers posted with the sign-up's form, oldest first. */
export function tokensOf({ front }: Shop): readonly string[] {
  return front.asked('/sign-up').map(({ body }) => new URLSearchParams(body).get('tollgate-token') ?? '');
}

/** Expects so many texts, each one allowed by the gate. */
export async function expectTexts(shop: Shop, count: number): Promise<void> {
  expect(await shop.standIn.received()).toHaveLength(count);
  expect(shop.verdicts.filter(({ kind }) => kind === 'allow').length).toBe(count);
}
