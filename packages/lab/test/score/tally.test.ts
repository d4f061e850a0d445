import { describe, expect, it } from 'vitest';
import type { Visit } from '../../src/score/job-result.js';
import { mergeTallies, rowOf, tallyOf } from '../../src/score/tally.js';

const visit = (outcome: Visit['outcome'], delayMs = 0): Visit => ({
  device: 'desktop',
  pool: 'DE',
  isDuringEvent: false,
  outcome,
  delayMs,
});

describe('a tally', () => {
  it('has shares of all people, and delays of those who got their code', () => {
    const visits = [
      ...Array.from({ length: 94 }, (_, at) => visit('on-page', at < 90 ? 0 : 1_000)),
      visit('another-way', 60_000),
      visit('another-way'),
      visit('refused'),
      visit('gave-up'),
      visit('gave-up'),
      visit('gave-up'),
    ];
    expect(rowOf(tallyOf(visits))).toEqual({
      people: 100,
      onPagePercent: 94,
      anotherWayPercent: 2,
      refusedPercent: 1,
      gaveUpPercent: 3,
      delayMs: { p50: 0, p95: 0, p99: 1_000 },
    });
  });

  it('of several runs is that of all their people', () => {
    const [one, other] = [tallyOf([visit('on-page', 50), visit('refused')]), tallyOf([visit('on-page', 100)])];
    expect(mergeTallies([one, other])).toEqual(
      tallyOf([visit('on-page', 50), visit('refused'), visit('on-page', 100)]),
    );
  });

  it('of nobody is nothing', () => {
    expect(rowOf(mergeTallies([]))).toMatchObject({ people: 0, onPagePercent: 0, delayMs: { p50: 0, p99: 0 } });
  });
});
