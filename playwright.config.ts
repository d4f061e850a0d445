import { defineConfig } from '@playwright/test';

/** Debian's Chromium by default; its background traffic is off so that nothing leaves the machine. */
const launchOptions = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  // Imports of @tollgate/* reach the built packages, not their sources.
  tsconfig: './tsconfig.built.json',
  fullyParallel: false,
  workers: 2,
  timeout: 90_000,
  forbidOnly: true,
  reporter: 'list',
  use: { browserName: 'chromium', launchOptions },
});
