/**
 * The script tag. Puts a `<tollgate-widget>` into each marked form or place, also into those added later, and defines one
 * global, `tollgate`.
 *
 *     <script src="/tollgate/tollgate.js" async defer></script>
 *     <form data-tollgate="/tollgate" data-action="signup">
 *
 * A form is marked by `data-tollgate`, which is the endpoint, any place within a form by the class `tollgate` and
 * `data-endpoint`. Attributes are those of `WidgetParameters` with `data-` before. The token goes into the field
 * `tollgate-token`. With `?render=explicit` behind the script's address nothing is looked for, and `tollgate.render` puts
 * widgets where they belong; `?onload=name` calls a function of the page once `tollgate` is there.
 *
 * A form that is misconfigured, or whose token cannot be had, receives a bubbling `tollgate-error` event with the
 * `TypeError` or `RangeError` (it names the option) or the `TollgateError` as `detail`. The files that are loaded when
 * needed are taken from beside this script, at the same origin as the page: browsers create no worker from another one.
 */
import { createScriptEnvironment } from './browser/script-environment.js';
import { callPage } from './script/call-page.js';
import { followMarked } from './script/find-marked.js';
import { createGlobal, type TollgateGlobal } from './script/tollgate-global.js';
import { defineWidget } from './widget/tollgate-widget.js';

// Known only while the script itself runs; `null` for a module.
const { currentScript } = document;
const scriptUrl = currentScript instanceof HTMLScriptElement ? currentScript.src : document.baseURI;
// What a visitor's address says is nobody's order.
const asked = currentScript instanceof HTMLScriptElement ? new URL(scriptUrl).searchParams : new URLSearchParams();
const scope = globalThis as { tollgate?: Partial<TollgateGlobal> };

// Twice in a page, the first one works.
if (typeof scope.tollgate?.render !== 'function') start();

function start(): void {
  const tollgate = createGlobal();
  scope.tollgate = tollgate;
  defineWidget(createScriptEnvironment(scriptUrl));
  if (asked.get('render') !== 'explicit') tollgate.ready(followMarked);
  callPage(asked.get('onload') ?? '');
}
