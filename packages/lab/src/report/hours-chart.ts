import type { EChartsOption, LineSeriesOption } from 'echarts';
import type { DefenceScore, TapeScore } from '../score/scoreboard.js';
import type { ChartView, Drawing } from './chart-svg.js';
import type { DefenceMark } from './defence-marks.js';
import { usdText } from './figures.js';
import { createMoneyScale, type MoneyScale } from './money-scale.js';
import { scoreOn } from '../score/score-on.js';

const HEIGHTS = { wide: 300, narrow: 240 };
/** More points than this are finer than the screen. */
const MOST_POINTS = 240;
const DAYS_FROM_HOURS = 72;
const TICKS = { wide: 8, narrow: 4 };

/** Dollars lost by each hour, a line a defence. */
export function hoursDrawing(tape: TapeScore, marks: readonly DefenceMark[], view: ChartView): Drawing {
  const scale = hoursScale(tape);
  const series = marks.flatMap((mark) => {
    const score = scoreOn(tape, mark.name);
    return score ? [lossLine(score, mark, scale)] : [];
  });
  return { option: { ...axes(tape, scale, view), series }, height: HEIGHTS[view.name] };
}

/** Where each defence's line ends, in words. */
export function hoursLabel(tape: TapeScore): string {
  const ends = tape.defences.map((score) => `${score.defence} ${usdText(score.lossByHourUsd.at(-1) ?? 0)}`);
  return `Chart of dollars lost over the ${hoursOf(tape)} hours of “${tape.title}”. At the end: ${ends.join(', ')}.`;
}

/** The scale follows where the lines end: their first cents would stretch it for nothing. */
export function hoursScale(tape: TapeScore): MoneyScale {
  return createMoneyScale(tape.defences.map((score) => score.lossByHourUsd.at(-1) ?? 0));
}

function hoursOf(tape: TapeScore): number {
  return Math.max(1, ...tape.defences.map((score) => score.lossByHourUsd.length));
}

function lossLine(score: DefenceScore, mark: DefenceMark, scale: MoneyScale): LineSeriesOption {
  const points = linePoints(score.lossByHourUsd);
  return {
    type: 'line',
    silent: true,
    clip: false,
    symbol: 'none',
    lineStyle: { color: mark.colour, width: 2, type: mark.dash.length === 0 ? 'solid' : [...mark.dash] },
    data: points.map(([hour, usd], index) => ({
      value: [hour, scale.position(usd)],
      ...(index === points.length - 1 ? endMark(mark) : {}),
    })),
  };
}

function endMark(mark: DefenceMark) {
  return { symbol: `path://${mark.path}`, symbolKeepAspect: true, symbolSize: 10, itemStyle: { color: mark.colour } };
}

/** Hours and dollars from nothing at the start; the last hour is always among them. */
function linePoints(lossByHourUsd: readonly number[]): readonly (readonly [number, number])[] {
  const all = [[0, 0] as const, ...lossByHourUsd.map((usd, index) => [index + 1, usd] as const)];
  const stride = Math.ceil(all.length / MOST_POINTS);
  const thinned = all.filter((_, index) => index % stride === 0 || index === all.length - 1);
  return thinned.filter(
    ([, usd], index) => index === 0 || usd !== thinned[index - 1]![1] || usd !== thinned[index + 1]?.[1],
  );
}

function axes(tape: TapeScore, scale: MoneyScale, view: ChartView): EChartsOption {
  const hours = hoursOf(tape);
  const inDays = hours > DAYS_FROM_HOURS;
  const unit = inDays ? 24 : 1;
  const axisLabel = { color: 'var(--quiet)', fontSize: view.fontPx };
  return {
    grid: { left: view.fontPx * 4, right: 16, top: 12, bottom: view.fontPx * 3.6, outerBoundsMode: 'none' },
    xAxis: {
      type: 'value',
      min: 0,
      max: hours,
      interval: unit * tickStep(hours / unit, TICKS[view.name]),
      name: inDays ? 'days' : 'hours',
      nameLocation: 'middle',
      nameGap: view.fontPx * 2,
      nameTextStyle: { color: 'var(--quiet)', fontSize: view.fontPx },
      axisLabel: { ...axisLabel, formatter: (hour: number) => String(Number((hour / unit).toFixed(1))) },
      axisLine: { lineStyle: { color: 'var(--axis)' } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: scale.max,
      interval: scale.interval,
      axisLabel: { ...axisLabel, formatter: scale.label },
      axisLine: { lineStyle: { color: 'var(--axis)' } },
      splitLine: { lineStyle: { color: 'var(--faint)' } },
    },
  };
}

/** The smallest step that readers of clocks and calendars expect and that leaves room between ticks. */
function tickStep(units: number, ticks: number): number {
  const steps = [1, 2, 3, 6, 7, 12, 14, 24, 28, 56];
  return steps.find((step) => units / step <= ticks) ?? Math.ceil(units / ticks);
}
