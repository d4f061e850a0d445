import { makeWidget } from './make-widget.js';
import { readMarkedParameters } from './widget-parameters.js';

const MARKED = 'form[data-tollgate], .tollgate';

/** Where the page itself took the widget away by `remove`: there it does not come back. */
const emptied = new WeakSet<Element>();

/** Puts a widget into each marked place there is, and into those that come later or lose theirs when they are filled anew. */
export function followMarked(): void {
  for (const place of document.querySelectorAll(MARKED)) fill(place);
  const observer = new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const around = (target as Partial<Element>).closest?.(MARKED);
      if (around) fill(around);
      for (const node of addedNodes) if (node instanceof Element) fillWithin(node);
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}

/** No widget comes into the place around this one any more, unless it is rendered there by name. */
export function leaveEmpty(widget: Element): void {
  const place = widget.parentElement?.closest(MARKED);
  if (place) emptied.add(place);
}

function fillWithin(added: Element): void {
  if (added.matches(MARKED)) fill(added);
  for (const place of added.querySelectorAll(MARKED)) fill(place);
}

function fill(place: Element): void {
  // It has one, copied with what is in it, or is a place within a form that is marked itself.
  if (emptied.has(place) || (place.closest('form') ?? place).querySelector('tollgate-widget')) return;
  if (place.isConnected) makeWidget(place, readMarkedParameters(place));
}
