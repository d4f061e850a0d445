import type { TollgateError } from '../tollgate-error.js';
import type { Situation } from './situation.js';

/** What `<tollgate-widget>` tells of itself, as the `detail` of bubbling events. */
export interface TollgateWidgetEvents {
  /** A token was made and stands in the form. */
  readonly 'tollgate-token': { readonly token: string };
  /** A token stood in the form until it expired; the next submit makes another. */
  readonly 'tollgate-expired': object;
  /** A `TollgateError`, or the `TypeError` or `RangeError` that names the attribute misused. */
  readonly 'tollgate-error': TollgateError | Error;
  /** Workers do not work here: why. */
  readonly 'tollgate-fallback': { readonly reason: string };
  /** What a person has to see now, for pages that show it in their own way. */
  readonly 'tollgate-situation': Situation;
}

/**
 * `<tollgate-widget>` within a form that texts. Holds the form's submits until a token is in them, and shows itself only
 * when a wait would be noticed, more work was asked for, or the person has to act.
 *
 * Attributes: `endpoint`, `action` (both needed), `channel`, `phone`, `country`, `price`, `workers`, `signals="off"` as
 * `attach` takes them; `name` of the token, default `tollgate-token`, or `field`, which names a hidden input that is to hold
 * it; `appearance` (`interaction-only`, the default, or `always`), `theme` (`auto`, `light`, `dark`), `size` (`normal`, `compact`), `language` (`auto`, or a tag); `resend-in`, in
 * how many seconds another text is possible; `reply`, what the gate answered to the last submission, as JSON; `nonce`;
 * in pages with a bundler `worker-url`.
 * Children with `data-way="email"` and the like are shown when the gate names that way.
 */
export interface TollgateWidgetElement extends HTMLElement {
  readonly form: HTMLFormElement | null;
  name: string;
  /** The token that stands in the form, or an empty text. Reading it takes it: the next submit makes another. */
  readonly value: string;
  /** True where the last token expired or was taken. */
  readonly isExpired: boolean;
  readonly validity: ValidityState | undefined;
  readonly validationMessage: string;
  checkValidity(): boolean;
  reportValidity(): boolean;
  /** Resolves to a token for what stands in the form now. Rejects with a `TollgateError`, which is an event too. */
  execute(): Promise<string>;
  /**
   * Takes what the site's server answered to a submission: its `Response`, which stays readable, or the parsed body of
   * `verdictReply`. Shows what is to be shown. After a 402 it resolves to another token, to be sent once more.
   */
  answer(response: unknown): Promise<string | undefined>;
  /** Counts down to another text, as `resendAfterSec` of an `allow` says; its proof is made meanwhile. */
  resendIn(seconds: number): void;
  /** Forgets token and what is shown. */
  reset(): void;
}
