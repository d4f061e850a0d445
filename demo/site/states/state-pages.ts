import { html, type Html } from '../../html.js';
import { layout } from '../pages/layout.js';
import { noticeBox, type Notice } from '../pages/notice.js';
import { TOLLGATE_SCRIPT } from '../pages/sign-up-page.js';
import { type State } from './state.js';
import { STATE_GROUPS } from './states.js';

export function statesPage(inboxUrl: string): string {
  return layout({
    title: 'Every state',
    path: '/states',
    inboxUrl,
    main: html`<div class="card">
      <h1>Every state</h1>
      <p class="lead">One page for each thing that may happen to a visitor. No text goes out from here.</p>
      ${STATE_GROUPS.map(
        ({ title, states }) =>
          html`<h2>${title}</h2>
            <ul class="states">
              ${states.map(({ name, title, sees, lang }) => {
                const link = html`<a href="/states/${name}" ${lang !== undefined && html`lang="${lang}"`}>${title}</a>`;
                return html`<li>${link}: <span>${sees}</span></li>`;
              })}
            </ul>`,
      )}
    </div>`,
  });
}

export interface StateParts {
  readonly inboxUrl: string;
  readonly phone?: string;
  /** What the gate answered, as JSON: the page's script shows it. */
  readonly reply?: string;
  /** The same in words, for a page without a script. */
  readonly notice?: Notice;
  readonly passed?: boolean;
}

export function statePage(state: State, { inboxUrl, phone = '', reply, notice, passed }: StateParts): string {
  const { name, title, sees, first, attributes = {} } = state;
  const all = { 'data-tollgate': `/states/${name}/tollgate`, ...attributes, ...(reply && { 'data-reply': reply }) };
  return layout({
    title,
    inboxUrl,
    ...(state.lang !== undefined && { lang: state.lang }),
    head: html`${first !== undefined && html`<script src="/assets/${first}"></script>`} ${TOLLGATE_SCRIPT}`,
    main: html`<div class="card">
      <h1>${title.charAt(0).toLocaleUpperCase(state.lang)}${title.slice(1)}</h1>
      <p class="lead">A visitor sees: ${sees}</p>
      ${passed === true && html`<p class="news" role="status">A text would go out now.</p>`}
      <form method="post" action="/states/${name}" data-action="signup" data-country="US" ${attributesOf(all)}>
        <div class="field">
          <label for="phone">Phone number</label>
          <input id="phone" name="phone" type="tel" autocomplete="tel" maxlength="40" required value="${phone}" />
          <p class="hint">Any number of the United States will do, such as 202 555 0123.</p>
        </div>
        <noscript>
          ${noticeBox(notice)}
          <p class="hint">Texting a code needs JavaScript. The way by e-mail works without it.</p>
        </noscript>
        <a class="button quiet-button" data-way="email" href="/email" hidden>Continue by e-mail</a>
        <button type="submit">Text me a code</button>
      </form>
      <p class="other-way"><a href="/states">All states</a> or <a href="/email">continue by e-mail</a></p>
    </div>`,
  });
}

const attributesOf = (attributes: Readonly<Record<string, string>>): Html[] =>
  Object.entries(attributes).map(([name, value]) => html` ${name}="${value}"`);
