import type { TollgateWidgetJsx } from './react/tollgate-widget-jsx.js';

export type { NumberTyped, TokenRequest } from './options/token-request.js';
export { Tollgate } from './react/tollgate-component.js';
export type { TollgateProps } from './react/tollgate-props.js';
export type { TollgateWidgetJsx } from './react/tollgate-widget-jsx.js';
export { useTollgate } from './react/use-tollgate.js';
export type { UseTollgate, UseTollgateOptions } from './react/use-tollgate.js';
export { TollgateError } from './tollgate-error.js';
export type { TollgateErrorCode } from './tollgate-error.js';
export type { TollgateState } from './tollgate-events.js';
export type { Situation } from './widget/situation.js';
export type { TollgateWidgetElement } from './widget/tollgate-widget-element.js';

declare module 'react' {
  // The only way to tell React's JSX of an element.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'tollgate-widget': TollgateWidgetJsx;
    }
  }
}
