import { describe, expect, it } from 'vitest';
import type { Visit } from '../../src/score/job-result.js';
import { mergeTallies, rowOf, tallyOf } from '../../src/score/tally.js';

const visit = (outcome: Visit['outcome'], delayMs = 0, heldUpMs = 0): Visit => ({
  device: 'desktop',
  pool: 'DE',
  isDuringEvent: false,
  outcome,
  delayMs,
  heldUpMs,
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
      heldUpPercent: 0,
      anotherWayPercent: 2,
      refusedPercent: 1,
      gaveUpPercent: 3,
      delayMs: { p50: 0, p95: 0, p99: 1_000 },
    });
  });

  it('counts who is held up for long enough to notice, of those who got their code', () => {
    const visits = [visit('on-page', 900, 399), visit('on-page', 400, 400), visit('on-page', 5_000, 4_000)];
    expect(rowOf(tallyOf([...visits, visit('another-way', 60_000, 60_000)])).heldUpPercent).toBe(50);
  });

  it('of several runs is that of all their people', () => {
    const [one, other] = [tallyOf([visit('on-page', 50), visit('refused')]), tallyOf([visit('on-page', 900, 900)])];
    expect(mergeTallies([one, other])).toEqual(
      tallyOf([visit('on-page', 50), visit('refused'), visit('on-page', 900, 900)]),
    );
  });

  it('of nobody is nothing', () => {
    expect(rowOf(mergeTallies([]))).toMatchObject({ people: 0, onPagePercent: 0, delayMs: { p50: 0, p99: 0 } });
  });
});
