import { once } from 'node:events';
import { ChildProcesses } from './child-processes.js';
import type { Engine } from './engine.js';
import type { Tab } from './tab.js';
import { openWebKitTab } from './webkit-tab.js';

const DRIVER = '/usr/bin/WebKitWebDriver';
const LIBRARIES = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
const BROWSER = `/usr/lib/${LIBRARIES}/webkit2gtk-4.1/MiniBrowser`;
const XVFB = '/usr/bin/Xvfb';
const START_MS = 20_000;

/** WebKitGTK's MiniBrowser, by WebDriver; it has no headless mode and gets a display of its own. */
export const webkit: Engine = {
  name: 'webkit',
  needs: [
    { file: DRIVER, debianPackage: 'webkit2gtk-driver' },
    { file: BROWSER, debianPackage: 'webkit2gtk-driver' },
    { file: XVFB, debianPackage: 'xvfb' },
  ],
  async launch() {
    const processes = new ChildProcesses();
    const tabs: Tab[] = [];
    const close = async () => {
      for (const tab of tabs) await tab.close();
      await processes.end();
    };
    try {
      const display = await startDisplay(processes);
      const newTab = async () => {
        const tab = await openWebKitTab({ driver: DRIVER, browser: BROWSER, display });
        tabs.push(tab);
        return tab;
      };
      return { newTab, close };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** Answers the number that the display gave itself. */
async function startDisplay(processes: ChildProcesses): Promise<string> {
  const args = ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'];
  const { stdout } = processes.start(XVFB, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [output] = (await once(stdout!, 'data', { signal: AbortSignal.timeout(START_MS) })) as [Buffer];
  return `:${output.toString().trim()}`;
}
