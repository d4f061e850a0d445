import { html, type Html } from '../../html.js';

/** Something a person has to be told above a form. */
export interface Notice {
  readonly text: string;
  /** The verdict behind it, for tests and for styling; it says no more than the text does. */
  readonly kind?: string;
  /** Whether to offer the way by e-mail beside it. */
  readonly offerMail?: boolean;
  /** Whether to offer to text the shop instead. */
  readonly offerTextUs?: boolean;
}

export function noticeBox(notice: Notice | undefined): Html | undefined {
  if (!notice) return undefined;
  return html`<div class="notice" role="alert" data-verdict="${notice.kind ?? 'error'}">
    <p id="notice">${notice.text}</p>
    ${notice.offerMail && html`<p><a class="button quiet-button" href="/email">Continue by e-mail</a></p>`}
    ${notice.offerTextUs && html`<p><a class="button quiet-button" href="/text-us">Text us instead</a></p>`}
  </div>`;
}
