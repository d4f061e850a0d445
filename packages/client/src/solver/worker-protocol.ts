import { isIntegerBetween } from '@tollgate/core';
import type { Span } from './nonce-book.js';
import type { Task } from './schedule.js';

/** Page → worker: nonces of one block to try. Tasks are searched in the order they come; the second is prepared ahead. */
export interface SearchMessage extends Span {
  readonly type: 'search';
  readonly id: number;
  /** True if others search its piece too, or this worker does. */
  readonly isShare: boolean;
  readonly alg: string;
  /** `Uint8Array(32)`. */
  readonly input: Uint8Array<ArrayBuffer>;
  readonly p: number;
}

/** Page → worker. A task to stop is answered with `stopped`, or not at all if it is over already. */
export type ToWorker = SearchMessage | { readonly type: 'stop'; readonly id: number };

/**
 * Worker → page, of a task. `tried` counts its nonces that were tried in vain, from the first on; `progress` comes four
 * times a second, counts if the worker dies, and shows that it lives.
 */
export type TaskMessage =
  | { readonly type: 'found'; readonly id: number; readonly nonce: number }
  | { readonly type: 'exhausted'; readonly id: number }
  | { readonly type: 'progress' | 'stopped'; readonly id: number; readonly tried: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };

/** Worker → page. `ready` comes once, when the script has run. */
export type ToPage = { readonly type: 'ready' } | TaskMessage;

/** False for an answer that no search of this task can have. */
export function isAnswerTo(message: TaskMessage, { first, count, tried }: Task): boolean {
  switch (message.type) {
    case 'found':
      return isIntegerBetween(message.nonce, first, first + count - 1);
    case 'progress':
    case 'stopped':
      return isIntegerBetween(message.tried, tried, count);
    default:
      return true;
  }
}
