import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html-report.js';
import { escapeHtml } from '../../src/report/html.js';
import { defenceScore, honestRow, smallScoreboard, spread, tapeScore } from './support/scoreboard-fixture.js';

/** What a reader reads: text without tags, with single blanks. */
function readable(page: string): string {
  return page.replace(/<style>[^]*?<\/style>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** The cells of a row, by its header, of the first table that has it. */
function rowOf(page: string, header: string): readonly string[] {
  const row = page.split('<tr>').find((part) => part.includes(`<th scope="row">${header}</th>`)) ?? '';
  return [...row.matchAll(/<td>([^]*?)<\/td>/g)].map((match) => readable(match[1]!).trim());
}

describe('the figures of htmlReport', () => {
  const page = htmlReport(smallScoreboard());

  it.each([
    ['requests', ['5,000 4,800 to 5,200', '5,000']],
    ['texts got', ['4,321 4,111 to 4,777', '0']],
    ['loss', ['$1,235 $988 to $1,500', '$0']],
    ['profit at 10 % of the fee', ['−$12.34', '$0']],
    ['profit at 30 % of the fee', ['$346 $300 to $400', '$0']],
    ['profit at 50 % of the fee', ['$679', '$0']],
    ['contained after', ['not contained', '0 min']],
    ['runs within the bound', ['–', '3 of 3']],
    ['people', ['120', '120']],
    ['on the page', ['88.8 %', '0 %']],
    ['another way', ['6.6 %', '&gt;99.9 %']],
    ['refused', ['3.3 %', '&lt;0.1 %']],
    ['gave up', ['1.3 %', '&lt;0.1 %']],
    ['delay, median', ['310 ms', '310 ms']],
    ['delay, p95', ['2.5 s', '2.5 s']],
    ['delay, p99', ['3.2 min', '3.2 min']],
  ])('say %s of both defences', (header, cells) => expect(rowOf(page, header)).toEqual(cells));

  it.each([
    'new phone',
    'shared carrier address',
    '88.8 %',
    '>99.9 %',
    '<0.1 %',
    'Nobody gets in',
    'price of a text 0.0415 USD 2025-10 https://example.com/prices',
    'rented computers 120,000 hashes a second 2026 assumption',
    'npm run lab -- --seeds 1,2,3',
  ])('hold “%s”', (text) => expect(readable(page)).toContain(escapeHtml(text)));

  it('set the least loss in bold, and none where all are the same', () => {
    expect(page.match(/<strong>.*?<\/strong>/g)).toEqual(['<strong>$0</strong>']);
    const same = tapeScore('same', [defenceScore('open'), defenceScore('shut')]);
    expect(htmlReport(smallScoreboard({ tapes: [same] }))).not.toContain('<strong>');
  });

  it('draw a dash where nobody was counted', () => {
    const empty = defenceScore('open', {
      honest: { all: honestRow(0), byDevice: {}, byPool: {} },
      during: { all: honestRow(0, NaN), byDevice: {}, byPool: {} },
    });
    const nobody = htmlReport(smallScoreboard({ tapes: [tapeScore('t', [empty], { kind: 'honest' })] }));
    expect(rowOf(nobody, 'on the page')).toEqual(['–']);
    expect(rowOf(nobody, 'contained after')).toEqual(['–']);
    expect(nobody).not.toMatch(/NaN|undefined|Infinity/);
    expect(nobody).toContain('No tape holds an attack.');
  });

  it('draw a loss of zero as a mark at the start of the axis', () => {
    const wide = page.split('</svg>').find((part) => part.includes('class="wide"'));
    const marks = [...wide!.matchAll(/transform="matrix\([^)]*,(-?[\d.]+),(-?[\d.]+)\)"/g)].map((match) =>
      Number(match[1]),
    );
    expect(Math.min(...marks)).toBe(268);
    expect(marks).toHaveLength(2);
  });

  it('are drawn without defences, tapes and assumptions too', () => {
    const bare = htmlReport({ seeds: [], defences: [], tapes: [], assumptions: [] });
    expect(bare).toContain('None were recorded.');
    expect(bare).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('hold our own defence against its targets, where it was played', () => {
    const scores = [defenceScore('authgear', { lossUsd: spread(9) }), defenceScore('tollgate', { lossUsd: spread(4) })];
    const played = htmlReport(smallScoreboard({ tapes: [tapeScore('t', scores)] }));
    expect(readable(played)).toContain('Reached: 0 of 1.');
    expect(readable(played)).toContain('authgear 0.44 0.0 no');
    expect(page).not.toContain('Targets, reached and not');
  });

  it('keep money that no run lost from stretching an axis', () => {
    const lost = defenceScore('open', { lossUsd: spread(3), lossByHourUsd: [0, 1, 3] });
    expect(htmlReport(smallScoreboard({ tapes: [tapeScore('t', [lost])] }))).toContain('The scale is linear.');
  });
});
