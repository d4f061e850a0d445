import type { HonestRow } from '../score/scoreboard.js';
import { countText, delayText, percentText } from './figures.js';
import { honestText } from './score-figures.js';

/** A figure of honest people. */
export interface HonestFigure {
  readonly title: string;
  /** The figure in words of the report; `–` without people. */
  readonly text: (row: HonestRow | undefined) => string;
}

function figure(title: string, format: (row: HonestRow) => string): HonestFigure {
  return Object.freeze({ title, text: (row: HonestRow | undefined) => honestText(row, format) });
}

/** All figures of honest people, in the order of the tables. */
export const HONEST_FIGURES: readonly HonestFigure[] = Object.freeze([
  Object.freeze({ title: 'people', text: (row: HonestRow | undefined) => countText(row?.people ?? NaN) }),
  figure('on the page', (row) => percentText(row.onPagePercent)),
  figure('of these held up', (row) => percentText(row.heldUpPercent)),
  figure('another way', (row) => percentText(row.anotherWayPercent)),
  figure('refused', (row) => percentText(row.refusedPercent)),
  figure('gave up', (row) => percentText(row.gaveUpPercent)),
  figure('delay, median', (row) => delayText(row.delayMs.p50)),
  figure('delay, p95', (row) => delayText(row.delayMs.p95)),
  figure('delay, p99', (row) => delayText(row.delayMs.p99)),
]);
