import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REPORT_SEEDS } from '../../src/run/lab-options.js';
import { TAPES } from '../../src/tapes/tape-table.js';

const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
const [, section = ''] = /^## Attacked before they do$(.*?)^## /ms.exec(readme) ?? [];

/** The first cells of the tables' rows, without their heads. */
const titles = [...section.matchAll(/^\| (.+?) +\|/gm)]
  .map(([, title = '']) => title)
  .filter((title) => !/^(attack|day|-+)$/.test(title));

describe('the README’s tables of attacks and days', () => {
  it('hold every tape of the lab, in its order, and nothing else', () => {
    expect(titles).toEqual(TAPES.map(({ title }) => title));
  });

  it('are of the seeds that the lab reports, and say how many tapes there are', () => {
    const attacks = TAPES.filter(({ kind }) => kind === 'attack').length;
    const text = section.replace(/\s+/g, ' ');
    expect(text).toContain(`plays ${attacks} attacks and ${TAPES.length - attacks} days without one`);
    expect(text).toContain(`seeds ${REPORT_SEEDS.slice(0, -1).join(', ')} and ${REPORT_SEEDS.at(-1)}`);
  });
});
