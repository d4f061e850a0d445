import { describe, expect, it } from 'vitest';
import { scoreOf, spreadOf } from '../../src/score/aggregate.js';
import type { JobResult } from '../../src/score/job-result.js';
import { summarise } from '../../src/score/summary.js';

const HOUR_MS = 3_600_000;

/** A run of three hours in which an attacker gets so many texts of $0.10, one a minute, and then none. */
function run(seed: number, texts: number, isWithinBound = true) {
  const attempts = Array.from({ length: 100 }, (_, at) => ({ atMs: at * 60_000, microUsd: at < texts ? 100_000 : 0 }));
  const result: JobResult = {
    tape: 'tape',
    defence: 'ours',
    seed,
    startMs: 0,
    endMs: 3 * HOUR_MS,
    visits: [],
    attempts,
    attackCostUsd: 1,
    isWithinBound,
  };
  return summarise(result);
}

describe('the score of a defence on a tape', () => {
  it('is the median over seeds, with the least and the most', () => {
    const score = scoreOf([run(1, 10), run(2, 40), run(3, 20)]);
    expect(score.asked).toEqual({ median: 100, least: 100, most: 100 });
    expect(score.sent).toEqual({ median: 20, least: 10, most: 40 });
    expect(score.lossUsd).toEqual({ median: 2, least: 1, most: 4 });
  });

  it('has the attacker’s profit at each share of the fee, costs taken off', () => {
    const { profitUsd } = scoreOf([run(1, 50)]);
    expect([profitUsd['10'].median, profitUsd['30'].median, profitUsd['50'].median]).toEqual([-0.5, 0.5, 1.5]);
  });

  it('has the loss of the median run by the end of each hour', () => {
    expect(scoreOf([run(1, 10), run(2, 70), run(3, 90)]).lossByHourUsd).toEqual([6, 7, 7]);
  });

  it('is contained where most of the runs were, and one that was not counts as the longest', () => {
    expect(scoreOf([run(1, 10), run(2, 10), run(3, 100)]).containedAfterMin).toBe(9);
    expect(scoreOf([run(1, 10), run(2, 100)]).containedAfterMin).toBeUndefined();
    expect(scoreOf([run(1, 10), run(2, 100), run(3, 100)]).containedAfterMin).toBeUndefined();
  });

  it('counts the runs that stayed within the bound', () => {
    expect(scoreOf([run(1, 10), run(2, 10, false)]).withinBound).toEqual({ runs: 1, of: 2 });
  });

  it('takes the middle of two where seeds are even', () => {
    expect(spreadOf([4, 1, 2, 10])).toEqual({ median: 3, least: 1, most: 10 });
  });
});
