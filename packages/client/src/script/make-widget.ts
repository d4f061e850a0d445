import { isTollgateError } from '../tollgate-error.js';
import type { TollgateWidgetElement } from '../widget/tollgate-widget-element.js';
import { CALLBACKS, PARAMETERS } from './widget-parameters.js';

/** Makes an element of these parameters, in `place`. Throws `TypeError` for an unknown one, or a callback that is none. */
export function makeWidget(place: Element, parameters: Readonly<Record<string, unknown>>): TollgateWidgetElement {
  const widget = document.createElement('tollgate-widget');
  for (const [name, value] of Object.entries(parameters)) {
    if (PARAMETERS.includes(name)) {
      if (value !== undefined) widget.setAttribute(name, value as string);
    } else if (!(CALLBACKS as readonly string[]).includes(name)) throw new TypeError(`${name}: unknown parameter`);
    else if (typeof value !== 'function') throw new TypeError(`${name}: expected a function`);
  }
  // Serialisers know inputs and no elements of others.
  if (!widget.hasAttribute('field')) widget.setAttribute('field', 'tollgate-token');
  listen(widget, parameters as Record<string, (value?: string) => void>);
  // The site's own buttons for other ways stand in the place that is marked.
  widget.append(...place.querySelectorAll(':scope > [data-way]'));
  place.append(widget);
  return widget;
}

function listen(widget: TollgateWidgetElement, callbacks: Readonly<Record<string, (value?: string) => void>>): void {
  widget.addEventListener('tollgate-token', (event) => {
    callbacks['callback']?.((event as CustomEvent<{ token: string }>).detail.token);
  });
  widget.addEventListener('tollgate-error', (event) => {
    const { detail } = event as CustomEvent<unknown>;
    callbacks['error-callback']?.(isTollgateError(detail) ? detail.code : 'misused');
  });
  widget.addEventListener('tollgate-expired', () => callbacks['expired-callback']?.());
}
