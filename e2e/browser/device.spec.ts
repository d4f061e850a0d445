import { readJws } from '../support/forge.js';
import { askForCode, expect, expectTexts, reach, test, TEXT_ME, tokensOf } from '../support/shop-test.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

test('a device keeps its key from visit to visit, cannot hand it out, and shares it with no other', async ({
  newTab,
  shop,
}) => {
  const [first, second] = [await newTab(), await newTab()];
  for (const tab of [first, first, second]) {
    await askForCode(tab, shop);
    shop.advance(60_000);
  }
  const keys = tokensOf(shop).map((token) => readJws(token).header['jwk']);
  expect(keys[1]).toEqual(keys[0]);
  expect(keys[2]).not.toEqual(keys[0]);
  expect(await first.evaluate(exportStoredKey)).toBe('InvalidAccessError');
});

test('a device keeps its key over a reload', async ({ tab, shop }) => {
  await askForCode(tab, shop);
  shop.advance(60_000);
  await tab.open(shop.url);
  await tab.reload();
  await tab.fill('#phone', '202 555 0123');
  await tab.click(TEXT_ME);
  await reach(tab, '/code');
  const keys = tokensOf(shop).map((token) => readJws(token).header['jwk']);
  expect(keys).toEqual([keys[0], keys[0]]);
});

test('where the browser keeps no keys, the device key lives for the page', async ({ tab, shop }) => {
  shop.front.runFirst("Object.defineProperty(globalThis, 'indexedDB', { value: undefined })");
  await askForCode(tab, shop);
  shop.advance(60_000);
  await askForCode(tab, shop);
  await expectTexts(shop, 2);
  const keys = tokensOf(shop).map((token) => readJws(token).header['jwk']);
  expect(keys[1]).not.toEqual(keys[0]);
});

test('a token carries each signal as a value or the reason why there is none, and no number', async ({ tab, shop }) => {
  await askForCode(tab, shop);
  const { payload } = readJws(tokensOf(shop)[0]!);
  const signals = payload['sig'] as Record<string, { v?: unknown; e?: unknown }>;
  const names = ['bot', 'cores', 'interactions', 'languages', 'pageMs', 'timeZone', 'touch', 'visitor', 'webdriver'];
  expect(Object.keys(signals).sort()).toEqual(names);
  for (const reading of Object.values(signals)) expect(Object.keys(reading)).toHaveLength(1);
  // A driven browser says so itself.
  expect(signals['webdriver']).toEqual({ v: true });
  expect(JSON.stringify(payload)).not.toMatch(/5550123/);
});

/** Tries to read the private key out of IndexedDB, as a stolen script would. */
async function exportStoredKey(): Promise<string> {
  const open = indexedDB.open('tollgate');
  const db = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const name = db.objectStoreNames[0]!;
  const read = db.transaction(name).objectStore(name).getAll();
  const [pair] = await new Promise<CryptoKeyPair[]>((resolve) => {
    read.onsuccess = () => resolve(read.result as CryptoKeyPair[]);
  });
  return crypto.subtle.exportKey('pkcs8', pair!.privateKey).then(
    () => 'exported',
    (error: unknown) => (error as DOMException).name,
  );
}
