import type { DefenceScore, HonestRow, Spread, TapeScore } from '../score/scoreboard.js';
import { eventText } from './event-text.js';
import { figureTable, type TableGroup, type TableRow } from './figure-table.js';
import { countText, FEE_SHARES, NOTHING, usdText } from './figures.js';
import { HONEST_FIGURES } from './honest-rows.js';
import { html, type Html, type Part } from './html.js';
import { containedText } from './score-figures.js';

/** All figures of one tape: a column a defence. */
export function tapeTable(tape: TapeScore): Html {
  return figureTable({
    caption: `All figures (${tape.tape}). Medians over the seeds, beneath them the least and the most.`,
    corner: 'Figure',
    columns: tape.defences.map((score) => score.defence),
    groups: [
      { title: 'The attacker', rows: attackRows(tape) },
      honestGroup(tape, `Honest people ${eventText(tape)}`, (score) => score.during.all),
      honestGroup(tape, 'Honest people of the whole tape', (score) => score.honest.all),
    ],
  });
}

function attackRows(tape: TapeScore): readonly TableRow[] {
  const row = (title: string, cell: (score: DefenceScore) => Part) => ({ title, cells: tape.defences.map(cell) });
  return [
    row('requests', (score) => spreadCell(score.asked, countText)),
    row('texts got', (score) => spreadCell(score.sent, countText)),
    row('loss', (score) => spreadCell(score.lossUsd, usdText)),
    ...FEE_SHARES.map((share) =>
      row(`profit at ${share} % of the fee`, (score) => spreadCell(score.profitUsd[share], usdText)),
    ),
    row('contained after', (score) => containedText(tape, score)),
    row('runs within the bound', boundText),
  ];
}

/** The range may break between its ends, never inside one. */
function spreadCell(spread: Spread, format: (value: number) => string): Html {
  if (spread.least === spread.most) return html`${format(spread.median)}`;
  const [least, most] = [format(spread.least), format(spread.most)];
  return html`${format(spread.median)}<small><span>${least}</span> to <span>${most}</span></small>`;
}

function boundText({ withinBound }: DefenceScore): string {
  return withinBound === undefined ? NOTHING : `${withinBound.runs} of ${withinBound.of}`;
}

function honestGroup(tape: TapeScore, title: string, rowOf: (score: DefenceScore) => HonestRow): TableGroup {
  return {
    title,
    rows: HONEST_FIGURES.map((figure) => ({
      title: figure.title,
      cells: tape.defences.map((score) => figure.text(rowOf(score))),
    })),
  };
}
