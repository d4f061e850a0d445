import type { TollgateErrorCode } from '../tollgate-error.js';
import type { TollgateWidgetAttributes } from '../widget/tollgate-widget-attributes.js';
import { OPTION_ATTRIBUTES } from '../widget/widget-options.js';
import { callPage } from './call-page.js';

/** The element's attributes under their names, which a marked place has with `data-` before. */
export interface WidgetParameters extends Omit<TollgateWidgetAttributes, 'name' | 'worker-url'> {
  /** Called with each token, once it stands in the form. */
  readonly callback?: (token: string) => void;
  /** Called with a `TollgateErrorCode`, or with `misused` for an attribute that is wrong. */
  readonly 'error-callback'?: (code: TollgateErrorCode | 'misused') => void;
  /** Called when a token expired that nobody took. */
  readonly 'expired-callback'?: () => void;
}

/** Parameters that are attributes. The token's input is named by `field`: serialisers know inputs and no other elements. */
export const PARAMETERS: readonly string[] = [
  ...OPTION_ATTRIBUTES,
  'appearance',
  'theme',
  'size',
  'language',
  'resend-in',
  'reply',
  'nonce',
].filter((name) => name !== 'name');

export const CALLBACKS = ['callback', 'error-callback', 'expired-callback'] as const;

/** The parameters that the `data-` attributes of a marked place are. Callbacks are the names of functions of the page. */
export function readMarkedParameters(place: Element): Record<string, unknown> {
  const parameters: Record<string, unknown> = {};
  for (const name of [...PARAMETERS, ...CALLBACKS]) {
    const value = place.getAttribute(`data-${name}`);
    if (value !== null) parameters[name] = value;
  }
  parameters['endpoint'] ??= place.getAttribute('data-tollgate') ?? undefined;
  for (const name of CALLBACKS) {
    const called = parameters[name];
    // Looked up when it is called: the page's own script may come later.
    if (typeof called === 'string') parameters[name] = (...values: unknown[]) => callOrReport(called, values);
  }
  return parameters;
}

function callOrReport(name: string, values: unknown[]): void {
  if (!callPage(name, ...values)) globalThis.reportError(new TypeError(`${name}: no function of the page`));
}
