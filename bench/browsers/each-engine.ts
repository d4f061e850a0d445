import type { BrowserPage, Engine, PageCalls } from './browser-page.js';
import { chromium, firefox } from './playwright-page.js';
import { webkit } from './webkit-page.js';

const ENGINES: readonly Engine[] = [chromium, firefox, webkit];

export interface EngineResult<T> {
  /** With its version. */
  readonly engine: string;
  readonly result: T;
}

export interface EngineResults<T> {
  readonly results: readonly EngineResult<T>[];
  /** What to say of engines that are not on this machine: a line for each. */
  readonly notes: readonly string[];
}

/** Measures in one engine after the other, each with a page of its own. */
export async function inEachEngine<Calls extends PageCalls<Calls>, T>(
  url: string,
  measure: (page: BrowserPage<Calls>) => Promise<T>,
): Promise<EngineResults<T>> {
  const results: EngineResult<T>[] = [];
  const installed = ENGINES.filter((engine) => engine.isInstalled());
  for (const engine of installed) {
    const page = await engine.open<Calls>(url);
    try {
      results.push({ engine: page.engine, result: await measure(page) });
    } finally {
      await page.close();
    }
  }
  const missing = ENGINES.filter((engine) => !installed.includes(engine));
  return { results, notes: missing.map(({ name }) => `${name} is not installed and was left out.`) };
}
