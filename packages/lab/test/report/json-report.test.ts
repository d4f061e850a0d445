import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../src/report/json-report.js';
import { largeScoreboard } from './support/large-scoreboard.js';
import { defenceScore, honestRow, honestRows, smallScoreboard, tapeScore } from './support/scoreboard-fixture.js';

describe('jsonReport', () => {
  it('gives every figure back, with null for what is undefined', () => {
    const scoreboard = largeScoreboard();
    const expected = {
      ...scoreboard,
      tapes: scoreboard.tapes.map((tape) => ({
        ...tape,
        defences: tape.defences.map((score) => ({ ...score, containedAfterMin: score.containedAfterMin ?? null })),
      })),
    };
    expect(JSON.parse(jsonReport(scoreboard))).toEqual(expected);
  });

  it('is indented by two spaces and ends with a newline', () => {
    expect(jsonReport(smallScoreboard())).toMatch(/^\{\n {2}"assumptions": \[\n {4}\{\n[^]*\n\}\n$/);
  });

  it('gives the same bytes whatever the order of members', () => {
    const [one, two] = [honestRow(1), honestRow(2)];
    const board = (byPool: Record<string, typeof one>) =>
      smallScoreboard({
        tapes: [tapeScore('t', [defenceScore('open', { honest: { ...honestRows(honestRow(1)), byPool } })])],
      });
    expect(jsonReport(board({ a: one, b: two }))).toBe(jsonReport(board({ b: two, a: one })));
  });

  it('keeps the order of tapes, defences and seeds', () => {
    expect(JSON.parse(jsonReport(smallScoreboard({ seeds: [3, 1, 2] })))).toMatchObject({ seeds: [3, 1, 2] });
  });
});
