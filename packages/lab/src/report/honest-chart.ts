import type { BarSeriesOption } from 'echarts';
import type { HonestRow, Scoreboard } from '../score/scoreboard.js';
import type { ChartView, Drawing } from './chart-svg.js';
import { percentText } from './figures.js';
import { type Outcome, OUTCOMES } from './outcomes.js';
import { rowTitles } from './row-titles.js';

const ROW_PX = { wide: 40, narrow: 62 };
const AXIS_PX = 34;
const NAME_COLUMN_PX = 150;
const BAR_PX = 24;
/** A segment narrower than this has no room for its figure. */
const LABELLED_PERCENT = { wide: 8, narrow: 18 };

/** Honest people of all attack tapes together, while an attack went on, with one defence. */
export interface AttackedPeople {
  readonly defence: string;
  readonly people: number;
  /** In the order of `OUTCOMES`; `NaN` without people. */
  readonly percents: readonly number[];
}

/** The same shares as in the tapes, each weighed by its people. */
export function attackedPeople(scoreboard: Scoreboard): readonly AttackedPeople[] {
  const attacks = scoreboard.tapes.filter((tape) => tape.kind === 'attack').flatMap((tape) => tape.defences);
  return scoreboard.defences.map(({ name }) => {
    const rows = attacks.filter((score) => score.defence === name).map((score) => score.during.all);
    const people = rows.reduce((sum, row) => sum + row.people, 0);
    return { defence: name, people, percents: OUTCOMES.map((outcome) => weighedPercent(rows, outcome)) };
  });
}

function weighedPercent(rows: readonly HonestRow[], outcome: Outcome): number {
  const counted = rows.filter((row) => row.people > 0);
  const people = counted.reduce((sum, row) => sum + row.people, 0);
  return counted.reduce((sum, row) => sum + row.people * outcome.percent(row), 0) / people;
}

/** A bar a defence, of a hundred per cent. */
export function honestDrawing(rows: readonly AttackedPeople[], view: ChartView): Drawing {
  const narrow = view.name === 'narrow';
  const names = rows.map((row) => row.defence);
  const above = narrow ? [rowTitles(names, -ROW_PX.narrow / 2, view)] : [];
  const option = {
    grid: {
      left: narrow ? 14 : NAME_COLUMN_PX + 16,
      right: 24,
      top: 1,
      bottom: AXIS_PX,
      outerBoundsMode: 'none' as const,
    },
    xAxis: {
      type: 'value' as const,
      max: 100,
      interval: narrow ? 50 : 20,
      axisLabel: { formatter: '{value} %', color: 'var(--quiet)', fontSize: view.fontPx },
      axisLine: { lineStyle: { color: 'var(--axis)' } },
      splitLine: { lineStyle: { color: 'var(--faint)' } },
    },
    yAxis: nameAxis(rows, view),
    series: [...OUTCOMES.map((outcome, index) => outcomeSeries(rows, { outcome, index, view })), ...above],
  };
  return { option, height: rows.length * ROW_PX[view.name] + AXIS_PX };
}

/** The share of each way with each defence, in words. */
export function honestLabel(rows: readonly AttackedPeople[]): string {
  const sentences = rows.map((row) => {
    const shares = OUTCOMES.map((outcome, index) => `${outcome.title} ${percentText(row.percents[index]!)}`);
    return `${row.defence}: ${shares.join(', ')}.`;
  });
  return `Chart of what became of honest people during attacks, by defence. ${sentences.join(' ')}`;
}

function nameAxis(rows: readonly AttackedPeople[], view: ChartView) {
  const fit = { width: NAME_COLUMN_PX, overflow: 'truncate' as const };
  return {
    type: 'category' as const,
    inverse: true,
    data: rows.map((row) => row.defence),
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { show: view.name === 'wide', interval: 0, color: 'var(--ink)', fontSize: view.fontPx, ...fit },
  };
}

interface Segment {
  readonly outcome: Outcome;
  readonly index: number;
  readonly view: ChartView;
}

function outcomeSeries(rows: readonly AttackedPeople[], { outcome, index, view }: Segment): BarSeriesOption {
  return {
    type: 'bar',
    stack: 'people',
    silent: true,
    barWidth: BAR_PX,
    itemStyle: { color: outcome.colour, borderColor: 'var(--background)', borderWidth: 1 },
    label: { color: 'var(--background)', fontSize: view.fontPx },
    data: rows.map((row) => {
      const percent = row.percents[index]!;
      const show = percent >= LABELLED_PERCENT[view.name];
      return { value: Number.isFinite(percent) ? percent : 0, label: { show, formatter: percentText(percent) } };
    }),
  };
}
