import { html } from '../../html.js';
import { layout } from './layout.js';
import { noticeBox, type Notice } from './notice.js';
import { phoneFields, type PhoneFieldValues } from './phone-fields.js';

export interface SignUpParts extends PhoneFieldValues {
  readonly nonce: string;
  readonly inboxUrl: string;
  readonly notice?: Notice;
}

/** The whole integration on the page is one script tag and the form's own attributes. */
export const TOLLGATE_SCRIPT = html`<script src="/tollgate-client/script/tollgate.js" defer></script>`;

export function signUpPage(parts: SignUpParts): string {
  return layout({
    title: parts.notice ? 'Problem: continue with your phone' : 'Continue with your phone',
    path: '/',
    inboxUrl: parts.inboxUrl,
    head: TOLLGATE_SCRIPT,
    main: html`<div class="card">
      <h1>Continue with your phone</h1>
      <p class="lead">New or returning, it works the same.</p>
      ${noticeBox(parts.notice)}
      <form
        method="post"
        action="/sign-up"
        data-tollgate="/tollgate"
        data-action="signup"
        data-country="[name=country]"
      >
        <input type="hidden" name="nonce" value="${parts.nonce}" />
        ${phoneFields({ ...parts, hasNotice: parts.notice !== undefined })}
        <button type="submit">Text me a code</button>
      </form>
      <noscript>
        <p class="hint">Texting a code needs JavaScript. The way by e-mail works without it.</p>
      </noscript>
      <p class="other-way"><a href="/email">Continue by e-mail instead</a></p>
    </div>`,
  });
}
