import type { CustomSeriesOption, EChartsOption, ScatterSeriesOption } from 'echarts';
import type { DefenceScore, TapeScore } from '../score/scoreboard.js';
import type { ChartView, Drawing } from './chart-svg.js';
import type { DefenceMark } from './defence-marks.js';
import { usdText } from './figures.js';
import { createMoneyScale, type MoneyScale } from './money-scale.js';
import { rowTitlePx, rowTitles } from './row-titles.js';
import { scoreOn } from '../score/score-on.js';

const LANE_PX = 13;
const ROW_GAP_PX = 14;
const AXIS_PX = 34;
const LEAST_ROW_PX = 80;
const TITLE_COLUMN_PX = 268;
/** The renderer measures text by a table; system fonts are up to a quarter wider. */
const MEASURED_PART = 0.76;
/** Powers of ten that have room side by side on a narrow screen. */
const SPARSE_FROM = 5;

/** What the chart of losses is drawn from. */
export interface Losses {
  readonly tapes: readonly TapeScore[];
  readonly marks: readonly DefenceMark[];
}

/** A row a tape, in it a lane a defence: a dot at the median, a line from the least to the most. */
export function lossDrawing(losses: Losses, view: ChartView): Drawing {
  const { tapes, marks } = losses;
  const titles = tapes.map((tape) => tape.title);
  const titlePx = view.name === 'narrow' ? rowTitlePx(titles, view) : 0;
  const rowPx = Math.max(LEAST_ROW_PX, marks.length * LANE_PX + ROW_GAP_PX + titlePx);
  const scale = lossScale(tapes);
  const series = marks.flatMap((mark, index) => {
    const lane = (index - (marks.length - 1) / 2) * LANE_PX + titlePx / 2;
    const scores = tapes.map((tape) => scoreOn(tape, mark.name));
    return [rangeSeries(scores, mark, { lane, scale }), dotSeries(scores, mark, { lane, scale })];
  });
  const height = tapes.length * rowPx + AXIS_PX;
  const above = view.name === 'narrow' ? [rowTitles(titles, 6 - rowPx / 2, view)] : [];
  return { option: { ...axes(tapes, scale, view), series: [...series, ...above] }, height };
}

/** The least and the greatest loss of each tape, in words. */
export function lossLabel(tapes: readonly TapeScore[]): string {
  const sentences = tapes.map((tape) => {
    const sorted = [...tape.defences].sort((a, b) => a.lossUsd.median - b.lossUsd.median);
    const ends = sorted.length > 1 ? [sorted[0]!, sorted.at(-1)!] : sorted;
    return `${tape.title}: ${ends.map((score) => `${usdText(score.lossUsd.median)} with ${score.defence}`).join(', ')}.`;
  });
  return `Chart of the median loss by attack and defence, least and greatest. ${sentences.join(' ')}`;
}

/** The scale of all losses, with the ends of their ranges. */
export function lossScale(tapes: readonly TapeScore[]): MoneyScale {
  const spreads = tapes.flatMap((tape) => tape.defences.map((score) => score.lossUsd));
  return createMoneyScale(spreads.flatMap((spread) => [spread.least, spread.median, spread.most]));
}

interface Lane {
  /** Pixels below the middle of the row. */
  readonly lane: number;
  readonly scale: MoneyScale;
}

type Scores = readonly (DefenceScore | undefined)[];

function dotSeries(scores: Scores, mark: DefenceMark, { lane, scale }: Lane): ScatterSeriesOption {
  return {
    type: 'scatter',
    silent: true,
    clip: false,
    symbol: `path://${mark.path}`,
    symbolKeepAspect: true,
    symbolSize: 10,
    symbolOffset: [0, lane],
    itemStyle: { color: mark.colour },
    data: scores.flatMap((score, row) => (score ? [[scale.position(score.lossUsd.median), row]] : [])),
  };
}

function rangeSeries(scores: Scores, mark: DefenceMark, { lane, scale }: Lane): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    data: scores.flatMap((score, row) =>
      score ? [[scale.position(score.lossUsd.least), row, scale.position(score.lossUsd.most)]] : [],
    ),
    renderItem: (_params, api) => {
      const [x1, y] = api.coord([api.value(0), api.value(1)]) as [number, number];
      const [x2] = api.coord([api.value(2), api.value(1)]) as [number, number];
      const style = { stroke: mark.colour, lineWidth: 2 };
      return { type: 'line', shape: { x1, x2, y1: y + lane, y2: y + lane }, style };
    },
  };
}

function axes(tapes: readonly TapeScore[], scale: MoneyScale, view: ChartView): EChartsOption {
  const narrow = view.name === 'narrow';
  return {
    grid: { left: narrow ? 8 : TITLE_COLUMN_PX, right: 26, top: 1, bottom: AXIS_PX, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      min: 0,
      max: scale.max,
      interval: scale.interval,
      axisLabel: { formatter: tickLabels(scale, view), color: 'var(--quiet)', fontSize: view.fontPx },
      axisLine: { lineStyle: { color: 'var(--axis)' } },
      splitLine: { lineStyle: { color: 'var(--faint)' } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: tapes.map((tape) => tape.title),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--axis)' } },
      splitLine: { show: true, lineStyle: { color: 'var(--rule)' } },
      axisLabel: { show: !narrow, interval: 0, ...titleBeside(view) },
    },
  };
}

/** Every other power of ten on a narrow screen. */
function tickLabels(scale: MoneyScale, view: ChartView): (position: number) => string {
  const sparse = view.name === 'narrow' && scale.kind === 'logarithmic' && scale.max > SPARSE_FROM;
  return (position) => (sparse && position % 2 === 1 ? '' : scale.label(position));
}

function titleBeside({ fontPx }: ChartView) {
  const fit = { width: TITLE_COLUMN_PX * MEASURED_PART, overflow: 'break', lineHeight: fontPx * 1.25 } as const;
  return { color: 'var(--ink)', fontSize: fontPx, ...fit };
}
