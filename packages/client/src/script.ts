/**
 * The script tag. Attaches to each marked form when the document is there; defines no global.
 *
 *     <script src="/tollgate/tollgate.js" defer></script>
 *     <form data-tollgate="/tollgate" data-action="signup">
 *
 * `data-tollgate` is the endpoint, `data-action` the form's purpose. Optional: `data-phone` (selector, default
 * `input[type=tel]`), `data-country` (two letters or a selector), `data-channel` (`sms`, `voice`), `data-price`
 * (`complete`, `submit`), `data-signals="off"`. The token goes into the field `tollgate-token`.
 *
 * A form that is misconfigured, or whose token cannot be had, receives a bubbling `tollgate-error` event with the
 * `TypeError` or `RangeError` (it names the option: `endpoint` for `data-tollgate`, otherwise the attribute without its
 * `data-`) or the `TollgateError` as `detail`. The solver's and signals' files are taken from beside this
 * script, at the same origin as the page: browsers create no worker from another one.
 */
import { createScriptEnvironment } from './browser/script-environment.js';
import { attachMarkedForms } from './form/attach-marked-forms.js';

// Known only while the script itself runs; `null` for a module.
const { currentScript } = document;
const scriptUrl = currentScript instanceof HTMLScriptElement ? currentScript.src : document.baseURI;
const environment = createScriptEnvironment(scriptUrl);
const start = () => attachMarkedForms(environment);

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
else start();
