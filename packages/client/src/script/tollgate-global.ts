import type { Words } from '../languages/words.js';
import { setWords } from '../widget/own-words.js';
import type { TollgateWidgetElement } from '../widget/tollgate-widget-element.js';
import { leaveEmpty } from './find-marked.js';
import { makeWidget } from './make-widget.js';
import type { WidgetParameters } from './widget-parameters.js';

/** The id that `render` answered, the element, or an element or selector around it. Default: the first of the page. */
export type WidgetName = string | Element | undefined;

/** The one global of the script tag. Functions that name a widget throw `TypeError` where there is no such one. */
export interface TollgateGlobal {
  /** Calls back once the document is there; at once if it is. */
  ready(callback: () => void): void;
  /** Puts a widget into a place within a form, and answers its id. Throws `TypeError` for an unknown parameter. */
  render(place: string | Element, parameters: WidgetParameters): string;
  /** Resolves to a token for what stands in the form, and puts it there. Rejects with an error that has a `code`. */
  execute(widget?: WidgetName): Promise<string>;
  /** The token in the form, empty where there is none. It counts as sent: the next submit makes another. */
  getResponse(widget?: WidgetName): string;
  /** True where the last token expired or was taken. */
  isExpired(widget?: WidgetName): boolean;
  /** Forgets the token and what is shown. */
  reset(widget?: WidgetName): void;
  /** Takes the widget away, with its workers and listeners. */
  remove(widget?: WidgetName): void;
  /** Shows what the site's server answered, its `Response` or body; after a 402 resolves to another token. */
  answer(response: unknown, widget?: WidgetName): Promise<string | undefined>;
  /** Counts down to another text, whose proof is made meanwhile. Throws `RangeError` for less than 0 or more than a day. */
  resendIn(seconds: number, widget?: WidgetName): void;
  /** Says a site's own words in a language. */
  words(language: string, words: Partial<Words>): void;
}

export function createGlobal(): TollgateGlobal {
  const rendered = new Map<string, TollgateWidgetElement>();
  let count = 0;
  const find = (name: WidgetName) => findWidget(rendered, name);
  return Object.freeze({
    ready(callback: () => void) {
      if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', callback, { once: true });
      else callback();
    },
    render(place: string | Element, parameters: WidgetParameters) {
      const element = typeof place === 'string' ? document.querySelector(place) : place;
      if (!(element instanceof Element)) throw new TypeError('place: no such element');
      const id = `tollgate-${++count}`;
      rendered.set(id, makeWidget(element, { ...parameters }));
      return id;
    },
    execute: async (widget?: WidgetName) => find(widget).execute(),
    getResponse: (widget?: WidgetName) => find(widget).value,
    isExpired: (widget?: WidgetName) => find(widget).isExpired,
    reset: (widget?: WidgetName) => find(widget).reset(),
    remove(widget?: WidgetName) {
      const found = find(widget);
      leaveEmpty(found);
      // The site's own buttons are the site's.
      found.replaceWith(...found.querySelectorAll(':scope > [data-way]'));
      for (const [id, element] of rendered) if (element === found) rendered.delete(id);
    },
    answer: async (response: unknown, widget?: WidgetName) => find(widget).answer(response),
    resendIn: (seconds: number, widget?: WidgetName) => find(widget).resendIn(seconds),
    words: setWords,
  });
}

function findWidget(rendered: ReadonlyMap<string, TollgateWidgetElement>, name: WidgetName): TollgateWidgetElement {
  const byId = typeof name === 'string' ? rendered.get(name) : undefined;
  const around = typeof name === 'string' ? document.querySelector(name) : (name ?? document.documentElement);
  const found = byId ?? (around?.matches('tollgate-widget') ? around : around?.querySelector('tollgate-widget'));
  if (!found) throw new TypeError('widget: no such one');
  return found;
}
