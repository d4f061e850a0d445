import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { markdownTable } from '../../src/report/markdown-table.js';
import { largeScoreboard } from './support/large-scoreboard.js';
import { defenceScore, smallScoreboard, tapeScore } from './support/scoreboard-fixture.js';

describe('markdownTable', () => {
  it('holds a row a tape and a column a defence', () => {
    expect(markdownTable(smallScoreboard()).split('\n').slice(0, 3)).toEqual([
      '| Tape                     |           open |       shut |',
      '| ------------------------ | -------------: | ---------: |',
      '| A flood from one address | $1,235 / 9.9 % | $0 / 100 % |',
    ]);
  });

  it('ends with a line that names the seeds', () => {
    expect(markdownTable(smallScoreboard())).toMatch(/Seeds: 1, 2, 3\.\n$/);
  });

  it('is left as it is by the formatter of the repository', async () => {
    const table = markdownTable(largeScoreboard());
    expect(await format(table, { parser: 'markdown', printWidth: 120 })).toBe(table);
  });

  it('keeps a hostile title in its cell', () => {
    const tape = tapeScore('t', [defenceScore('open')], { title: 'a | b\n<b>[c](d)`e`' });
    expect(markdownTable(smallScoreboard({ tapes: [tape] }))).toContain('| a \\| b \\<b\\>\\[c\\](d)\\`e\\` |');
  });

  it('draws a defence that did not meet a tape as such', () => {
    const tape = tapeScore('t', [defenceScore('open')]);
    expect(markdownTable(smallScoreboard({ tapes: [tape] }))).toMatch(/\| +–\ \|\n/);
  });
});
