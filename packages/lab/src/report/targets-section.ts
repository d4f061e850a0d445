import type { Scoreboard } from '../score/scoreboard.js';
import { targetsOf } from '../score/targets.js';
import { figureTable } from './figure-table.js';
import { html, type Html } from './html.js';
import { reachedText, TARGET_COLUMNS, targetCells, TARGETS_IN_WORDS } from './target-rows.js';

/** What we want of our own defence, tape by tape, and where it falls short; nothing where it was not played. */
export function targetsSection(scoreboard: Scoreboard): Html | undefined {
  const targets = targetsOf(scoreboard);
  if (targets.length === 0) return undefined;
  return html`<section aria-labelledby="targets-title">
    <h2 id="targets-title">Targets, reached and not</h2>
    <p>${TARGETS_IN_WORDS} ${reachedText(targets)}</p>
    ${figureTable({
      caption: 'Tollgate against its targets. On attacks, people turned away are points more or fewer than theirs.',
      corner: 'Tape',
      columns: TARGET_COLUMNS,
      groups: [{ rows: targets.map((target) => ({ title: target.tape.title, cells: targetCells(target) })) }],
    })}
  </section>`;
}
