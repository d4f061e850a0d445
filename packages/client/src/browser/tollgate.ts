import type { NumberTyped, TokenRequest } from '../options/token-request.js';
import type { TollgateEvents } from '../tollgate-events.js';

/** A client in the browser: makes a signed token for each submission of a form that texts. */
export interface Tollgate {
  /**
   * Fetches a challenge, loads the device key and starts solving with one worker. May be called as often as one likes.
   * Rejects with a `TollgateError`.
   */
  prepare(): Promise<void>;
  /**
   * Has the number priced in the background, so that `token()` waits for nothing; at most one request a second, the
   * latest number wins. Does nothing with `price: 'submit'`. Never rejects for what the server or network does: a number
   * it cannot read yet is silent, anything else is an `error` event. Throws `TypeError` or `RangeError` for misuse.
   */
  price(number: NumberTyped): Promise<void>;
  /**
   * Resolves to a token for one submission, over a challenge that no other token carries: at most 4,096 characters.
   * Rejects with a `TollgateError`, or a `TypeError` or `RangeError` that names the member misused.
   */
  token(request: TokenRequest): Promise<string>;
  /**
   * Answers the token that is made already for this number, as `token()` would, and without a wait: a form that is being
   * submitted needs not be held. `undefined` where there is none, for whatever reason; `token()` tells it.
   */
  takeToken(number: NumberTyped): string | undefined;
  /**
   * Resolves to a new token over the priced challenge in a 402, with the same `cd` and `ext`. Takes the `Response`, which
   * stays readable, or its parsed body. Pieces found for the same challenge count. Rejects as `token` does, and with
   * `answer-unusable` if there is no such challenge in it.
   */
  answer(response: unknown): Promise<string>;
  /**
   * Has the server asked again before the next token: for a page that slept or lay in a cache, whose challenge may have
   * expired without a clock that noticed. Never throws.
   */
  doubt(): void;
  /** Calls `listener` from now on; answers how to stop that. */
  on<Name extends keyof TollgateEvents>(name: Name, listener: (detail: TollgateEvents[Name]) => void): () => void;
  /** Ends workers, requests and listeners for good. What is pending rejects with `closed`. */
  close(): void;
}
