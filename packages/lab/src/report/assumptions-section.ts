import type { Scoreboard } from '../score/scoreboard.js';
import { figureTable } from './figure-table.js';
import { html, type Html } from './html.js';

/** What the figures rest on. */
export function assumptionsSection(assumptions: Scoreboard['assumptions']): Html {
  return html`<section aria-labelledby="assumptions-title">
    <h2 id="assumptions-title">Assumptions</h2>
    ${assumptions.length === 0 ? html`<p>None were recorded.</p>` : assumptionsTable(assumptions)}
  </section>`;
}

function assumptionsTable(assumptions: Scoreboard['assumptions']): Html {
  return figureTable({
    caption: 'What the figures rest on, and where it is from.',
    corner: 'What',
    columns: ['Value', 'Unit', 'Date', 'Source'],
    cells: 'text',
    groups: [
      {
        rows: assumptions.map(({ what, value, unit, date, source }) => ({
          title: what,
          cells: [valueText(value), unit, date, source],
        })),
      },
    ],
  });
}

/** All digits of the figure: an assumption is not rounded. */
function valueText(value: number): string {
  const digits = String(value);
  return /^\d{4,}$/.test(digits) ? digits.replace(/\B(?=(?:\d{3})+$)/g, ',') : digits;
}
