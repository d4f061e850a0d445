import type { Tab } from '../../browsers/tab.js';
import { bundlePageScripts } from '../../demo/page-scripts.js';
import type { Made, OwnPage } from './own-client-entry.js';
import type { ShopFront } from './shop-front.js';
import { PHONE, type Shop } from './shop-test.js';

const FOLDER = '/own';

/** Serves a page with a client in code, under the policy of the shop, and has it make a token. */
export async function makeToken(tab: Tab, { url, front }: Shop): Promise<Made> {
  const scripts = await bundlePageScripts({
    client: '../e2e/support/own-client-entry.ts',
    worker: '../packages/client/dist/worker.js',
  });
  for (const [file, script] of scripts) {
    const path = `${FOLDER}/${file === 'worker.js' ? 'whole-worker.js' : file}`;
    front.answer(path, (_req, res) => void res.type('js').send(script));
  }
  front.answer(`${FOLDER}/worker.js`, (_req, res) => void res.type('js').send("import './whole-worker.js';"));
  const page = `<!doctype html><head><title>Own</title></head><script type="module" src="${FOLDER}/client.js"></script>`;
  front.answer(`${FOLDER}/page`, (_req, res) => void res.type('html').send(page));
  await tab.open(`${url}${FOLDER}/page`);
  await tab.waitFor(() => 'ownPage' in globalThis);
  return tab.evaluate((phone) => (globalThis as unknown as { ownPage: OwnPage }).ownPage.makeToken(phone), PHONE);
}

/** How many workers the page had so far. */
export function workersOf(front: ShopFront): number {
  return front.asked(`${FOLDER}/worker.js`).length;
}

/** The page's first worker runs a script of the test's. */
export function replaceFirstWorker(front: ShopFront, script: string): void {
  front.answer(`${FOLDER}/worker.js`, (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    if (workersOf(front) > 1) next();
    else res.type('js').send(script);
  });
}
