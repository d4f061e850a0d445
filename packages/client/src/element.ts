import { createModuleClient } from './browser/module-client.js';
import { loadWords } from './languages/load-words.js';
import { defineWidget } from './widget/tollgate-widget.js';
import type { TollgateWidgetElement, TollgateWidgetEvents } from './widget/tollgate-widget-element.js';

export type { Words } from './languages/words.js';
export { setWords } from './widget/own-words.js';
export type { OtherWays, Problem, Situation, TextUs } from './widget/situation.js';
export type { TollgateWidgetAttributes } from './widget/tollgate-widget-attributes.js';
export type { TollgateWidgetElement, TollgateWidgetEvents } from './widget/tollgate-widget-element.js';

declare global {
  interface HTMLElementTagNameMap {
    'tollgate-widget': TollgateWidgetElement;
  }

  /** The events bubble: a form hears of them too. */
  interface HTMLElementEventMap {
    'tollgate-token': CustomEvent<TollgateWidgetEvents['tollgate-token']>;
    'tollgate-expired': CustomEvent<TollgateWidgetEvents['tollgate-expired']>;
    'tollgate-error': CustomEvent<TollgateWidgetEvents['tollgate-error']>;
    'tollgate-fallback': CustomEvent<TollgateWidgetEvents['tollgate-fallback']>;
    'tollgate-situation': CustomEvent<TollgateWidgetEvents['tollgate-situation']>;
  }
}

// Importing it defines `<tollgate-widget>`; on a server it does nothing.
defineWidget({
  createClient: createModuleClient,
  loadView: async () => (await import('./view/widget-view.js')).WidgetView,
  loadWords,
});
