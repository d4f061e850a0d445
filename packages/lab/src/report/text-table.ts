import type { DefenceScore, Scoreboard, TapeScore } from '../score/scoreboard.js';
import { delayText, percentText, usdText } from './figures.js';
import { containedText, honestText } from './score-figures.js';

const MAX_COLUMNS = 120;
const GAP = '  ';
const HEADER = [
  'tape',
  'defence',
  'loss',
  'profit 30 %',
  'contained',
  'on page',
  'another way',
  'refused',
  'p95 delay',
] as const;
/** The names stand left and give way when the table gets too wide; the figures never do. */
const NAME_COLUMNS = 2;
const LEAST_NAME_WIDTH = 8;

/** The scoreboard for a terminal: one line a tape and defence, at most 120 columns, ending with a newline. */
export function textTable(scoreboard: Scoreboard): string {
  const groups = scoreboard.tapes.map((tape) => tape.defences.map((score, index) => textRow(tape, score, index)));
  const widths = columnWidths([HEADER, ...groups.flat()]);
  const lines = groups.flatMap((rows) => ['', ...rows.map((row) => textLine(row, widths))]);
  const notes = [
    'Medians over the seeds; profit where attackers have 30 % of the fee; contained counts from the first request.',
    'Shares are of all honest people of the tape; delay is of those who got their code.',
    `Seeds: ${scoreboard.seeds.join(', ')}`,
  ];
  return [textLine(HEADER, widths), ...lines, '', ...notes.flatMap((note) => wrap(note)), ''].join('\n');
}

function textRow(tape: TapeScore, score: DefenceScore, index: number): readonly string[] {
  return [
    index === 0 ? singleLine(tape.tape) : '',
    singleLine(score.defence),
    usdText(score.lossUsd.median),
    usdText(score.profitUsd['30'].median),
    containedText(tape, score),
    honestText(score.honest, (row) => percentText(row.onPagePercent)),
    honestText(score.honest, (row) => percentText(row.anotherWayPercent)),
    honestText(score.honest, (row) => percentText(row.refusedPercent)),
    honestText(score.honest, (row) => delayText(row.delayMs.p95)),
  ];
}

/** A name cannot break the table, nor command the terminal. */
function singleLine(name: string): string {
  return name.replace(/\p{C}+/gu, ' ');
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const total = widths.reduce((sum, width) => sum + width, GAP.length * (HEADER.length - 1));
  return narrowed(widths, Math.max(0, total - MAX_COLUMNS));
}

/** Takes the excess from the wider name first. */
function narrowed(widths: readonly number[], excess: number): readonly number[] {
  const result = [...widths];
  for (let left = excess; left > 0; left--) {
    const widest = result[0]! >= result[1]! ? 0 : 1;
    result[widest] = Math.max(LEAST_NAME_WIDTH, result[widest]! - 1);
  }
  return result;
}

function textLine(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => {
      const width = widths[column]!;
      return column < NAME_COLUMNS ? clipped(cell, width).padEnd(width) : cell.padStart(width);
    })
    .join(GAP)
    .trimEnd();
}

function clipped(name: string, width: number): string {
  return name.length <= width ? name : `${name.slice(0, width - 1)}…`;
}

/** Many seeds make a long line: it breaks between words. */
function wrap(note: string): readonly string[] {
  const lines: string[] = [];
  for (const word of note.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= MAX_COLUMNS) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
