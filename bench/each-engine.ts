import { ENGINES, missingPackages } from '../browsers/engines.js';
import { type BenchPage, inPage, type PageCalls } from './bench-page.js';

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
  measure: (page: BenchPage<Calls>) => Promise<T>,
): Promise<EngineResults<T>> {
  const results: EngineResult<T>[] = [];
  const notes: string[] = [];
  for (const engine of Object.values(ENGINES)) {
    const missing = missingPackages(engine);
    if (missing.length > 0) notes.push(`${engine.name} was left out: ${missing.join(' and ')} not installed.`);
    else {
      const inThis = async (page: BenchPage<Calls>) => ({ engine: page.engine, result: await measure(page) });
      results.push(await inPage(engine, url, inThis));
    }
  }
  return { results, notes };
}
