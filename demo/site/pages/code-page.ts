import { html, type Html } from '../../html.js';
import { type PendingCode } from '../codes.js';
import { layout } from './layout.js';
import { noticeBox, type Notice } from './notice.js';
import { TOLLGATE_SCRIPT } from './sign-up-page.js';

export interface CodeParts {
  readonly pending: Pick<PendingCode, 'channel' | 'address'>;
  readonly nonce: string;
  readonly inboxUrl: string;
  /** When the next text is possible. */
  readonly resendInSec?: number;
  readonly notice?: Notice;
  /** True when the code that was typed is what is wrong. */
  readonly isInvalid?: boolean;
  /** Something good to say, such as that another text is on its way. */
  readonly news?: string;
}

export function codePage(parts: CodeParts): string {
  const { pending, notice, inboxUrl } = parts;
  return layout({
    title: notice ? 'Problem: enter your code' : 'Enter your code',
    inboxUrl,
    head: TOLLGATE_SCRIPT,
    main: html`<div class="card">
      <h1>Enter your code</h1>
      <p class="lead">
        We sent six digits to <strong class="nowrap">${pending.address}</strong>. They work for five minutes.
        <a href="${inboxUrl}" target="_blank" rel="noopener"
          >Open the stand-in inbox<span class="sr"> (new tab)</span></a
        >
      </p>
      ${parts.news !== undefined && html`<p class="news" role="status">${parts.news}</p>`} ${noticeBox(notice)}
      <form method="post" action="/code">
        ${codeField({ isInvalid: parts.isInvalid === true, hasNotice: notice !== undefined })}
        <button type="submit">Continue</button>
      </form>
      ${pending.channel === 'sms' ? resendForm(pending.address, parts) : mailAgain()}
    </div>`,
  });
}

export interface CodeFieldState {
  readonly isInvalid: boolean;
  readonly hasNotice: boolean;
}

export function codeField({ isInvalid, hasNotice }: CodeFieldState): Html {
  return html`<div class="field">
    <label for="code">Six-digit code</label>
    <input
      id="code"
      name="code"
      class="code"
      type="text"
      inputmode="numeric"
      autocomplete="one-time-code"
      pattern="[0-9 ]{6,7}"
      title="Six digits"
      maxlength="7"
      required
      autofocus
      ${hasNotice && html`aria-describedby="notice"`}
      ${isInvalid && html`aria-invalid="true"`}
    />
  </div>`;
}

/** A form of its own with an action of its own: a resend is a text like any other and pays its own toll. */
function resendForm(phone: string, { nonce, resendInSec = 0 }: CodeParts): Html {
  return html`<form
      method="post"
      action="/resend"
      class="aside"
      data-tollgate="/tollgate"
      data-action="resend"
      aria-labelledby="resend-title"
      ${resendInSec > 0 && html`data-resend-in="${resendInSec}"`}
    >
      <h2 id="resend-title">No text yet?</h2>
      <input type="hidden" name="nonce" value="${nonce}" />
      <div class="field">
        <label for="resend-phone">Your number</label>
        <input id="resend-phone" name="phone" type="tel" value="${phone}" readonly />
      </div>
      <button type="submit" class="quiet-button">Text me again</button>
    </form>
    <p class="other-way"><a href="/">Use another number</a> or <a href="/email">continue by e-mail</a></p>`;
}

const mailAgain = () => html`<p class="other-way"><a href="/email">Send it again or use another address</a></p>`;
