import type { SignalName, SignalValues } from '@tollgate/core';

/** What FingerprintJS and BotD read, both without a word to their vendor. */
export interface VendorSignals {
  /** The raw visitor id never leaves the page; see `visitorSource`. */
  readVisitor(): Promise<{ readonly visitorId: string; readonly confidence: number }>;
  readBot(): Promise<{ readonly bot: boolean; readonly kind?: string }>;
}

/** Trusted events since the client was created. */
export type Interactions = SignalValues['interactions'];

/** What sources read from. Members of the browser's objects may be missing or lie. */
export interface SignalContext {
  /** The site's name, from its challenge. */
  readonly site: string;
  readonly navigator: Partial<Navigator>;
  readonly vendor: VendorSignals;
  readonly interactions: () => Interactions;
  /** Monotonic milliseconds since the page began. */
  readonly now: () => number;
  readonly sha256: (data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
}

/** One reading of the browser. `undefined` means that the browser has no such thing. */
export interface SignalSource<Name extends SignalName = SignalName> {
  readonly name: Name;
  read(context: SignalContext): SignalValues[Name] | undefined | Promise<SignalValues[Name] | undefined>;
}
