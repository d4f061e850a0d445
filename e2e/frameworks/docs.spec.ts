import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GateOptions, Permit } from '@tollgate/server';
import { build as esbuild } from 'esbuild';
import { build } from 'vite';
import type { Tab } from '../../browsers/tab.js';
import type { AppShop, RouteHandler } from '../support/app-shop.js';
import { expect, expectMoreWork, expectOtherWay, expectSignUp, MORE_WORK, test } from '../support/app-test.js';
import { filesOf, INDEX, type WrittenApp, writeApp } from '../support/docs-page.js';

const REACT_MAIN = (file: string, name: string) => `
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ${name} } from '${file}';
createRoot(document.getElementById('app')).render(createElement(StrictMode, null, createElement(${name})));`;

/** As every project of Svelte's own template has it. */
const SVELTE_CONFIG = "import { svelte } from '@sveltejs/vite-plugin-svelte'; export default { plugins: [svelte()] };";

/** What each framework's own template has in its main file. */
const APPS = [
  { name: 'react', page: 'react', main: REACT_MAIN('./SignUp', 'SignUp') },
  {
    name: 'vue',
    page: 'vue',
    main: "import { createApp } from 'vue'; import SignUp from './SignUp.vue'; createApp(SignUp).mount('#app');",
  },
  {
    name: 'svelte',
    page: 'svelte',
    main: `
import { mount } from 'svelte';
import SignUp from './SignUp.svelte';
mount(SignUp, { target: document.getElementById('app') });`,
    config: SVELTE_CONFIG,
  },
  {
    name: 'solid',
    page: 'solid',
    main: `
import { createComponent, render } from 'solid-js/web';
import { SignUp } from './SignUp';
render(() => createComponent(SignUp, {}), document.getElementById('app'));`,
  },
] as const;

interface Outcome {
  /** Of the gate that comes to it. */
  readonly gateOptions: Partial<GateOptions>;
  readonly expect: (tab: Tab, shop: AppShop) => Promise<void>;
}

const SIGN_UP: Outcome = { gateOptions: {}, expect: expectSignUp };
const AFTER_WORK: Outcome = { gateOptions: MORE_WORK, expect: expectMoreWork };
const EVERY_OUTCOME = [SIGN_UP, AFTER_WORK, { gateOptions: {}, expect: expectOtherWay }];

/** Visits a shop of its own for each, and answers the shops. */
async function expectOutcomes(
  tab: Tab,
  outcomes: readonly Outcome[],
  serve: (gateOptions: Partial<GateOptions>) => Promise<AppShop>,
): Promise<readonly AppShop[]> {
  const shops: AppShop[] = [];
  for (const outcome of outcomes) {
    const shop = await serve(outcome.gateOptions);
    shops.push(shop);
    await tab.open(shop.url);
    await outcome.expect(tab, shop);
  }
  return shops;
}

let app: WrittenApp | undefined;
test.afterEach(() => app?.remove());

for (const { name, page, main, ...rest } of APPS) {
  test(`the code of docs/frameworks/${name}.md, built by Vite, texts who may be texted, does more work where it is asked, and shows others another way`, async ({
    tab,
    serve,
  }) => {
    const config = 'config' in rest ? { 'vite.config.ts': rest.config } : {};
    app = await writeApp(name, { ...config, ...(await filesOf(page)), 'src/main.ts': main, 'index.html': INDEX });
    const folder = await buildWithVite(app.folder);
    const [first] = await expectOutcomes(tab, EVERY_OUTCOME, (gateOptions) => serve({ folder, gateOptions }));
    expect(first!.workers.length).toBeGreaterThan(0);
  });
}

test('the form and the route handlers of docs/frameworks/next.md text who may be texted, ask for more work, and name another way', async ({
  tab,
  serve,
}) => {
  const main = REACT_MAIN('../app/sign-up/form', 'SignUp');
  app = await writeApp('next', { ...(await filesOf('next')), 'src/main.ts': main, 'index.html': INDEX });
  const folder = await buildWithVite(app.folder);
  const routes = {
    '/tollgate': await importRoute('app/tollgate/[...route]/route.ts'),
    '/api/sign-up': await importRoute('app/api/sign-up/route.ts'),
  };
  await expectOutcomes(tab, EVERY_OUTCOME, async (gateOptions) => {
    const shop = await serve({ folder, routes, gateOptions });
    // What the page only declares.
    const sendSms = (permit: Permit, { text }: { text: string }) => shop.text(permit, text);
    Object.assign(globalThis, { gate: shop.gate, twilio: { sendSms }, newCode: () => '123456' });
    return shop;
  });
});

