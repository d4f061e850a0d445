import { createTollgate } from '@tollgate/client';
import { type Answer, inWords, post, readAnswer } from './api.js';
import { createView } from './module-view.js';

/** How a single-page app uses the client: a token for each request to text, and an answer to each 402. */
const view = createView();
const signUp = createTollgate({ endpoint: '/tollgate', action: 'signup' });
const resend = createTollgate({ endpoint: '/tollgate', action: 'resend' });
let nonce = view.firstNonce;
let number = { phone: '', country: '' };

type Tollgate = typeof signUp;

/** Asks for a text. A 402 wants more work: the client does it, and the request goes out once more. */
async function askForText(path: string, tollgate: Tollgate): Promise<Answer> {
  const send = (token: string) => post(path, { ...number, nonce, 'tollgate-token': token });
  let response = await send(await tollgate.token(number));
  if (response.status === 402) response = await send(await tollgate.answer(response));
  const answer = await readAnswer(response);
  nonce = answer.nonce ?? nonce;
  return answer;
}

// The work begins with the first touch of the form, not with the button.
view.phoneForm.addEventListener('focusin', () => void signUp.prepare().catch(() => undefined), { once: true });

view.onSubmit(view.phoneForm, async (fields) => {
  number = { phone: fields.get('phone') ?? '', country: fields.get('country') ?? '' };
  const answer = await askForText('/api/start', signUp);
  if (!answer.ok) {
    view.refuse(inWords(answer), answer);
    return;
  }
  view.showCode(answer.address ?? number.phone);
  void resend.prepare().catch(() => undefined);
});

view.onSubmit(view.resendForm, async () => {
  number = { phone: view.address, country: '' };
  const answer = await askForText('/api/resend', resend);
  if (!answer.ok) {
    view.refuse(inWords(answer), answer);
    return;
  }
  view.say('Another text is on its way. The newest code counts.');
});

view.onSubmit(view.codeForm, async (fields) => {
  const answer = await readAnswer(await post('/api/check', { code: fields.get('code') ?? '' }));
  if (!answer.ok) {
    view.refuse(inWords(answer), answer);
    return;
  }
  view.showDone();
});
