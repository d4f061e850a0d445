import { html } from '../../html.js';
import { layout } from './layout.js';

export interface ErrorParts {
  readonly title: string;
  readonly text: string;
  readonly inboxUrl: string;
}

export function errorPage({ title, text, inboxUrl }: ErrorParts): string {
  return layout({
    title,
    inboxUrl,
    main: html`<div class="card">
      <h1>${title}</h1>
      <p class="lead">${text}</p>
      <p><a class="button" href="/">Back to the start</a></p>
    </div>`,
  });
}
