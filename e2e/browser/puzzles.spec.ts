import type { Tab } from '../../browsers/tab.js';
import { askForCode, expect, expectTexts, MODULE_TEXT_ME, see, type Shop, test, TYPED } from '../support/shop-test.js';

/** A worker's script, and for the page where workers do not work. */
const SOLVER = 'tollgate-solver.js';
const ARGON2ID = 'tollgate-solver-argon2id.js';

/** WebKitGTK 2.50 lets pages and workers make WebAssembly under every policy. */
const POLICIES_REFUSE_WASM = { tag: '@policies-refuse-wasm' };

const withoutWasm = (policy: string) => policy.replace(" 'wasm-unsafe-eval'", '');
const withoutWorkers = (policy: string) => policy.replace("worker-src 'self'", "worker-src 'none'");

/** For a page or a worker: true if it may not make even the smallest module, eight bytes of magic and version. */
function refusesWasm(): boolean {
  try {
    return !new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return true;
  }
}

/** Asks a worker under the policy of the shop's files. */
async function refusesWasmInWorker(tab: Tab, { url, front }: Shop): Promise<boolean> {
  const probe = `${refusesWasm.toString()}\npostMessage(refusesWasm());`;
  front.answer('/probe.js', (_req, res) => void res.type('js').send(probe));
  await tab.open(url);
  return tab.evaluate(() => {
    const worker = new Worker('/probe.js');
    return new Promise<boolean>((resolve) => {
      worker.onmessage = ({ data }) => resolve(data as boolean);
    });
  });
}

/** Takes WebAssembly away from pages and workers, as it is in an engine without it. */
function takeWasmAway({ front }: Shop): void {
  const take = 'delete globalThis.WebAssembly;';
  front.runFirst(take);
  front.answer(`/tollgate-client/script/${SOLVER}`, (req, res, next) => {
    if (req.get('sec-fetch-dest') !== 'worker') next();
    else res.type('js').send(`${take} importScripts('whole-solver.js');`);
  });
  front.answer('/tollgate-client/script/whole-solver.js', (req, _res, next) => {
    req.url = `/tollgate-client/script/${SOLVER}`;
    next('router');
  });
}

/** A device of many cores, whose sign-up page tells of each worker that is given something to search. */
const MANY_CORES = `
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 16 });
  if (location.pathname === '/') window.Worker = class extends Worker {
    postMessage(order) {
      super.postMessage(order);
      if (order.type !== 'search' || this.isSearcher) return;
      this.isSearcher = true;
      navigator.sendBeacon('/searcher');
    }
  };`;

/** The kind of hash that the first verdict counted. */
const solved = ({ verdicts }: Shop) => verdicts[0]?.cost.work?.assumptions[0]?.what;

test.describe('hashwx-1, little of it', () => {
  test.use({ gateOptions: { work: { p: 64, k: 8 } } });

  test('is solved in the worker, without a byte of Argon2id', async ({ tab, shop }) => {
    expect(await refusesWasmInWorker(tab, shop)).toBe(false);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('HashWX');
    expect(shop.front.workerFiles).toContain(SOLVER);
    expect(shop.front.pageFiles).not.toContain(SOLVER);
    expect(shop.front.files).not.toContain(ARGON2ID);
  });

  test('is solved without WebAssembly, in the worker', async ({ tab, shop }) => {
    takeWasmAway(shop);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('HashWX');
    expect(shop.front.workerFiles).toContain(SOLVER);
    expect(shop.front.pageFiles).not.toContain(SOLVER);
  });

  test('is solved where a policy forbids workers, on the main thread', async ({ tab, shop }) => {
    shop.front.changePolicy(withoutWorkers);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('HashWX');
    expect(shop.front.pageFiles).toContain(SOLVER);
  });

  test('is solved without WebAssembly and workers, on the main thread', async ({ tab, shop }) => {
    takeWasmAway(shop);
    shop.front.changePolicy(withoutWorkers);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('HashWX');
    expect(shop.front.pageFiles).toContain(SOLVER);
  });

  test('is solved where a policy forbids WebAssembly, in the worker', POLICIES_REFUSE_WASM, async ({ tab, shop }) => {
    shop.front.changePolicy(withoutWasm);
    expect(await refusesWasmInWorker(tab, shop)).toBe(true);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(shop.front.workerFiles).toContain(SOLVER);
    expect(shop.front.pageFiles).not.toContain(SOLVER);
  });

  test(
    'is solved where a policy forbids WebAssembly and workers, on the main thread',
    POLICIES_REFUSE_WASM,
    async ({ tab, shop }) => {
      shop.front.changePolicy((policy) => withoutWorkers(withoutWasm(policy)));
      await tab.open(shop.url);
      expect(await tab.evaluate(refusesWasm)).toBe(true);
      await askForCode(tab, shop);
      await expectTexts(shop, 1);
      expect(shop.front.pageFiles).toContain(SOLVER);
    },
  );
});

test.describe('hashwx-1, more than a worker does at once', () => {
  test.use({ gateOptions: { work: { p: 2 ** 17, k: 8 } } });

  test('is shared by eight workers on a device of many cores, and its proof is right', async ({ tab, shop }) => {
    shop.front.answer('/searcher', (_req, res) => void res.status(204).end());
    shop.front.runFirst(MANY_CORES);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    // On a busy machine one that says nothing for seconds is given up, and another takes its place.
    await expect.poll(() => shop.front.asked('/searcher').length).toBeGreaterThanOrEqual(8);
  });
});

test.describe('argon2id-1, little of it', () => {
  test.use({ gateOptions: { puzzle: 'argon2id-1', work: { p: 4, k: 8 } } });

  test('is solved by a worker of its own, without a byte of HashWX', async ({ tab, shop }) => {
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('Argon2id');
    expect(shop.front.workerFiles).toContain(ARGON2ID);
    expect(shop.front.pageFiles).not.toContain(ARGON2ID);
    expect(shop.front.files).not.toContain(SOLVER);
  });

  test('is solved on the main thread where no worker may start', async ({ tab, shop }) => {
    shop.front.changePolicy(withoutWorkers);
    await askForCode(tab, shop);
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('Argon2id');
    expect(shop.front.pageFiles).toContain(ARGON2ID);
    expect(shop.front.files).not.toContain(SOLVER);
  });

  test('is solved by the module too', async ({ tab, shop }) => {
    await tab.open(`${shop.url}/module`);
    await tab.fill('#phone', TYPED);
    await tab.click(MODULE_TEXT_ME);
    await see(tab, 'Enter your code');
    await expectTexts(shop, 1);
    expect(solved(shop)).toContain('Argon2id');
  });
});
