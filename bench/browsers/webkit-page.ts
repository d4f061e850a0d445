import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import type { BrowserPage, Engine, PageCalls } from './browser-page.js';

const DRIVER = '/usr/bin/WebKitWebDriver';
const BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
const XVFB = '/usr/bin/Xvfb';
const START_MS = 10_000;
/** How long a call may take. */
const CALL_MS = 120_000;

/** WebKitGTK's MiniBrowser, by WebDriver; it has no headless mode and gets a display of its own. */
export const webkit: Engine = {
  name: 'WebKit',
  isInstalled: () => [DRIVER, BROWSER, XVFB].every(existsSync),
  async open<Calls extends PageCalls<Calls>>(url: string) {
    const ends: (() => Promise<void>)[] = [];
    const close = async () => {
      for (const end of ends.reverse()) await end();
    };
    const start: Start = (command, args, options) => {
      const child = spawn(command, args, options);
      ends.push(() => end(child));
      return child;
    };
    try {
      const display = await startDisplay(start);
      const driver = await openBrowser(await startDriver(start, display));
      // One that crashed has quit; what was started beside it ends all the same.
      ends.push(() => driver.quit().catch(() => undefined));
      await driver.manage().setTimeouts({ script: CALL_MS });
      await driver.get(url);
      const call = (name: string, ...args: unknown[]) => callInPage(driver, name, args);
      return {
        engine: `${this.name} ${await versionOf(driver)}`,
        call: call as BrowserPage<Calls>['call'],
        close,
      };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** Starts a process that ends with the page. */
type Start = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/** Answers the number that the display gave itself. */
async function startDisplay(start: Start): Promise<string> {
  const args = ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const { stdout } = start(XVFB, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [output] = (await once(stdout!, 'data', { signal: AbortSignal.timeout(START_MS) })) as [Buffer];
  return `:${output.toString().trim()}`;
}

async function startDriver(start: Start, display: string): Promise<string> {
  const port = await findFreePort();
  const env = { ...process.env, DISPLAY: display };
  start(DRIVER, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env });
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = performance.now() + START_MS;
  const isReady = () =>
    fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (performance.now() > giveUpAt) throw new Error('WebKitWebDriver does not answer');
    await sleep(100);
  }
  return url;
}

function openBrowser(driverUrl: string): Promise<WebDriver> {
  const capabilities = new Capabilities();
  capabilities.setBrowserName('MiniBrowser');
  capabilities.set('webkitgtk:browserOptions', { binary: BROWSER, args: ['--automation'] });
  return new Builder().usingServer(driverUrl).withCapabilities(capabilities).build();
}

async function versionOf(driver: WebDriver): Promise<string> {
  const version = (await driver.getCapabilities()).getBrowserVersion() ?? '';
  return version.split('.').slice(0, 2).join('.');
}

const CALL = `
  const [name, args, done] = arguments;
  window[name](...args).then((value) => done({ value }), (error) => done({ error: String(error) }));
`;

async function callInPage(driver: WebDriver, name: string, args: readonly unknown[]): Promise<unknown> {
  const { value, error } = await driver.executeAsyncScript<{ value?: unknown; error?: string }>(CALL, name, args);
  if (error !== undefined) throw new Error(`${name} in WebKit: ${error}`);
  return value;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}
