import type { DefenceScore, HonestRow, TapeScore } from '../score/scoreboard.js';
import { eventText } from './event-text.js';
import { figureTable } from './figure-table.js';
import { HONEST_FIGURES } from './honest-rows.js';
import { html, type Html } from './html.js';

type RowsOf = (score: DefenceScore) => Readonly<Record<string, HonestRow>>;

/** Honest people of one tape's event by what they hold and where their numbers are, folded away. */
export function honestDetails(tape: TapeScore): Html {
  return html`<details>
    <summary>Honest people ${eventText(tape)}, by device class and by pool (${tape.tape})</summary>
    ${classTable(tape, 'device class', (score) => score.during.byDevice)}
    ${classTable(tape, 'pool', (score) => score.during.byPool)}
  </details>`;
}

/** A group of rows a class, in it a row a defence. */
function classTable(tape: TapeScore, kind: string, rowsOf: RowsOf): Html {
  const classes = [...new Set(tape.defences.flatMap((score) => Object.keys(rowsOf(score))))];
  if (classes.length === 0) return html`<p>Nobody was counted by ${kind}.</p>`;
  return figureTable({
    caption: `Honest people ${eventText(tape)} by ${kind} (${tape.tape}).`,
    corner: 'Defence',
    columns: HONEST_FIGURES.map((figure) => figure.title),
    groups: classes.map((title) => ({
      title,
      rows: tape.defences.map((score) => ({
        title: score.defence,
        cells: HONEST_FIGURES.map((figure) => figure.text(rowsOf(score)[title])),
      })),
    })),
  });
}
