import { html, type Html, type Part } from './html.js';

/** A row: its header and its cells, one a column. */
export interface TableRow {
  readonly title: string;
  readonly cells: readonly Part[];
}

/** Rows under a heading of their own. */
export interface TableGroup {
  readonly title?: string;
  readonly rows: readonly TableRow[];
}

/** A table of figures. */
export interface FigureTable {
  readonly caption: string;
  /** What the row headers are. */
  readonly corner: string;
  readonly columns: readonly string[];
  readonly groups: readonly TableGroup[];
  /** `text` sets cells as prose; figures otherwise. */
  readonly cells?: 'text';
}

/** The table in a box that scrolls sideways on its own and that the keyboard reaches. */
export function figureTable(table: FigureTable): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${table.caption}">
    <table class="${table.cells ?? 'figures'}">
      <caption>
        <span>${table.caption}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">${table.corner}</th>
          ${table.columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      ${table.groups.map((group) => tableBody(group, table.columns.length + 1))}
    </table>
  </div>`;
}

function tableBody(group: TableGroup, columns: number): Html {
  return html`<tbody>
    ${group.title === undefined ? undefined : groupHeading(group.title, columns)}${group.rows.map(tableRow)}
  </tbody>`;
}

function groupHeading(title: string, columns: number): Html {
  return html`<tr class="group">
    <th scope="rowgroup" colspan="${columns}"><span>${title}</span></th>
  </tr> `;
}

function tableRow(row: TableRow): Html {
  return html`<tr>
    <th scope="row">${row.title}</th>
    ${row.cells.map((cell) => html`<td>${cell}</td>`)}
  </tr> `;
}
