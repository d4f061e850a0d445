import { type ChartName, chartSvg, type ChartView, type Drawing, NARROW, WIDE } from './chart-svg.js';
import { html, type Html } from './html.js';

/** A chart with what is written around it. */
export interface ChartFigure {
  readonly name: ChartName;
  readonly caption: string;
  readonly legend: Html;
  readonly draw: (view: ChartView) => Drawing;
}

/** The chart for wide and for narrow screens; the style sheet shows one of them. */
export function chartFigure(figure: ChartFigure): Html {
  const views = [WIDE, NARROW].map((view) => chartSvg(figure.draw(view), view, figure.name));
  return html`<figure>
    <figcaption>${figure.caption}</figcaption>
    ${figure.legend} ${views}
  </figure>`;
}
