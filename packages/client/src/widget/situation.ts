/** A text of the site's own that a person may send instead of being texted. */
export interface TextUs {
  /** The site's number, E.164. */
  readonly number: string;
  /** What to text. */
  readonly secret: string;
  /** By the page's monotonic clock. */
  readonly untilMs: number;
}

/** What is open to somebody who is not texted now. */
export interface OtherWays {
  /** As the site's gate names them: `email`, `passkey`. */
  readonly ways: readonly string[];
  readonly textUs?: TextUs | undefined;
}

/** Sentences for what went wrong; each says what to do. */
export type Problem = 'numberInvalid' | 'offline' | 'tryLater' | 'insecure' | 'failed' | 'expired';

/** What the widget has to show. */
export type Situation =
  /** Nothing that anybody should notice. */
  | { readonly kind: 'idle' }
  /** Somebody waits for the proof; `more` where the server asked for more than the base work. */
  | { readonly kind: 'checking'; readonly found: number; readonly of: number; readonly more: boolean }
  | { readonly kind: 'done' }
  /** A text, or another one, is possible at `untilMs`; whoever would rather not wait has other ways. */
  | ({ readonly kind: 'wait'; readonly untilMs: number; readonly again: boolean } & OtherWays)
  /** The wait is over. */
  | { readonly kind: 'ready' }
  | ({ readonly kind: 'other-ways' } & OtherWays)
  /** No text goes to this number, and nothing else is offered. */
  | { readonly kind: 'denied' }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      /** A `TollgateErrorCode`, or the gate's public code. */
      readonly code: string;
      /** With `tryLater`. */
      readonly untilMs?: number | undefined;
    };
