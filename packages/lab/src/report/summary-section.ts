import type { DefenceScore, Scoreboard, TapeScore } from '../score/scoreboard.js';
import { scoreOn } from '../score/score-on.js';
import { turnedAwayPercent } from '../score/targets.js';
import { honestFigure, lossFigure } from './charts.js';
import type { DefenceMark } from './defence-marks.js';
import { figureTable, type TableGroup } from './figure-table.js';
import { NOTHING, percentText, usdText } from './figures.js';
import { html, type Html, type Part } from './html.js';
import { honestText } from './score-figures.js';

/** Losses and honest people over all tapes. */
export function summarySection(scoreboard: Scoreboard, marks: readonly DefenceMark[]): Html {
  return html`<section aria-labelledby="losses-title">
      <h2 id="losses-title">Losses</h2>
      ${summaryTable(scoreboard)} ${lossFigure(scoreboard.tapes, marks)}
    </section>
    <section aria-labelledby="honest-title">
      <h2 id="honest-title">Honest people during attacks</h2>
      ${honestFigure(scoreboard)}
    </section>`;
}

function summaryTable(scoreboard: Scoreboard): Html {
  return figureTable({
    caption:
      'Median loss in dollars, the least of each tape in bold. Beneath: honest people turned away (shown another way, or refused) during an attack and 25 hours after it, or while the day or hours last that a tape is about.',
    corner: 'Tape',
    columns: scoreboard.defences.map(({ name }) => name),
    groups: [
      summaryGroup(scoreboard, 'attack', 'Attacks'),
      summaryGroup(scoreboard, 'honest', 'Honest people only'),
    ].filter((group) => group.rows.length > 0),
  });
}

function summaryGroup(scoreboard: Scoreboard, kind: TapeScore['kind'], title: string): TableGroup {
  const tapes = scoreboard.tapes.filter((tape) => tape.kind === kind);
  return {
    title,
    rows: tapes.map((tape) => ({
      title: tape.title,
      cells: scoreboard.defences.map(({ name }) => summaryCell(tape, name)),
    })),
  };
}

function summaryCell(tape: TapeScore, defence: string): Part {
  const score = scoreOn(tape, defence);
  if (score === undefined) return NOTHING;
  const loss = usdText(score.lossUsd.median);
  const turnedAway = honestText(score.during.all, (row) => percentText(turnedAwayPercent(row)));
  return html`${isLeast(tape, score) ? html`<strong>${loss}</strong>` : loss}<small>${turnedAway}</small>`;
}

/** Where all lose the same, none stands out. */
function isLeast(tape: TapeScore, score: DefenceScore): boolean {
  const losses = tape.defences.map((candidate) => candidate.lossUsd.median);
  return score.lossUsd.median === Math.min(...losses) && score.lossUsd.median < Math.max(...losses);
}
