import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities, type WebDriver } from 'selenium-webdriver';
import { ChildProcesses } from './child-processes.js';
import { WAIT_MS } from './tab.js';

const START_MS = 20_000;
const QUIT_MS = 5_000;
/** How long a function of the page may take. */
const SCRIPT_MS = 120_000;

const ENVIRONMENT = {
  // On a machine that has no language the page would be told "C".
  LANG: 'en_US.UTF-8',
  LANGUAGE: 'en_US',
  // Unlike the other engines, this one would ask a proxy for pages of this machine.
  no_proxy: '127.0.0.1',
};

export interface SessionOptions {
  /** Paths of the two programs. */
  readonly driver: string;
  readonly browser: string;
  /** As in `DISPLAY`. */
  readonly display: string;
}

export interface WebKitSession {
  readonly driver: WebDriver;
  /** With minor: those of WebKitGTK are what majors are elsewhere. */
  readonly version: string;
  /** Once is enough; again does no harm. */
  close(): Promise<void>;
}

/** A browser in a fresh profile. A driver serves one session at a time, so each has a driver of its own. */
export async function startWebKitSession({ driver, browser, display }: SessionOptions): Promise<WebKitSession> {
  const processes = new ChildProcesses();
  try {
    const port = await findFreePort();
    const env = { ...process.env, ...ENVIRONMENT, DISPLAY: display };
    processes.start(driver, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env });
    const url = `http://127.0.0.1:${port}`;
    await untilReady(url);
    const session = await openBrowser(url, browser);
    let closing: Promise<void> | undefined;
    const close = () => (closing ??= end(session, processes));
    return { driver: session, version: await versionOf(session), close };
  } catch (error) {
    await processes.end();
    throw error;
  }
}

async function end(session: WebDriver, processes: ChildProcesses): Promise<void> {
  // One that crashed has quit, one that hangs never will: the driver ends all the same.
  await Promise.race([session.quit().catch(() => undefined), sleep(QUIT_MS, undefined, { ref: false })]);
  await processes.end();
}

async function untilReady(url: string): Promise<void> {
  const giveUpAt = performance.now() + START_MS;
  const isReady = () =>
    fetch(`${url}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (performance.now() > giveUpAt) throw new Error('WebKitWebDriver does not answer');
    await sleep(50);
  }
}

async function openBrowser(driverUrl: string, browser: string): Promise<WebDriver> {
  const capabilities = new Capabilities();
  capabilities.setBrowserName('MiniBrowser');
  capabilities.set('webkitgtk:browserOptions', { binary: browser, args: ['--automation'] });
  const driver = await new Builder().usingServer(driverUrl).withCapabilities(capabilities).build();
  await driver.manage().setTimeouts({ script: SCRIPT_MS, implicit: WAIT_MS });
  return driver;
}

async function versionOf(driver: WebDriver): Promise<string> {
  const version = (await driver.getCapabilities()).getBrowserVersion() ?? '';
  return version.split('.').slice(0, 2).join('.');
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
