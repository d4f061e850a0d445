import { html, type Html } from '../../html.js';
import { type LoggedVerdict } from '../verdict-log.js';
import { layout } from './layout.js';
import { verdictCard } from './verdict-card.js';

export interface VerdictsParts {
  readonly newestFirst: readonly LoggedVerdict[];
  readonly limits: Html;
  readonly inboxUrl: string;
}

/** The gate at work. New verdicts are pushed; without a script, reloading shows them too. */
export function verdictsPage({ newestFirst, limits, inboxUrl }: VerdictsParts): string {
  return layout({
    title: 'Verdicts',
    path: '/verdicts',
    inboxUrl,
    wide: true,
    head: html`<script src="/assets/verdicts.js" type="module"></script>`,
    main: html`<h1>Verdicts as they happen</h1>
      <p class="lead">
        What the gate decides about each request to text, what that cost and whom. Numbers are never shown, only enough
        of each to tell two apart. A shop keeps this page to itself.
      </p>
      <details class="card limits-box">
        <summary><strong>Limits in force</strong></summary>
        <p class="quiet">
          The most this shop can lose, whatever an attacker does: these sums, set by hand, in any hour, day and 30 days.
        </p>
        ${limits}
      </details>
      <p class="quiet" role="status" data-news></p>
      <section aria-labelledby="latest">
        <h2 id="latest">Latest</h2>
        <p class="empty" data-empty ${newestFirst.length > 0 && html`hidden`}>
          None yet. <a href="/">Ask for a code</a> in another tab and watch.
        </p>
        <ol class="cards" data-verdicts reversed>
          ${newestFirst.map(verdictCard)}
        </ol>
      </section>`,
  });
}
