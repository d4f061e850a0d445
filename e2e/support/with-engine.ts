import type { EngineBrowser, EngineName } from '../../browsers/engine.js';
import { ENGINES, requireEngine } from '../../browsers/engines.js';
import type { Tab } from '../../browsers/tab.js';
import { withStandIn } from './with-stand-in.js';

/** What a project of playwright.config.ts sets. */
export interface EngineOptions {
  readonly engine: EngineName;
}

interface WorkerFixtures extends EngineOptions {
  readonly installed: undefined;
  readonly browserOfEngine: EngineBrowser;
}

interface Fixtures {
  readonly tab: Tab;
  /** A tab in a profile of its own. */
  readonly newTab: () => Promise<Tab>;
}

/** Tests in the engine of their project: one browser for each worker, a fresh profile for each test. */
export const withEngine = withStandIn.extend<Fixtures, WorkerFixtures>({
  engine: ['chromium', { option: true, scope: 'worker' }],
  installed: [
    async ({ engine }, use) => {
      requireEngine(ENGINES[engine]);
      await use(undefined);
    },
    { scope: 'worker', auto: true },
  ],
  browserOfEngine: [
    async ({ engine }, use) => {
      const browser = await ENGINES[engine].launch();
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  newTab: async ({ browserOfEngine }, use) => {
    const tabs: Tab[] = [];
    await use(async () => {
      const tab = await browserOfEngine.newTab();
      tabs.push(tab);
      return tab;
    });
    for (const tab of tabs) await tab.close();
  },
  tab: async ({ newTab }, use) => use(await newTab()),
});
