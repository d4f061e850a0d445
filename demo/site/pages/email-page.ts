import { html } from '../../html.js';
import { layout } from './layout.js';
import { noticeBox, type Notice } from './notice.js';

export interface EmailParts {
  readonly inboxUrl: string;
  readonly email?: string;
  readonly notice?: Notice;
  readonly isInvalid?: boolean;
}

/** The other way in: costs nothing to send, needs no script, and is open when a text is not. */
export function emailPage({ inboxUrl, email, notice, isInvalid }: EmailParts): string {
  return layout({
    title: notice ? 'Problem: continue by e-mail' : 'Continue by e-mail',
    inboxUrl,
    main: html`<div class="card">
      <h1>Continue by e-mail</h1>
      <p class="lead">We send a code to your address. No text, no phone needed.</p>
      ${noticeBox(notice)}
      <form method="post" action="/email">
        <div class="field">
          <label for="email">E-mail address</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="email"
            maxlength="254"
            required
            value="${email ?? ''}"
            ${notice && html`aria-describedby="notice"`}
            ${isInvalid && html`aria-invalid="true" autofocus`}
          />
        </div>
        <button type="submit">Send me a code</button>
      </form>
      <p class="other-way"><a href="/">Continue with your phone instead</a></p>
    </div>`,
  });
}
