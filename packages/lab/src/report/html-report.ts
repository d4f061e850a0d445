import type { Scoreboard } from '../score/scoreboard.js';
import { assumptionsSection } from './assumptions-section.js';
import { type DefenceMark, defenceMarks } from './defence-marks.js';
import { seedsText } from './figures.js';
import { html, Html } from './html.js';
import { plural } from './plural.js';
import { styleSheet } from './style.js';
import { summarySection } from './summary-section.js';
import { targetsSection } from './targets-section.js';
import { tapeSection } from './tape-section.js';

const TITLE = 'What each defence let through';
/** The page asks for nothing, and could not. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** The scoreboard as one HTML page without scripts or requests. The same scoreboard gives the same bytes. */
export function htmlReport(scoreboard: Scoreboard): string {
  const marks = defenceMarks(scoreboard.defences);
  const page = html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="color-scheme" content="light dark" />
        <title>${TITLE}</title>
        ${new Html(`<style>${styleSheet()}</style>`)}
      </head>
      <body>
        <main>
          ${header(scoreboard)} ${summarySection(scoreboard, marks)} ${targetsSection(scoreboard)}
          ${tapesSection(scoreboard, marks)} ${assumptionsSection(scoreboard.assumptions)}
          ${reproduceSection(scoreboard)}
        </main>
      </body>
    </html> `;
  return `${page.text.replace(/\n\s*/g, '\n').trim()}\n`;
}

function header({ seeds, defences, tapes }: Scoreboard): Html {
  const attacks = tapes.filter((tape) => tape.kind === 'attack').length;
  const [guards, quiet] = [plural(defences.length, 'defence'), plural(tapes.length - attacks, 'tape')];
  return html`<header>
    <h1>${TITLE}</h1>
    <p class="lead">
      A simulated site that texts codes was guarded by ${guards}, one at a time. It met ${plural(attacks, 'attack')}
      among honest people, and ${quiet} of honest people only. Each defence met each tape with
      ${plural(seeds.length, 'seed')}; figures are medians over them. Nobody was texted and no money was spent.
    </p>
    <dl>
      ${defences.map(
        ({ name, title }) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${title}</dd>
          </div>`,
      )}
    </dl>
  </header>`;
}

function tapesSection({ tapes }: Scoreboard, marks: readonly DefenceMark[]): Html {
  const id = (index: number) => `tape-${index + 1}`;
  return html`<section aria-labelledby="tapes-title">
    <h2 id="tapes-title">Tape by tape</h2>
    <nav aria-label="Tapes">
      <ul>
        ${tapes.map((tape, index) => html`<li><a href="#${id(index)}">${tape.title}</a></li>`)}
      </ul>
    </nav>
    ${tapes.map((tape, index) => tapeSection(tape, marks, id(index)))}
  </section>`;
}

function reproduceSection({ seeds }: Scoreboard): Html {
  return html`<section aria-labelledby="reproduce-title">
    <h2 id="reproduce-title">How to reproduce</h2>
    <p>In the repository, with its packages installed. The same seeds give the same figures, to the last digit.</p>
    <pre><code>npm run lab -- --seeds ${seedsText(seeds)}</code></pre>
  </section>`;
}
