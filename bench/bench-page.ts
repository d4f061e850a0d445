import type { Engine } from '../browsers/engine.js';

/** The functions that a page of the bench puts on its window, by name. What goes in and out is JSON. */
export type PageCalls<Calls> = { readonly [Name in keyof Calls]: (...args: never[]) => Promise<unknown> };

/** A page of the bench in one browser engine, driven from here. */
export interface BenchPage<Calls extends PageCalls<Calls>> {
  /** The engine and its version, as tables name it. */
  readonly engine: string;
  call<Name extends keyof Calls & string>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>>;
  /** Has the page's main thread run so many times slower; its workers do not. Missing where the engine cannot. */
  readonly throttle?: (rate: number) => Promise<void>;
}

/** Measures in a page of a browser of its own, which ends with it. */
export async function inPage<Calls extends PageCalls<Calls>, T>(
  engine: Engine,
  url: string,
  measure: (page: BenchPage<Calls>) => Promise<T>,
): Promise<T> {
  const browser = await engine.launch();
  try {
    const tab = await browser.newTab();
    await tab.open(url);
    const call = (name: string, ...args: unknown[]) => tab.evaluate(callInPage, { name, args });
    const { throttle } = tab;
    return await measure({
      engine: tab.engine,
      call: call as BenchPage<Calls>['call'],
      ...(throttle && { throttle }),
    });
  } finally {
    await browser.close();
  }
}

function callInPage({ name, args }: { name: string; args: unknown[] }): Promise<unknown> {
  const calls = window as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  return calls[name]!(...args);
}
