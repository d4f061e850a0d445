import type { CDPSession } from '@playwright/test';
import { expect, PHONE, test } from '../support/shop-test.js';
import { formOf, SCRIPT } from '../support/widget-page.js';

test.use({ gateOptions: { work: { p: 4, k: 8 } } });

/** What code is compiled and caches filled take the first times. */
const WARM_UP = 16;
const TIMES = 12;
/** Two of the twelve, with client and engine, would be more; so would a listener or a node that each left behind. */
const MOST_BYTES = 60_000;

interface Kept {
  readonly nodes: number;
  readonly listeners: number;
  readonly heapBytes: number;
}

test('memory is back where it was after a widget was removed, twelve times over', async ({ page, shop }) => {
  const { url, front } = shop;
  front.servePage('/own-page', `<!doctype html><title>Own</title><meta charset="utf-8">${SCRIPT}<main></main>`);
  await page.goto(`${url}/own-page`);
  await page.waitForFunction(() => 'tollgate' in globalThis);
  const session = await page.context().newCDPSession(page);
  const comeAndGo = async () => {
    await page.evaluate((form) => (document.querySelector('main')!.innerHTML = form), formOf());
    await page.fill('[name=phone]', PHONE);
    await page.evaluate(async () => {
      const { tollgate } = globalThis as unknown as { tollgate: { execute(): Promise<string>; remove(): void } };
      await tollgate.execute();
      tollgate.remove();
      document.querySelector('main')!.replaceChildren();
    });
    await expect.poll(() => page.workers().length).toBe(0);
  };
  for (let times = 0; times < WARM_UP; times += 1) await comeAndGo();
  const before = await measure(session);
  for (let times = 0; times < TIMES; times += 1) await comeAndGo();
  const after = await measure(session);
  expect(after.nodes - before.nodes).toBeLessThan(TIMES);
  expect(after.listeners - before.listeners).toBeLessThan(TIMES);
  expect(after.heapBytes - before.heapBytes).toBeLessThan(MOST_BYTES);
});

/** What is left after everything that nobody holds is gone. */
async function measure(session: CDPSession): Promise<Kept> {
  await session.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  const { usedSize: heapBytes } = await session.send('Runtime.getHeapUsage');
  return { nodes, listeners, heapBytes };
}
