/** The functions that a page of the bench puts on its window, by name. What goes in and out is JSON. */
export type PageCalls<Calls> = { readonly [Name in keyof Calls]: (...args: never[]) => Promise<unknown> };

/** A page in one browser engine, driven from here. */
export interface BrowserPage<Calls extends PageCalls<Calls>> {
  /** The engine and its version, as tables name it. */
  readonly engine: string;
  call<Name extends keyof Calls & string>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>>;
  /** Has the page's main thread run so many times slower; its workers do not. Missing where the engine cannot. */
  readonly throttle?: (rate: number) => Promise<void>;
  /** Ends the page and everything that was started for it. */
  close(): Promise<void>;
}

/** A browser engine that may be on this machine. */
export interface Engine {
  readonly name: string;
  isInstalled(): boolean;
  open<Calls extends PageCalls<Calls>>(url: string): Promise<BrowserPage<Calls>>;
}
