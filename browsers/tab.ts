/** A tab in one of the engines, in a profile that nothing else shares. Selectors are CSS. */
export interface Tab {
  /** The engine and its version, as tables name it. */
  readonly engine: string;
  /** Goes to an address, and waits until its page is loaded. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Puts a text into a field, in place of what stands there. */
  fill(selector: string, text: string): Promise<void>;
  /** Types into a field, key by key, over so many milliseconds in all. */
  type(selector: string, text: string, overMs: number): Promise<void>;
  /** Presses keys where the focus is, one after the other: characters, `Enter` or `Tab`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Presses the mouse's button over an element, `times` times in quick succession. */
  click(selector: string, times?: 1 | 2): Promise<void>;
  /** Moves the mouse's pointer onto an element. */
  hover(selector: string): Promise<void>;
  /**
   * Calls a function in the page and answers what it resolves to. Only its text gets there: it sees nothing around it. What
   * goes in and out is JSON.
   */
  evaluate<Value, Arg = undefined>(call: (arg: Arg) => Value | Promise<Value>, arg?: Arg): Promise<Value>;
  /** Waits until a function of the page answers true, also while the tab goes from page to page. */
  waitFor<Arg = undefined>(holds: (arg: Arg) => boolean, arg?: Arg): Promise<void>;
  /** Has the page's main thread run so many times slower; its workers do not. Missing where the engine cannot. */
  readonly throttle?: (rate: number) => Promise<void>;
  /** Ends the tab and everything that was started for it. */
  close(): Promise<void>;
}

/** How long a tab waits for what it was told to wait for. */
export const WAIT_MS = 30_000;
