import { html } from '../../html.js';
import { type Invited } from '../sessions.js';
import { layout } from './layout.js';
import { type Notice, noticeBox } from './notice.js';

export interface TextUsParts {
  readonly invited: Invited;
  readonly inboxUrl: string;
  readonly notice?: Notice;
}

/** Shows the secret. It says what it is for: somebody who was talked into texting it should know. */
export function textUsPage({ invited, inboxUrl, notice }: TextUsParts): string {
  const { number, secret } = invited.invitation;
  return layout({
    title: notice ? 'Problem: text us instead' : 'Text us instead',
    inboxUrl,
    main: html`<div class="card">
      <h1>Text us instead</h1>
      <p class="lead">
        To open a Corner Shop account with <strong class="nowrap">${invited.phone}</strong>, text
        <strong class="nowrap mono" data-secret>${secret}</strong> from that phone to
        <a class="nowrap" href="sms:${number}?&amp;body=${secret}">${number}</a>, within five minutes. Never text it for
        anybody else.
      </p>
      <p class="hint">
        In this demo the
        <a href="${inboxUrl}" target="_blank" rel="noopener">stand-in inbox<span class="sr"> (new tab)</span></a>
        texts for you.
      </p>
      ${noticeBox(notice)}
      <form method="post" action="/text-us">
        <button type="submit">I have sent it</button>
      </form>
      <p class="other-way"><a href="/">Use another number</a> or <a href="/email">continue by e-mail</a></p>
    </div>`,
  });
}
