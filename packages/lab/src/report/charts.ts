import type { Scoreboard, TapeScore } from '../score/scoreboard.js';
import { chartFigure } from './chart-figure.js';
import { defenceLegend, type DefenceMark } from './defence-marks.js';
import { type AttackedPeople, attackedPeople, honestDrawing, honestLabel } from './honest-chart.js';
import { countText, percentText } from './figures.js';
import { figureTable } from './figure-table.js';
import { hoursDrawing, hoursLabel, hoursScale } from './hours-chart.js';
import { html, type Html } from './html.js';
import { lossDrawing, lossLabel, lossScale } from './loss-chart.js';
import type { MoneyScale } from './money-scale.js';
import { OUTCOMES, outcomeLegend } from './outcomes.js';

/** Losses of all attack tapes. */
export function lossFigure(tapes: readonly TapeScore[], marks: readonly DefenceMark[]): Html {
  const attacks = tapes.filter((tape) => tape.kind === 'attack');
  if (attacks.length === 0) return html`<p>No tape holds an attack.</p>`;
  return chartFigure({
    name: { id: 'losses', label: lossLabel(attacks) },
    caption: `Dollars lost by attack and defence: the median, and a line from the least to the most. ${scaleNote(lossScale(attacks))}`,
    legend: defenceLegend(marks, 'no-line'),
    draw: (view) => lossDrawing({ tapes: attacks, marks }, view),
  });
}

/** Honest people during attacks. */
export function honestFigure(scoreboard: Scoreboard): Html {
  const rows = attackedPeople(scoreboard);
  if (rows.every((row) => row.people === 0)) return html`<p>No honest people asked for a code during an attack.</p>`;
  const chart = chartFigure({
    name: { id: 'honest', label: honestLabel(rows) },
    caption: 'What became of honest people while an attack went on, all attacks together, in per cent of them.',
    legend: outcomeLegend(),
    draw: (view) => honestDrawing(rows, view),
  });
  return html`${chart} ${attackedTable(rows)}`;
}

/** The figures of the bars, of which the smallest have no room in the chart. */
function attackedTable(rows: readonly AttackedPeople[]): Html {
  return figureTable({
    caption: 'The figures of the chart.',
    corner: 'Defence',
    columns: ['people', ...OUTCOMES.map((outcome) => outcome.title)],
    groups: [
      {
        rows: rows.map(({ defence, people, percents }) => ({
          title: defence,
          cells: [countText(people), ...percents.map(percentText)],
        })),
      },
    ],
  });
}

/** The loss of one tape over its hours; `id` is unique in the page. */
export function hoursFigure(tape: TapeScore, marks: readonly DefenceMark[], id: string): Html {
  if (tape.defences.every((score) => !score.lossByHourUsd.some((usd) => usd > 0))) {
    return html`<p>No hour lost a dollar with any defence.</p>`;
  }
  return chartFigure({
    name: { id, label: hoursLabel(tape) },
    caption: `Dollars lost by the hour, in the run with the median loss. ${scaleNote(hoursScale(tape))}`,
    legend: defenceLegend(marks, 'line'),
    draw: (view) => hoursDrawing(tape, marks, view),
  });
}

function scaleNote(scale: MoneyScale): string {
  if (scale.kind === 'linear') return 'The scale is linear.';
  return `The scale is logarithmic, but linear below ${scale.label(1)} so that zero has a place.`;
}
