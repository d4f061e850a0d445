import type { CSSProperties, ReactNode } from 'react';
import type { FormOptions } from '../form/form-fields.js';
import type { TollgateOptions } from '../options/tollgate-options.js';
import type { TollgateError } from '../tollgate-error.js';
import type { FallbackReason } from '../tollgate-events.js';
import type { Situation } from '../widget/situation.js';
import type { TollgateWidgetAttributes } from '../widget/tollgate-widget-attributes.js';

/** Options of `attach` under their names, and what `<tollgate-widget>` takes besides. */
export interface TollgateProps
  extends
    TollgateOptions,
    FormOptions,
    Pick<TollgateWidgetAttributes, 'appearance' | 'theme' | 'size' | 'language' | 'nonce'> {
  /** In how many seconds another text is possible, as `resendAfterSec` of an `allow` says. */
  readonly resendIn?: number | undefined;
  /** What the gate answered to the last submission: the body of `verdictReply`, or its JSON. */
  readonly reply?: object | string | undefined;
  readonly id?: string | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
  /** The site's own buttons for other ways, `<button data-way="email" hidden>`, shown where the gate names them. */
  readonly children?: ReactNode;
  /** A token was made and stands in the form. */
  readonly onToken?: ((token: string) => void) | undefined;
  /** A token stood in the form until it expired; the next submit makes another. */
  readonly onExpired?: (() => void) | undefined;
  /** A `TollgateError`, or the `TypeError` or `RangeError` that names the prop misused. */
  readonly onError?: ((error: TollgateError | Error) => void) | undefined;
  /** Workers do not work here: why. */
  readonly onFallback?: ((reason: FallbackReason) => void) | undefined;
  /** What a person has to see now, for pages that show it in their own way. */
  readonly onSituation?: ((situation: Situation) => void) | undefined;
}
