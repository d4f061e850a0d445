import { makeToken, replaceFirstWorker, workersOf } from '../support/own-page.js';
import { expect, type Shop, test } from '../support/shop-test.js';

/** What says nothing at all, though it runs. */
const MUTE = '';
/** Is ready, and then never comes back from the first message it hears. */
const HANGS = `
  addEventListener('message', () => { for (;;); });
  postMessage({ type: 'ready' });`;
/** Says each thing that a worker says, until it ends in the middle of a block, of which nobody is told. */
const ENDS = `import './ends-early.js'; import './whole-worker.js';`;
const ENDS_EARLY = `
  const post = globalThis.postMessage.bind(globalThis);
  globalThis.postMessage = (message) => {
    post(message);
    if (message.type === 'progress') close();
  };`;

/** HashWX in plain JavaScript, and a clock as resistFingerprinting makes it. */
const SLOW_AND_STANDING = `
  delete globalThis.WebAssembly;
  const now = performance.now.bind(performance);
  performance.now = () => Math.floor(now() / 100) * 100;`;

const forbidWorkers = ({ front }: Shop) => {
  front.changePolicy((policy) => policy.replace("worker-src 'self'", "worker-src 'none'"));
};

test.describe('little work', () => {
  test.use({ gateOptions: { work: { p: 64, k: 8 } } });

  test('is done in a worker, without a fallback event', async ({ tab, shop }) => {
    const { token, fallbacks } = await makeToken(tab, shop);
    expect(token).not.toBe('');
    expect(fallbacks).toEqual([]);
    expect(workersOf(shop.front)).toBe(1);
  });

  test('is done on the main thread where a policy forbids workers, and one event says why', async ({
    tab,
    shop,
    engine,
  }) => {
    forbidWorkers(shop);
    const { token, fallbacks } = await makeToken(tab, shop);
    expect(token).not.toBe('');
    // WebKit throws at once; the others make a worker that has only an error to tell.
    expect(fallbacks).toEqual([engine === 'webkit' ? 'worker-refused' : 'worker-broken']);
    expect(workersOf(shop.front)).toBe(0);
  });

  test('is done on the main thread where a worker says nothing, and one event says so', async ({ tab, shop }) => {
    replaceFirstWorker(shop.front, MUTE);
    const { token, fallbacks } = await makeToken(tab, shop);
    expect(token).not.toBe('');
    expect(fallbacks).toEqual(['worker-silent']);
  });

  test('is done by another worker where one hangs once it is ready', async ({ tab, shop }) => {
    replaceFirstWorker(shop.front, HANGS);
    const { token, fallbacks } = await makeToken(tab, shop);
    expect(token).not.toBe('');
    expect(fallbacks).toEqual([]);
    expect(workersOf(shop.front)).toBe(2);
  });
});

test.describe('work of some thousand hashes', () => {
  test.use({ gateOptions: { work: { p: 256, k: 8 } } });

  test('lets the main thread go again and again, also where its clock stands still', async ({ tab, shop }) => {
    shop.front.runFirst(SLOW_AND_STANDING);
    forbidWorkers(shop);
    const { token, turns } = await makeToken(tab, shop);
    expect(token).not.toBe('');
    // Some 2,000 hashes, of which the first turns try one or two; with none but the clock to end a turn there are 16.
    expect(turns).toBeGreaterThan(100);
  });
});

test.describe('more work than is done between two reports', () => {
  test.use({ gateOptions: { work: { p: 2 ** 17, k: 8 } } });

  test('is done by another worker where one ends in the middle of a block', async ({ tab, shop }) => {
    shop.front.answer('/own/ends-early.js', (_req, res) => void res.type('js').send(ENDS_EARLY));
    replaceFirstWorker(shop.front, ENDS);
    const { token, fallbacks } = await makeToken(tab, shop);
    expect(token).not.toBe('');
    expect(fallbacks).toEqual([]);
    expect(workersOf(shop.front)).toBe(2);
  });
});
