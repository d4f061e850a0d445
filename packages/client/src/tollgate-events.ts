import type { TollgateError } from './tollgate-error.js';

/** `preparing`: a challenge is being fetched. `ready`: every piece is found, a token needs no more work. */
export type TollgateState = 'idle' | 'preparing' | 'solving' | 'ready' | 'failed';

/**
 * Why pieces are solved on the main thread instead of in workers. While one worker works it is done without the others.
 * Workers are tried again with the next challenge.
 */
export type FallbackReason =
  /** The browser refuses to create a worker; WebKit says so of a page's policy. */
  | 'worker-refused'
  /** The worker's script could not be loaded or run; Chromium and Firefox say so where a page's policy forbids workers. */
  | 'worker-broken'
  /** The worker said nothing for 3 s in which the page itself ran. */
  | 'worker-silent'
  /** Workers start but cannot solve: WebAssembly is refused, or they keep dying. */
  | 'worker-failed';

/** Every event with what its listeners receive. */
export interface TollgateEvents {
  /** Pieces found, and how many the present challenge asks. */
  readonly progress: { readonly pieces: number; readonly of: number };
  readonly state: { readonly state: TollgateState };
  /** Anything that failed, in the background too. */
  readonly error: { readonly error: TollgateError };
  readonly fallback: { readonly reason: FallbackReason };
  /** The challenge in preparation lives for half a minute more: `prepare()` and `price()` would begin another one now. */
  readonly expiring: object;
  /** A token was made. How long it is good for, if it is sent at once or not. */
  readonly token: { readonly token: string; readonly expiresInSec: number };
  /** The present challenge names the number typed and asks `of` pieces: from now on its price does not change. */
  readonly priced: { readonly of: number };
}

export type Emit = <Name extends keyof TollgateEvents>(name: Name, detail: TollgateEvents[Name]) => void;
