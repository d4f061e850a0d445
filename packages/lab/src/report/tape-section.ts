import type { TapeScore } from '../score/scoreboard.js';
import { hoursFigure } from './charts.js';
import type { DefenceMark } from './defence-marks.js';
import { honestDetails } from './honest-details.js';
import { html, type Html } from './html.js';
import { plural } from './plural.js';
import { tapeTable } from './tape-table.js';

const KINDS = { attack: 'An attack among honest people', honest: 'Honest people only' };

/** Everything about one tape; `id` is unique in the page. */
export function tapeSection(tape: TapeScore, marks: readonly DefenceMark[], id: string): Html {
  return html`<section aria-labelledby="${id}">
    <h3 id="${id}">${tape.title}</h3>
    <p>${KINDS[tape.kind]}, ${plural(tape.days, 'day')}. Its short name is <code>${tape.tape}</code>.</p>
    ${tapeTable(tape)} ${hoursFigure(tape, marks, `${id}-hours`)} ${honestDetails(tape)}
  </section>`;
}
