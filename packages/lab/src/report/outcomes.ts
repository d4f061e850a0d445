import type { HonestRow } from '../score/scoreboard.js';
import { html, type Html } from './html.js';

/** One way in which it ends for honest people. */
export interface Outcome {
  readonly title: string;
  readonly colour: string;
  percent(row: HonestRow): number;
}

/** All ways, best first; their shares make a hundred. */
export const OUTCOMES: readonly Outcome[] = Object.freeze([
  { title: 'on the page', colour: 'var(--on-page)', percent: (row) => row.onPagePercent },
  { title: 'another way', colour: 'var(--another-way)', percent: (row) => row.anotherWayPercent },
  { title: 'refused', colour: 'var(--refused)', percent: (row) => row.refusedPercent },
  { title: 'gave up by themselves', colour: 'var(--gave-up)', percent: (row) => row.gaveUpPercent },
]);

/** A legend in text, which wraps and grows with the reader's font. */
export function outcomeLegend(): Html {
  const swatch = (colour: string) =>
    html`<svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d="M0 0H12V12H0Z" fill="${colour}" />
    </svg>`;
  return html`<ul class="legend">
    ${OUTCOMES.map((outcome) => html`<li>${swatch(outcome.colour)}${outcome.title}</li>`)}
  </ul>`;
}
