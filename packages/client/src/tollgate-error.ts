/**
 * Why a token could not be had:
 *
 * - `network-failed`: the endpoint did not answer within 10 s, or not at all.
 * - `number-invalid`: what was typed is no number the server can read.
 * - `try-later`: too many challenges were asked for; `retryAfterSec` says how long to wait, where the server said so.
 * - `challenge-refused`: the endpoint refused (`serverCode`), or its challenge is malformed, foreign or asks too much.
 * - `answer-unusable`: what `answer` was given is no priced challenge for this client.
 * - `engine-unavailable`: a file of the client that is loaded when it is needed could not be.
 * - `solver-failed`: neither a worker nor the main thread can solve the puzzle.
 * - `crypto-unavailable`: no WebCrypto; the page is no secure context.
 * - `token-too-long`: `cd`, `ext` and signals together exceed a token's 4,096 characters.
 * - `timed-out`: a submit was held for 30 s; it went through without a token.
 * - `closed`: `close()` was called.
 */
export type TollgateErrorCode =
  | 'network-failed'
  | 'number-invalid'
  | 'try-later'
  | 'challenge-refused'
  | 'answer-unusable'
  | 'engine-unavailable'
  | 'solver-failed'
  | 'crypto-unavailable'
  | 'token-too-long'
  | 'timed-out'
  | 'closed';

export interface TollgateErrorDetail {
  readonly cause?: unknown;
  /** The server's public code, where its answer carried one. */
  readonly serverCode?: string | undefined;
  /** Whole seconds. */
  readonly retryAfterSec?: number | undefined;
}

/** The surroundings failed: the network, the server or the browser. Misuse is a `TypeError` or `RangeError` instead. */
export class TollgateError extends Error {
  override readonly name = 'TollgateError';
  readonly code: TollgateErrorCode;
  /** The server's public code, where its answer carried one. */
  readonly serverCode: string | undefined;
  /** Whole seconds to wait, with `try-later`. */
  readonly retryAfterSec: number | undefined;

  constructor(code: TollgateErrorCode, message: string, detail: TollgateErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.serverCode = detail.serverCode;
    this.retryAfterSec = detail.retryAfterSec;
  }
}

/** By its name, not its class: the script tag's files are bundled one by one, and each has a class of its own. */
export function isTollgateError(error: unknown): error is TollgateError {
  return error instanceof Error && error.name === 'TollgateError';
}
