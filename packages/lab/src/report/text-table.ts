import type { DefenceScore, Scoreboard, TapeScore } from '../score/scoreboard.js';
import { targetsOf } from '../score/targets.js';
import { delayText, percentText, usdText } from './figures.js';
import { containedText, honestText } from './score-figures.js';
import { reachedText, TARGET_COLUMNS, targetCells, TARGETS_IN_WORDS } from './target-rows.js';

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
    'Shares are of the honest people during an attack and 25 hours after it, or while what a tape is about lasts; delay is of those who got their code.',
    `Seeds: ${scoreboard.seeds.join(', ')}`,
  ];
  const text = [
    textLine(HEADER, widths),
    ...lines,
    '',
    ...notes.flatMap((note) => wrap(note)),
    ...targetLines(scoreboard),
  ];
  return [...text, ''].join('\n');
}

/** What we want of our own defence, tape by tape; nothing where it was not played. */
function targetLines(scoreboard: Scoreboard): readonly string[] {
  const targets = targetsOf(scoreboard);
  if (targets.length === 0) return [];
  const rows = [
    ['tape', ...TARGET_COLUMNS],
    ...targets.map((target) => [singleLine(target.tape.tape), ...targetCells(target).map(singleLine)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return ['', ...rows.map((row) => textLine(row, widths)), '', ...wrap(TARGETS_IN_WORDS), reachedText(targets)];
}

function textRow(tape: TapeScore, score: DefenceScore, index: number): readonly string[] {
  return [
    index === 0 ? singleLine(tape.tape) : '',
    singleLine(score.defence),
    usdText(score.lossUsd.median),
    usdText(score.profitUsd['30'].median),
    containedText(tape, score),
    honestText(score.during.all, (row) => percentText(row.onPagePercent)),
    honestText(score.during.all, (row) => percentText(row.anotherWayPercent)),
    honestText(score.during.all, (row) => percentText(row.refusedPercent)),
    honestText(score.during.all, (row) => delayText(row.delayMs.p95)),
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
