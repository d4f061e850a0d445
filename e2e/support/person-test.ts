import { type Browser, expect, type Page } from '@playwright/test';
import type { GateOptions, VerdictRecord } from '@tollgate/server';
import { type Demo, startDemo } from '../../demo/start.js';
import { SECRET } from './bare-shop.js';
import type { StandIn } from './stand-in.js';
import { withStandIn } from './with-stand-in.js';

/** The demo shop as people meet it, and what its gate decided. */
export interface Shop {
  readonly url: string;
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

/** A demo shop of its own for each test, with an empty inbox. */
export const test = withStandIn.extend<{ shop: Shop } & Options>({
  gateOptions: [{}, { option: true }],
  shop: async ({ standIn, gateOptions }, use) => {
    await standIn.clear();
    const verdicts: VerdictRecord[] = [];
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
    });
    const advance = (ms: number) => {
      aheadMs += ms;
    };
    await use({ url: demo.url, standIn, verdicts, codeFor: (phone) => codeFor(standIn, phone), advance });
    await demo.close();
  },
});

export { expect } from '@playwright/test';

/** A phone that nobody owns, as a person in the United States types it, and as E.164. */
export const TYPED = '(202) 555-0123';
export const PHONE = '+12025550123';

async function codeFor(standIn: StandIn, phone: string): Promise<string> {
  const texts = (await standIn.received()).filter(({ to }) => to === phone);
  const code = /\b\d{6}\b/.exec(texts.at(-1)?.body ?? '')?.[0];
  if (code === undefined) throw new Error(`no code arrived for ${phone}`);
  return code;
}

/** Types as people do: three seconds for a number. */
export async function typeNumber(page: Page): Promise<void> {
  await page.selectOption('#country', 'US');
  await page.locator('#phone').pressSequentially(TYPED, { delay: 3_000 / TYPED.length });
}

/** Every request for a challenge that the page makes from now on. */
export function watchChallenges(page: Page): { count: number } {
  const seen = { count: 0 };
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/tollgate/challenge')) seen.count += 1;
  });
  return seen;
}

/** A page in a profile of its own. */
export async function newPerson(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  return context.newPage();
}

/** Expects so many texts, each one allowed by the gate. */
export async function expectTexts(shop: Shop, count: number): Promise<void> {
  expect(await shop.standIn.received()).toHaveLength(count);
  expect(shop.verdicts.filter(({ kind }) => kind === 'allow').length).toBe(count);
}
