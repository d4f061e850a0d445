import { html } from '../../html.js';
import { codeField } from './code-page.js';
import { layout } from './layout.js';
import { phoneFields } from './phone-fields.js';

/** The frame that demo/pages/module-entry.ts brings to life: three steps, of which one is shown. */
export function modulePage({ nonce, inboxUrl }: { nonce: string; inboxUrl: string }): string {
  return layout({
    title: 'Single page: continue with your phone',
    path: '/module',
    inboxUrl,
    head: html`<script src="/assets/module.js" type="module"></script>`,
    main: html`<div class="card" data-app data-nonce="${nonce}">
      <h1 tabindex="-1" data-title>Continue with your phone</h1>
      <p class="lead">The same flow as a single page: fetch, and the client as a module.</p>
      <p class="quiet" role="status" data-status></p>
      <div class="notice" role="alert" data-alert hidden>
        <p id="notice"></p>
        <p data-ways hidden><a class="button quiet-button" href="/email">Continue by e-mail</a></p>
      </div>
      <noscript>
        <p class="notice">This variant needs JavaScript. <a href="/email">Continue by e-mail</a> works without.</p>
      </noscript>
      <form data-step="phone">
        ${phoneFields({ hasNotice: true })}
        <button type="submit">Text me a code</button>
        <tollgate-widget endpoint="/tollgate" action="signup" country="[name=country]">${byMail()}</tollgate-widget>
      </form>
      <div data-step="code" hidden>
        <p>We sent six digits to <strong class="nowrap" data-address></strong>. They work for five minutes.</p>
        <form data-check>
          ${codeField({ isInvalid: false, hasNotice: true })}
          <button type="submit">Continue</button>
        </form>
        <form data-resend class="aside">
          <div class="field">
            <label for="resend-phone">Your number</label>
            <input id="resend-phone" name="phone" type="tel" readonly />
          </div>
          <button type="submit" class="quiet-button">Text me again</button>
          <tollgate-widget endpoint="/tollgate" action="resend">${byMail()}</tollgate-widget>
        </form>
        <p class="other-way"><a href="/module">Use another number</a> or <a href="/email">continue by e-mail</a></p>
      </div>
      <div data-step="done" hidden>
        <p>The gate was told that the code came back.</p>
        <p><a class="button" href="/account">Go to your account</a></p>
      </div>
    </div>`,
  });
}

/** Shown by the widget where the gate names the way. */
const byMail = () => html`<a class="button quiet-button" data-way="email" href="/email" hidden>Continue by e-mail</a>`;
