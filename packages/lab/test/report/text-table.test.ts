import { describe, expect, it } from 'vitest';
import { textTable } from '../../src/report/text-table.js';
import { largeScoreboard } from './support/large-scoreboard.js';
import { defenceScore, smallScoreboard, spread, tapeScore } from './support/scoreboard-fixture.js';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('textTable', () => {
  it('holds a line a tape and defence with the figures of both', () => {
    const [open, shut] = textTable(smallScoreboard()).split('\n').slice(2, 4);
    expect(open).toMatch(/^flood +open +\$1,235 +\$346 +not contained +88\.8 % +6\.6 % +3\.3 % +2\.5 s$/);
    expect(shut).toMatch(/^ +shut +\$0 +\$0 +0 min +0 % +>99\.9 % +<0\.1 % +2\.5 s$/);
  });

  it('names the seeds', () => {
    expect(textTable(smallScoreboard())).toContain('Seeds: 1, 2, 3\n');
  });

  it('says nothing of containment where there was no attack', () => {
    const quiet = tapeScore('quiet', [defenceScore('open')], { kind: 'honest' });
    expect(textTable(smallScoreboard({ tapes: [quiet] }))).toMatch(/^quiet +open +\$0 +\$0 +– /m);
  });

  it('aligns every figure', () => {
    const [table] = textTable(largeScoreboard()).split('\nMedians') as [string];
    const rows = table.split('\n').filter((line) => line.includes(' %  '));
    expect(new Set(rows.map((line) => line.length)).size).toBe(1);
  });

  it('keeps within 120 columns whatever the names and however many the seeds', () => {
    const score = defenceScore('d'.repeat(90), {
      lossUsd: spread(1e9),
      profitUsd: { '10': spread(0), '30': spread(-1e9), '50': spread(0) },
    });
    const seeds = Array.from({ length: 200 }, (_, index) => index * 1_000);
    const text = textTable(smallScoreboard({ tapes: [tapeScore('t'.repeat(90), [score])], seeds }));
    expect(widest(text)).toBeLessThanOrEqual(120);
    expect(text).toContain('−$1,000,000,000');
    expect(text).toContain('199000');
  });

  it('ends with the targets of our own defence, reached and not', () => {
    const authgear = defenceScore('authgear', { lossUsd: spread(9) });
    const tapes = [
      tapeScore('flood', [authgear, defenceScore('tollgate', { lossUsd: spread(3) })]),
      tapeScore('trickle', [authgear, defenceScore('tollgate', { lossUsd: spread(4) })]),
      tapeScore('calm', [defenceScore('tollgate')], { kind: 'honest' }),
    ];
    const text = textTable(smallScoreboard({ tapes }));
    expect(text).toMatch(/^flood +authgear +0\.33 +0\.0 +yes$/m);
    expect(text).toMatch(/^trickle +authgear +0\.44 +0\.0 +no$/m);
    expect(text).toMatch(/^calm +– +– +0 % +yes$/m);
    expect(text).toContain('Reached: 2 of 3.');
    expect(textTable(smallScoreboard())).not.toContain('Reached');
  });

  it('lets no name command the terminal', () => {
    const tape = tapeScore('a\u001b[2J\nb', [defenceScore('open')]);
    expect(textTable(smallScoreboard({ tapes: [tape] }))).toContain('a [2J b');
  });
});
