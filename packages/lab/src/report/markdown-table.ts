import type { DefenceScore, Scoreboard, TapeScore } from '../score/scoreboard.js';
import { scoreOn } from '../score/score-on.js';
import { turnedAwayPercent } from '../score/targets.js';
import { NOTHING, percentText, usdText } from './figures.js';
import { honestText } from './score-figures.js';

/**
 * The summary for a README: a row a tape, a column a defence, each cell the median loss and the honest people turned
 * away. Columns are padded as Prettier pads them. The last line names the seeds.
 */
export function markdownTable(scoreboard: Scoreboard): string {
  const header = ['Tape', ...scoreboard.defences.map((defence) => markdownText(defence.name))];
  const rows = scoreboard.tapes.map((tape) => [
    markdownText(tape.title),
    ...scoreboard.defences.map(({ name }) => summaryCell(tape, name)),
  ]);
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]!.length)));
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const table = [header, rule, ...rows].map((row) => markdownLine(row, widths));
  const legend = `Loss (median) / honest people turned away. Seeds: ${scoreboard.seeds.join(', ')}.`;
  return [...table, '', legend, ''].join('\n');
}

function summaryCell(tape: TapeScore, defence: string): string {
  const score = scoreOn(tape, defence);
  return score === undefined ? NOTHING : `${usdText(score.lossUsd.median)} / ${turnedAwayText(score)}`;
}

function turnedAwayText(score: DefenceScore): string {
  return honestText(score.during.all, (row) => percentText(turnedAwayPercent(row)));
}

function markdownLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
  return `| ${padded.join(' | ')} |`;
}

/** A title stays one cell and never becomes markup. */
function markdownText(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\|`*_<>[\]]/g, '\\$&');
}
