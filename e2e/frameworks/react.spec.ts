import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from '../support/app-test.js';
import { INDEX, type WrittenApp, writeApp } from '../support/docs-page.js';

/** What the page of `src/main.tsx` tells of itself. */
interface Told {
  readonly events: string[];
  readonly complaints: string[];
  readonly open: number;
  readonly fetched: number;
}

const PAGE = INDEX.replace('/src/main.ts', '/main.js');

/** A form that renders anew at will, with options that are written anew each time. */
const FORM = `
import { useEffect, useRef, useState } from 'react';
import { Tollgate, useTollgate } from '@tollgate/client/react';

export function Widget() {
  const element = useRef(null);
  const [count, setCount] = useState(0);
  const tell = (event) => globalThis.events?.push(event + ' at ' + count);
  useEffect(() => { globalThis.element = element.current; globalThis.renderAgain = () => setCount((n) => n + 1); });
  return (
    <form method="post" action="/sign-up">
      <input type="tel" name="phone" />
      <Tollgate ref={element} endpoint="/tollgate" action="signup" country="US" appearance="always" reply={{ code: 'step-up', ways: ['email'] }}
        onToken={(token) => tell('token ' + (token.length > 99))} onError={(error) => tell(error.name + ' ' + error.message)}
        onSituation={({ kind }) => tell(kind)}><button type="button" data-way="email" hidden>Email</button></Tollgate>
      <button>Go</button>
    </form>
  );
}

export function Hook({ action = 'signup' }) {
  const [count, setCount] = useState(0);
  const { formRef, state, token, reset } = useTollgate({ endpoint: '/tollgate', action, country: 'US' });
  useEffect(() => { Object.assign(globalThis, { token, reset, renderAgain: () => setCount((n) => n + 1) }); });
  return (
    <form ref={formRef} method="post" action="/sign-up"><input type="tel" name="phone" /><button>Go</button><i>{state} {count}</i></form>
  );
}`;

const LISTEN = `
globalThis.events = [];
globalThis.complaints = [];
for (const name of ['error', 'warn']) {
  const write = console[name];
  console[name] = (...words) => { globalThis.complaints.push(words.join(' ')); write(...words); };
}
const workers = new Set();
globalThis.countWorkers = () => workers.size;
globalThis.Worker = class extends Worker {
  constructor(...given) { super(...given); workers.add(this); }
  terminate() { workers.delete(this); super.terminate(); }
};
`;

let app: WrittenApp | undefined;
test.afterEach(() => app?.remove());

/** React's development build: the one that complains. */
async function buildApp(name: string, main: string, html = ''): Promise<string> {
  const index = PAGE.replace('<div id="app"></div>', `<div id="app">${html}</div>`);
  const files = { 'src/form.jsx': FORM, 'src/listen.js': LISTEN, 'src/main.jsx': main, 'index.html': index };
  app = await writeApp(name, files);
  await build({
    absWorkingDir: app.folder,
    entryPoints: { main: 'src/main.jsx', worker: '@tollgate/client/worker' },
    outdir: '.',
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"development"' },
    tsconfigRaw: {},
  });
  return app.folder;
}

const readTold = (): Told => {
  const { events, complaints, countWorkers } = globalThis as unknown as Told & { countWorkers: () => number };
  const fetched = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/challenge')).length;
  return { events: [...events], complaints: [...complaints], open: countWorkers(), fetched };
};

const MAIN = (component: string) => `
import './listen.js';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ${component} } from './form.jsx';
const root = createRoot(document.getElementById('app'), {
  onUncaughtError: ({ name, message }) => globalThis.events.push(name + ' ' + message),
});
globalThis.show = (props) => root.render(<StrictMode><${component} {...props} /></StrictMode>);
globalThis.unmount = () => root.unmount();
globalThis.show({});`;

test('in StrictMode and with options written anew at each render the hook keeps one client, and unmounting ends it', async ({
  tab,
  serve,
}) => {
  const shop = await serve({ folder: await buildApp('hook-life', MAIN('Hook')) });
  await tab.open(shop.url);
  await tab.type('input[type=tel]', '202', 100);
  await tab.waitFor(() => document.querySelector('i')?.textContent === 'ready 0');
  await tab.evaluate(() => (globalThis as unknown as { renderAgain(): void }).renderAgain());
  await tab.waitFor(() => document.querySelector('i')?.textContent === 'ready 1');
  expect(await tab.evaluate(readTold)).toMatchObject({ open: 1, fetched: 1, complaints: [] });
  // Without the form as well: a token for a number that was handed over.
  const token = await tab.evaluate(() =>
    (globalThis as unknown as { token(request: object): Promise<string> }).token({
      phone: '2025550123',
      country: 'US',
    }),
  );
  expect(token.split('.')).toHaveLength(3);
  await tab.evaluate(() => (globalThis as unknown as { unmount(): void }).unmount());
  expect((await tab.evaluate(readTold)).open).toBe(0);
  const refused = await tab.evaluate(() =>
    (globalThis as unknown as { token(request: object): Promise<string> })
      .token({ phone: '2025550123' })
      .catch((error: unknown) => (error as { code: string }).code),
  );
  expect(refused).toBe('closed');
});

