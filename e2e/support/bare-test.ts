import { createHeadlessClient } from '@tollgate/client/headless';
import { expect } from '@playwright/test';
import { type Answer, APP_ORIGIN, type BareShop, requestText, startBareShop } from './bare-shop.js';
import { newDeviceKey } from './forge.js';
import type { StandIn } from './stand-in.js';
import { withStandIn } from './with-stand-in.js';

/** A phone that nobody owns: North American numbers 555-01xx are set aside for fiction. */
export const PHONE = '+12025550123';
export const OTHER_PHONE = '+12025550124';

/** A good token, and the key it was signed with. */
export interface GoodToken {
  readonly token: string;
  readonly key: CryptoKeyPair;
}

export interface Bare {
  readonly shop: BareShop;
  readonly standIn: StandIn;
  goodToken(request?: {
    action?: string;
    phone?: string;
    origin?: string;
    cd?: string;
    ext?: Readonly<Record<string, unknown>>;
  }): Promise<GoodToken>;
  /** Posts facts, and expects the exact answer and how many texts the stand-in received since the last time. */
  expectAnswer(facts: Readonly<Record<string, unknown>>, answer: Answer, texts: number): Promise<void>;
}

/** A bare shop and a stand-in for each worker; every test starts with an empty inbox. */
export const test = withStandIn.extend<{ bare: Bare }, { shop: BareShop }>({
  shop: [
    async ({ standIn }, use) => {
      const shop = await startBareShop(standIn.url);
      await use(shop);
      await shop.close();
    },
    { scope: 'worker' },
  ],
  bare: async ({ shop, standIn }, use) => {
    await standIn.clear();
    // Every test is a day after the last: one number and one range get few texts a day.
    shop.advance(DAY_AND_AN_HOUR_MS);
    await use({
      shop,
      standIn,
      goodToken: (request) => goodToken(shop, request),
      expectAnswer: async (facts, answer, texts) => {
        expect(await requestText(shop, facts)).toEqual(answer);
        expect(await standIn.received()).toHaveLength(texts);
      },
    });
  },
});

export { expect } from '@playwright/test';

/** Long enough for a number, a range and a country to have all their room again. */
export const DAY_AND_AN_HOUR_MS = 25 * 3_600_000;
let callers = 0;

/** A token as an app makes it. Each comes from an address of its own: the limit of 60 a minute is tested elsewhere. */
export async function goodToken(
  shop: BareShop,
  { action = 'signup', phone = PHONE, origin = APP_ORIGIN, ...rest }: Parameters<Bare['goodToken']>[0] = {},
): Promise<GoodToken> {
  const key = await newDeviceKey();
  callers += 1;
  const ip = `10.0.${callers >> 8}.${callers & 255}`;
  const client = createHeadlessClient({
    endpoint: `${shop.url}/tollgate`,
    action,
    origin,
    keyPair: key,
    fetch: (url, init) => shop.gate.handle(new Request(url, init), { ip }),
  });
  return { token: await client.token({ phone, ...rest }), key };
}
