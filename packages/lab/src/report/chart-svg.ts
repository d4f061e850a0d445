import { init, use } from 'echarts/core';
import type { EChartsOption } from 'echarts';
import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { escapeHtml, Html } from './html.js';

/** A width that a chart is drawn for; the page shows one of the two. */
export interface ChartView {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly fontPx: number;
}

/** Text is 12 px or more on the screen wherever a view is shown: down to 320 px, and from 800 px. */
export const WIDE: ChartView = Object.freeze({ name: 'wide', width: 880, fontPx: 14 });
export const NARROW: ChartView = Object.freeze({ name: 'narrow', width: 288, fontPx: 12 });

/** A chart that is ready to be drawn. */
export interface Drawing {
  readonly option: EChartsOption;
  readonly height: number;
}

/** What names a chart: `id` is unique in its page. */
export interface ChartName {
  readonly id: string;
  readonly label: string;
}

/** The chart as SVG inside a page: same drawing, same bytes. */
export function chartSvg(drawing: Drawing, view: ChartView, name: ChartName): Html {
  use([BarChart, CustomChart, LineChart, ScatterChart, GridComponent, SVGRenderer]);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: view.width, height: drawing.height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { color: 'var(--ink)', fontSize: view.fontPx },
      ...drawing.option,
    });
    const prefix = `${name.id}-${view.name}`;
    const head = `<svg class="${view.name}" viewBox="0 0 ${view.width} ${drawing.height}" role="img"`;
    const body = cleanBody(chart.renderToSVGString(), prefix);
    return new Html(`${head} aria-label="${escapeHtml(name.label)}">${body}</svg>`);
  } finally {
    chart.dispose();
  }
}

/**
 * Drops what only serves a script (hover classes, data indices) and numbers ids anew, which the renderer counts over the
 * whole process. Text in the drawing has its quotes escaped, so that no pattern here can match inside a title.
 */
function cleanBody(svg: string, prefix: string): string {
  const ids = new Map<string, string>();
  const renumbered = (id: string) => {
    if (!ids.has(id)) ids.set(id, `${prefix}-${ids.size}`);
    return ids.get(id)!;
  };
  return svg
    .replace(/^<svg[^>]*>|<\/svg>$/g, '')
    .replace(/<style[^>]*>[^]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>/, '')
    .replace(/ (?:class|ecmeta_\w+|pointer-events|xml:space)="[^"]*"/g, '')
    .replace(/font-family:[^;"]*;/g, '')
    .replace(/(="url\(#| id=")(zr[\w-]+)/g, (_, before: string, id: string) => before + renumbered(id))
    .replace(/\n+/g, '');
}