test('another option makes the hook begin anew, and a wrong one is thrown at React', async ({ tab, serve }) => {
  const shop = await serve({ folder: await buildApp('hook-options', MAIN('Hook')) });
  await tab.open(shop.url);
  await tab.type('input[type=tel]', '202', 100);
  await tab.waitFor(() => document.querySelector('i')?.textContent === 'ready 0');
  const show = (action: string) => (globalThis as unknown as { show(props: object): void }).show({ action });
  await tab.evaluate(show, 'login');
  await tab.waitFor(() => document.querySelector('i')?.textContent !== 'ready 0');
  await tab.type('input[type=tel]', '555', 100);
  await tab.waitFor(() => document.querySelector('i')?.textContent === 'ready 0');
  expect(await tab.evaluate(readTold)).toMatchObject({ open: 1, fetched: 2, complaints: [] });
  await tab.evaluate(show, 'Sign Up');
  await tab.waitFor(() => document.querySelector('form') === null);
  const { events } = await tab.evaluate(readTold);
  expect(events).toEqual([expect.stringMatching(/^RangeError action: expected 1 to 32/)]);
});

test('the component calls the latest callbacks, hands out its element, and shows an answer it was given', async ({
  tab,
  serve,
}) => {
  const shop = await serve({ folder: await buildApp('component', MAIN('Widget')) });
  await tab.open(shop.url);
  await tab.waitFor(() => document.querySelector<HTMLElement>('[data-way=email]')?.checkVisibility() === true);
  await tab.evaluate(() => (globalThis as unknown as { renderAgain(): void }).renderAgain());
  await tab.fill('input[type=tel]', '(202) 555-0123');
  const made = await tab.evaluate(() =>
    (globalThis as unknown as { element: HTMLElement & { execute(): Promise<string> } }).element.execute(),
  );
  expect(made.split('.')).toHaveLength(3);
  const { events, complaints } = await tab.evaluate(readTold);
  expect(events).toContain('token true at 1');
  expect(complaints).toEqual([]);
  expectNoFaults(events);
});

test('what a server without window rendered comes to life without a complaint of React', async ({ tab, serve }) => {
  // Built for the page alone; a server renders the same source.
  await buildApp('server', MAIN('Widget'));
  const html = await renderOnServer(app!.folder);
  expect(html).toContain('<tollgate-widget endpoint="/tollgate"');
  const main = `
import './listen.js';
import { hydrateRoot } from 'react-dom/client';
import { Widget } from './form.jsx';
hydrateRoot(document.getElementById('app'), <Widget />);`;
  const shop = await serve({ folder: await buildApp('hydrate', main, html) });
  await tab.open(shop.url);
  await tab.waitFor(() => (globalThis as unknown as { element?: object }).element !== undefined);
  expect((await tab.evaluate(readTold)).complaints).toEqual([]);
  await tab.fill('input[type=tel]', '(202) 555-0123');
  await tab.click('form button:not([data-way])');
  await tab.waitFor(() => document.body.innerText.includes('We texted you a code'));
  expect(shop.texted).toEqual(['+12025550123']);
});

test.describe('without window', () => {
  for (const entry of ['', '/element', '/react', '/inline-worker', '/headless']) {
    test(`@tollgate/client${entry} can be imported`, async () => {
      const code = `if (typeof window !== 'undefined') throw 1; await import('@tollgate/client${entry}'); console.log('ok')`;
      expect(await runNode(code)).toBe('ok\n');
    });
  }
});

function expectNoFaults(events: readonly string[]): void {
  expect(events.filter((event) => /Error/.test(event))).toEqual([]);
}

/** In a process of its own, from the packages as they are installed. */
async function renderOnServer(folder: string): Promise<string> {
  await build({
    absWorkingDir: folder,
    entryPoints: { form: 'src/form.jsx' },
    outdir: '.',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    jsx: 'automatic',
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  return runNode(`
    if (typeof window !== 'undefined') throw 1;
    const [{ renderToString }, { createElement }, { Widget }] =
      await Promise.all([import('react-dom/server'), import('react'), import(${JSON.stringify(join(folder, 'form.mjs'))})]);
    process.stdout.write(renderToString(createElement(Widget)));`);
}

async function runNode(code: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  return stdout;
}
