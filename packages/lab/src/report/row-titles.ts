import type { CustomSeriesOption } from 'echarts';
import type { ChartView } from './chart-svg.js';

const MOST_LINES = 3;
const LINE_EM = 1.25;
const INDENT_PX = 6;
/** The renderer measures text by a table; system fonts are up to a quarter wider. */
const MEASURED_PART = 0.8;
/** A line's letters are about this wide, in parts of the font's size, as the renderer measures. */
const LETTER_EM = 0.46;

/** Titles above the rows of a narrow chart, where there is no room beside them; `topPx` from the middle of a row. */
export function rowTitles(titles: readonly string[], topPx: number, view: ChartView): CustomSeriesOption {
  const font = { fill: 'var(--ink)', fontSize: view.fontPx, lineHeight: view.fontPx * LINE_EM };
  const clip = { overflow: 'break', lineOverflow: 'truncate' } as const;
  const box = { width: boxPx(view), height: MOST_LINES * font.lineHeight, ...clip };
  return {
    type: 'custom',
    silent: true,
    data: titles.map((_, row) => [0, row]),
    renderItem: (params, api) => {
      const [x, y] = api.coord([0, api.value(1)]) as [number, number];
      const text = titles[params.dataIndex] ?? '';
      return { type: 'text', style: { text, x: x + INDENT_PX, y: y + topPx, ...font, ...box } };
    },
  };
}

/** The height that the longest of these titles needs. */
export function rowTitlePx(titles: readonly string[], view: ChartView): number {
  const lettersPerLine = boxPx(view) / (view.fontPx * LETTER_EM) - 4;
  const lines = Math.max(...titles.map((title) => Math.ceil(title.length / lettersPerLine)));
  return Math.min(MOST_LINES, Math.max(1, lines)) * view.fontPx * LINE_EM;
}

function boxPx(view: ChartView): number {
  return (view.width - 3 * INDENT_PX) * MEASURED_PART;
}