/** A route handler of the app, built by itself. */
async function importRoute(file: string): Promise<RouteHandler> {
  const outfile = join(app!.folder, `${file.replaceAll(/\W+/g, '-')}.mjs`);
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external' } as const;
  await esbuild({ absWorkingDir: app!.folder, entryPoints: [file], outfile, logLevel: 'silent', ...options });
  return ((await import(pathToFileURL(outfile).href)) as { POST: RouteHandler }).POST;
}

test('the hook of docs/frameworks/react.md holds the form until its token is there, and does more work where it is asked', async ({
  tab,
  serve,
}) => {
  const main = REACT_MAIN('./SignUpByHook', 'SignUpByHook');
  app = await writeApp('hook', { ...(await filesOf('react')), 'src/main.ts': main, 'index.html': INDEX });
  const folder = await buildWithVite(app.folder);
  const [first] = await expectOutcomes(tab, [SIGN_UP, AFTER_WORK], (gateOptions) => serve({ folder, gateOptions }));
  expect(first!.workers.length).toBeGreaterThan(0);
});

test('the code of docs/frameworks/angular.md, compiled in the page, texts who may be texted', async ({
  tab,
  serve,
}) => {
  const main = `
import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { SignUpComponent } from './sign-up.component';
const place = document.createElement('app-sign-up');
document.body.append(place);
void bootstrapApplication(SignUpComponent, { providers: [provideZonelessChangeDetection()] });`;
  const index = INDEX.replace('/src/main.ts', '/main.js');
  app = await writeApp('angular', { ...(await filesOf('angular')), 'src/main.ts': main, 'index.html': index });
  await esbuild({
    absWorkingDir: app.folder,
    entryPoints: { main: 'src/main.ts', worker: '@tollgate/client/worker' },
    outdir: '.',
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
  });
  // A real build compiles before: only this page makes code of texts.
  const policy = "script-src 'self' 'unsafe-eval'; worker-src 'self'; connect-src 'self'";
  const { folder } = app;
  await expectOutcomes(tab, EVERY_OUTCOME, (gateOptions) => serve({ folder, policy, gateOptions }));
});

test('the page of docs/frameworks/plain-html.md texts who may be texted', async ({ tab, serve }) => {
  app = await writeApp('plain-html', await filesOf('plain-html'));
  const shop = await serve({ folder: app.folder });
  await tab.open(shop.url);
  await expectSignUp(tab, shop);
  expect(shop.workers).toEqual(['/tollgate-client/script/tollgate-solver.js']);
});

for (const [name, file, render] of [
  ['vue', 'src/SignUp.vue', renderVue],
  ['svelte', 'src/SignUp.svelte', renderSvelte],
] as const) {
  test(`the component of docs/frameworks/${name}.md renders on a server`, async () => {
    const config = name === 'svelte' ? { 'vite.config.ts': SVELTE_CONFIG } : {};
    app = await writeApp(`${name}-server`, { ...config, ...(await filesOf(name)) });
    const outDir = join(app.folder, 'server');
    await build({ root: app.folder, logLevel: 'silent', build: { ssr: file, outDir } });
    const built = (await import(pathToFileURL(join(outDir, 'SignUp.js')).href)) as { default: object };
    const html = await render(built.default);
    expect(html).toContain('<tollgate-widget endpoint="/tollgate" action="signup" country="US">');
  });
}

async function renderVue(component: object): Promise<string> {
  const [{ createSSRApp }, { renderToString }] = await Promise.all([import('vue'), import('vue/server-renderer')]);
  return renderToString(createSSRApp(component));
}

async function renderSvelte(component: object): Promise<string> {
  const { render } = await import('svelte/server');
  return render(component as never, { props: {} }).body;
}

async function buildWithVite(root: string): Promise<string> {
  await build({ root, logLevel: 'silent' });
  return join(root, 'dist');
}
