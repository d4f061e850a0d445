import type { Scoreboard } from '../score/scoreboard.js';
import { html, type Html } from './html.js';
import { DEFENCE_COLOURS } from './palette.js';

/** How a defence is drawn: nobody has to tell defences apart by colour alone. */
export interface DefenceMark {
  readonly name: string;
  readonly colour: string;
  /** An SVG path within ±5 of the origin. */
  readonly path: string;
  /** Lengths of dashes and gaps in pixels; empty is a whole line. */
  readonly dash: readonly number[];
}

// As many shapes as share no divisor with the colours: a pair of both comes again only after 42 defences.
const PATHS = [
  'M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1 -4.5 0Z',
  'M-4 -4H4V4H-4Z',
  'M0 -5L5 4H-5Z',
  'M0 -5L5 0L0 5L-5 0Z',
  'M0 5L5 -4H-5Z',
  'M-1.6 -5H1.6V-1.6H5V1.6H1.6V5H-1.6V1.6H-5V-1.6H-1.6Z',
];

const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [12, 4]];

/** The marks of all defences, in the scoreboard's order. */
export function defenceMarks(defences: Scoreboard['defences']): readonly DefenceMark[] {
  return defences.map(({ name }, index) => ({
    name,
    colour: `var(--defence-${index % DEFENCE_COLOURS})`,
    path: PATHS[index % PATHS.length]!,
    dash: DASHES[index % DASHES.length]!,
  }));
}

/** A legend in text, which wraps and grows with the reader's font. */
export function defenceLegend(marks: readonly DefenceMark[], line: 'line' | 'no-line'): Html {
  return html`<ul class="legend">
    ${marks.map((mark) => html`<li>${legendMark(mark, line)}${mark.name}</li>`)}
  </ul>`;
}

function legendMark(mark: DefenceMark, line: 'line' | 'no-line'): Html {
  const [reach, stroke] = line === 'line' ? [18, legendStroke(mark)] : [6, undefined];
  const box = `${-reach} -6 ${2 * reach} 12`;
  return html`<svg viewBox="${box}" width="${2 * reach}" height="12" aria-hidden="true">
    ${stroke}
    <path d="${mark.path}" fill="${mark.colour}" />
  </svg>`;
}

function legendStroke(mark: DefenceMark): Html {
  return html`<path
    d="M-18 0H18"
    stroke="${mark.colour}"
    stroke-width="2"
    stroke-dasharray="${mark.dash.join(' ')}"
  />`;
}
