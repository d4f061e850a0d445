import { makeWidget } from './make-widget.js';
import { readMarkedParameters } from './widget-parameters.js';

const MARKED = 'form[data-tollgate], .tollgate';

/** A widget that was removed does not come back by itself. */
const filled = new WeakSet<Element>();

/** Puts a widget into each marked place there is, and into those that come later. */
export function followMarked(): void {
  fillMarked(document);
  const observer = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) fillMarked(node);
    }
  });
  observer.observe(document, { childList: true, subtree: true });
}

function fillMarked(within: ParentNode): void {
  const places = [...within.querySelectorAll(MARKED)];
  if (within instanceof Element && within.matches(MARKED)) places.unshift(within);
  for (const place of places) {
    // It had one, moved, copied with what is in it, or a place within a form that is marked itself.
    if (filled.has(place) || (place.closest('form') ?? place).querySelector('tollgate-widget')) continue;
    filled.add(place);
    makeWidget(place, readMarkedParameters(place));
  }
}
