import { defineConfig } from '@playwright/test';
import { CHROMIUM, FIREFOX } from './browsers/playwright-engines.js';
import type { EngineOptions } from './e2e/support/with-engine.js';

export default defineConfig<object, EngineOptions>({
  // Imports of @tollgate/* reach the built packages, not their sources.
  tsconfig: './tsconfig.built.json',
  fullyParallel: false,
  workers: 2,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'list',
  testDir: 'e2e',
  projects: [
    // What goes over the wire, with no browser.
    { name: 'wire', testMatch: 'wire/*.spec.ts' },
    // Programs that attackers use, each with a browser of its own or none.
    { name: 'automation', testMatch: 'automation/*.spec.ts' },
    // Apps of other people's making: frameworks and bundlers, each driven in Chromium.
    { name: 'frameworks', testMatch: 'frameworks/*.spec.ts', use: { engine: 'chromium' } },
    {
      name: 'chromium',
      testMatch: ['browser/*.spec.ts', 'widget/*.spec.ts', 'layout/*.spec.ts'],
      use: { engine: 'chromium', browserName: 'chromium', launchOptions: CHROMIUM },
    },
    {
      name: 'firefox',
      testMatch: ['browser/*.spec.ts', 'widget/*.spec.ts', 'layout/*.spec.ts'],
      // Firefox's driver tells nothing of the heap.
      testIgnore: 'layout/heap.spec.ts',
      use: { engine: 'firefox', browserName: 'firefox', launchOptions: FIREFOX },
    },
    // No layout: dark colours and a narrow screen are emulated by Playwright, which does not drive WebKitGTK.
    {
      name: 'webkit',
      testMatch: ['browser/*.spec.ts', 'widget/*.spec.ts'],
      grepInvert: /@policies-refuse-wasm/,
      use: { engine: 'webkit' },
    },
  ],
});
