import { copyFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { expect, expectSignUp, test } from '../support/app-test.js';
import type { Tab } from '../../browsers/tab.js';
import { WORK } from '../support/bare-shop.js';
import { INDEX, type WrittenApp, writeApp } from '../support/docs-page.js';

const WORKER = createRequire(import.meta.url).resolve('@tollgate/client/worker');

/** What the page remembers for tests. */
interface Seen {
  /** The reason of each `fallback` event. */
  readonly fallbacks: string[];
  /** The address of the worker that found each piece. */
  readonly finders: string[];
}

/** The least that a site writes, in a language that every bundler reads, and who found what. */
const entryOf = (client: string, options = '') => `
import { attach } from '${client}';
globalThis.finders = [];
globalThis.Worker = class extends Worker {
  constructor(url, options) {
    super(url, options);
    this.addEventListener('message', ({ data }) => data.type === 'found' && globalThis.finders.push(String(url)));
  }
};
const form = document.querySelector('form');
const { client } = attach(form, { endpoint: '/tollgate', action: 'signup', country: 'US'${options} });
globalThis.fallbacks = [];
client.on('fallback', ({ reason }) => globalThis.fallbacks.push(reason));`;

const PAGE = INDEX.replace(
  /<body>.*<\/body>/,
  `<body>
    <form method="post" action="/sign-up"><input type="tel" name="phone" /><button>Text me</button></form>
    <script type="module" src="/main.js"></script>
  </body>`,
);

const BLOB_POLICY = "script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'";
const TYPES_POLICY =
  "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types tollgate webpack";

let app: WrittenApp | undefined;
test.afterEach(() => app?.remove());

/** Each answers the folder that a site would serve. */
const BUNDLERS: Readonly<Record<string, (folder: string) => Promise<string>>> = {
  async vite(folder) {
    await vite({ root: folder, logLevel: 'silent' });
    return join(folder, 'dist');
  },
  async webpack(folder) {
    const compiler = webpack({
      mode: 'production',
      context: folder,
      entry: './main.js',
      // What it loads later goes by a policy of its own where a page demands Trusted Types.
      output: {
        path: join(folder, 'built'),
        filename: 'main.js',
        publicPath: '/built/',
        trustedTypes: { policyName: 'webpack', onPolicyCreationFailure: 'continue' },
      },
      performance: false,
      // Most of the time of a build, and none of our business.
      optimization: { minimize: false },
    });
    await new Promise<void>((resolve, reject) => {
      compiler.run((error, stats) => {
        if (error ?? stats?.hasErrors()) reject(error ?? new Error(stats?.toString()));
        else compiler.close(() => resolve());
      });
    });
    return folder;
  },
  async esbuild(folder) {
    const entryPoints = { main: 'main.js' };
    const outdir = join(folder, 'built');
    await esbuild({ absWorkingDir: folder, entryPoints, outdir, bundle: true, format: 'esm', logLevel: 'silent' });
    return folder;
  },
  async rollup(folder) {
    const bundle = await rollup({ input: join(folder, 'main.js'), plugins: [nodeResolve({ browser: true })] });
    await bundle.write({ dir: join(folder, 'built'), format: 'es' });
    await bundle.close();
    return folder;
  },
};

/** Vite finds the script in the page; the others are told, and the page names what they built. */
const pageOf = (name: string) => (name === 'vite' ? PAGE : PAGE.replace('/main.js', '/built/main.js'));

const readSeen = (): Seen => {
  const { fallbacks, finders } = globalThis as unknown as Seen;
  return { fallbacks, finders };
};
const fellBack = () => (globalThis as unknown as Seen).fallbacks.length > 0;

/** Types the beginning of a number, and waits until every piece of the base work is found by a worker. */
async function findInWorker(tab: Tab): Promise<Seen> {
  await tab.type('input[type=tel]', '202', 100);
  await tab.waitFor((k) => (globalThis as unknown as Seen).finders.length >= k, WORK.k);
  return tab.evaluate(readSeen);
}

for (const name of ['vite', 'webpack']) {
  test(`${name} takes the worker along`, async ({ tab, serve }) => {
    app = await writeApp(name, { 'main.js': entryOf('@tollgate/client'), 'index.html': pageOf(name) });
    const shop = await serve({ folder: await BUNDLERS[name]!(app.folder) });
    await tab.open(shop.url);
    expect((await findInWorker(tab)).fallbacks).toEqual([]);
    await expectSignUp(tab, shop);
    expect(shop.workers.length).toBeGreaterThan(0);
  });
}

for (const name of ['esbuild', 'rollup']) {
  test(`${name} leaves the worker behind: the form works on the main thread, and says so`, async ({ tab, serve }) => {
    app = await writeApp(name, { 'main.js': entryOf('@tollgate/client'), 'index.html': pageOf(name) });
    const shop = await serve({ folder: await BUNDLERS[name]!(app.folder) });
    await tab.open(shop.url);
    await tab.type('input[type=tel]', '202', 100);
    await tab.waitFor(fellBack);
    expect(await tab.evaluate(readSeen)).toEqual({ fallbacks: ['worker-broken'], finders: [] });
    await expectSignUp(tab, shop);
  });

  test(`${name} and a copy of the worker, named by workerUrl`, async ({ tab, serve }) => {
    const entry = entryOf('@tollgate/client', ", workerUrl: '/tollgate-worker.js'");
    app = await writeApp(name, { 'main.js': entry, 'index.html': pageOf(name) });
    const folder = await BUNDLERS[name]!(app.folder);
    await copyFile(WORKER, join(folder, 'tollgate-worker.js'));
    const shop = await serve({ folder });
    await tab.open(shop.url);
    expect((await findInWorker(tab)).fallbacks).toEqual([]);
    await expectSignUp(tab, shop);
    expect(shop.workers).toContain('/tollgate-worker.js');
  });
}

for (const name of Object.keys(BUNDLERS)) {
  test(`${name} and the worker that is no file`, async ({ tab, serve }) => {
    const page = pageOf(name);
    app = await writeApp(name, { 'main.js': entryOf('@tollgate/client/inline-worker'), 'index.html': page });
    const shop = await serve({ folder: await BUNDLERS[name]!(app.folder), policy: BLOB_POLICY });
    await tab.open(shop.url);
    const { fallbacks, finders } = await findInWorker(tab);
    expect(fallbacks).toEqual([]);
    expect(new Set(finders.map((url) => url.split(':')[0]))).toEqual(new Set(['blob']));
    await expectSignUp(tab, shop);
    expect(shop.workers).toEqual([]);
  });
}

test('a policy without blob: leaves the worker that is no file to the main thread', async ({ tab, serve }) => {
  const page = pageOf('esbuild');
  app = await writeApp('no-blob', { 'main.js': entryOf('@tollgate/client/inline-worker'), 'index.html': page });
  const shop = await serve({ folder: await BUNDLERS['esbuild']!(app.folder) });
  await tab.open(shop.url);
  await tab.type('input[type=tel]', '202', 100);
  await tab.waitFor(fellBack);
  await expectSignUp(tab, shop);
});

for (const name of ['vite', 'webpack']) {
  test(`${name}, Trusted Types and a copy of the worker, named by workerUrl`, async ({ tab, serve }) => {
    const entry = entryOf('@tollgate/client', ", workerUrl: '/tollgate-worker.js'");
    app = await writeApp(name, { 'main.js': entry, 'index.html': pageOf(name) });
    const folder = await BUNDLERS[name]!(app.folder);
    await copyFile(WORKER, join(folder, 'tollgate-worker.js'));
    const shop = await serve({ folder, policy: TYPES_POLICY });
    await tab.open(shop.url);
    expect((await findInWorker(tab)).fallbacks).toEqual([]);
    await expectSignUp(tab, shop);
    expect(shop.workers).toContain('/tollgate-worker.js');
  });
}

test('vite, Trusted Types and a worker that nobody names: the form works on the main thread, and says so', async ({
  tab,
  serve,
}) => {
  app = await writeApp('vite', { 'main.js': entryOf('@tollgate/client'), 'index.html': PAGE });
  const shop = await serve({ folder: await BUNDLERS['vite']!(app.folder), policy: TYPES_POLICY });
  await tab.open(shop.url);
  await tab.type('input[type=tel]', '202', 100);
  await tab.waitFor(fellBack);
  expect(await tab.evaluate(readSeen)).toEqual({ fallbacks: ['worker-refused'], finders: [] });
  await expectSignUp(tab, shop);
});

test('the script of the script tag is a worker by workerUrl too, through the attribute of the element', async ({
  tab,
  serve,
}) => {
  const widget =
    '<tollgate-widget endpoint="/tollgate" action="signup" country="US" worker-url="/w/tollgate-solver.js">';
  const page = pageOf('esbuild').replace('<button>', `${widget}</tollgate-widget><button>`);
  const solver = join(WORKER, '../script/tollgate-solver.js');
  const files = { 'main.js': "import '@tollgate/client/element';", 'index.html': page, 'w/place': '' };
  app = await writeApp('element', files);
  const folder = await BUNDLERS['esbuild']!(app.folder);
  await copyFile(solver, join(folder, 'w/tollgate-solver.js'));
  const shop = await serve({ folder });
  await tab.open(shop.url);
  await expectSignUp(tab, shop);
  expect(shop.workers).toContain('/w/tollgate-solver.js');
});
