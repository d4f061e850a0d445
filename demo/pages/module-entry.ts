import type { TollgateWidgetElement } from '@tollgate/client/element';
import '@tollgate/client/element';
import { type Answer, inWords, post, readAnswer } from './api.js';
import { createView } from './module-view.js';

/** How a single-page app uses the element: a form brings its token along, and the widget shows what the gate answered. */
const view = createView();
let nonce = view.firstNonce;

const widgetOf = (form: HTMLFormElement) => form.querySelector<TollgateWidgetElement>('tollgate-widget')!;

/** Asks for a text. A 402 wants more work: the widget does it, and the request goes out once more. */
async function askForText(path: string, form: HTMLFormElement, fields: ReadonlyMap<string, string>): Promise<Answer> {
  const widget = widgetOf(form);
  const send = (token: string) =>
    post(path, {
      phone: fields.get('phone') ?? '',
      country: fields.get('country') ?? '',
      nonce,
      'tollgate-token': token,
    });
  let response = await send(fields.get('tollgate-token') ?? '');
  const token = response.ok ? undefined : await widget.answer(response);
  if (token !== undefined) response = await send(token);
  const answer = await readAnswer(response);
  nonce = answer.nonce ?? nonce;
  // What the widget cannot say is said above the form.
  if (!answer.ok && answer.message !== undefined) view.refuse(inWords(answer), answer);
  return answer;
}

/** The wait for another text is counted down, and its proof made meanwhile. */
function awaitResend({ resendAfterSec = 0 }: Answer): void {
  if (resendAfterSec > 0) widgetOf(view.resendForm).resendIn(resendAfterSec);
}

view.onSubmit(view.phoneForm, async (fields) => {
  const answer = await askForText('/api/start', view.phoneForm, fields);
  if (!answer.ok) return;
  view.showCode(answer.address ?? fields.get('phone') ?? '');
  awaitResend(answer);
});

view.onSubmit(view.resendForm, async (fields) => {
  const answer = await askForText('/api/resend', view.resendForm, fields);
  if (!answer.ok) return;
  view.say('Another text is on its way. The newest code counts.');
  awaitResend(answer);
});

view.onSubmit(view.codeForm, async (fields) => {
  const answer = await readAnswer(await post('/api/check', { code: fields.get('code') ?? '' }));
  if (!answer.ok) {
    view.refuse(inWords(answer), answer);
    return;
  }
  view.showDone();
});
