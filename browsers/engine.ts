import type { Tab } from './tab.js';

export interface TabOptions {
  /** Says nothing of being driven, nor of having no window: some scripts refuse to run then. Not in WebKit. Default false. */
  readonly looksOrdinary?: boolean;
}

export type EngineName = 'chromium' | 'firefox' | 'webkit';

/** A browser engine that may be on this machine. */
export interface Engine {
  readonly name: EngineName;
  /** The files it needs, each with the Debian package that brings it. */
  readonly needs: readonly Need[];
  launch(): Promise<EngineBrowser>;
}

export interface Need {
  readonly file: string;
  readonly debianPackage: string;
}

/** A browser that runs. */
export interface EngineBrowser {
  /** A tab in a profile of its own. */
  newTab(options?: TabOptions): Promise<Tab>;
  /** Ends the browser and everything that was started for it, tabs too. */
  close(): Promise<void>;
}
