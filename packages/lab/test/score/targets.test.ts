import { describe, expect, it } from 'vitest';
import type { DefenceScore } from '../../src/score/scoreboard.js';
import { targetsOf } from '../../src/score/targets.js';
import {
  defenceScore,
  honestRow,
  honestRows,
  smallScoreboard,
  spread,
  tapeScore,
} from '../report/support/scoreboard-fixture.js';

/** Lost so much, and turned away so many per cent: shown another way, refused. */
function score(defence: string, lossUsd: number, turned: readonly [number, number] = [0, 0]): DefenceScore {
  const during = honestRows(honestRow(100, 100 - turned[0] - turned[1], turned));
  return defenceScore(defence, { lossUsd: spread(lossUsd), during });
}

function onAttack(ours: DefenceScore, theirs: DefenceScore) {
  return targetsOf(smallScoreboard({ tapes: [tapeScore('t', [theirs, ours])] }))[0];
}

describe('a target on an attack', () => {
  it('is reached with a third of the loss and as many people turned away, and not with more of either', () => {
    const theirs = score('authgear', 9, [0, 4]);
    expect(onAttack(score('tollgate', 3, [4, 0]), theirs)).toMatchObject({ lossRatio: 1 / 3, isReached: true });
    expect(onAttack(score('tollgate', 3.01, [4, 0]), theirs)?.isReached).toBe(false);
    expect(onAttack(score('tollgate', 3, [5, 0]), theirs)).toMatchObject({ turnedAway: 1, isReached: false });
  });

  it('is not reached where somebody is left without a way', () => {
    expect(onAttack(score('tollgate', 0, [0, 1]), score('authgear', 9, [0, 4]))?.isReached).toBe(false);
  });

  it('is reached where neither lost anything, and not where only we did', () => {
    expect(onAttack(score('tollgate', 0), score('authgear', 0))).toMatchObject({
      lossRatio: undefined,
      isReached: true,
    });
    expect(onAttack(score('tollgate', 1), score('authgear', 0))).toMatchObject({
      lossRatio: Infinity,
      isReached: false,
    });
  });

  it('is against the captcha and Authgear, each for itself, and nobody else', () => {
    const defences = ['nothing', 'fixed-captcha', 'authgear', 'tollgate'].map((name) => score(name, 1));
    const targets = targetsOf(smallScoreboard({ tapes: [tapeScore('t', defences)] }));
    expect(targets.map(({ against }) => against)).toEqual(['fixed-captcha', 'authgear']);
  });
});

describe('a target on an honest tape', () => {
  const onDay = (ours: DefenceScore) =>
    targetsOf(smallScoreboard({ tapes: [tapeScore('t', [ours], { kind: 'honest' })] }))[0];

  it('is 99.5 % of those who did not leave of their own accord', () => {
    const served = (anotherWay: number) => onDay(score('tollgate', 0, [anotherWay, 0]));
    expect(served(0.5)).toMatchObject({ against: undefined, turnedAway: 0.5, isReached: true });
    expect(served(0.51)?.isReached).toBe(false);
    // Half gave up by themselves: 0.5 of the others' 50 are one per cent.
    const during = honestRows(honestRow(100, 49.5, [0.5, 0]));
    expect(onDay(defenceScore('tollgate', { during }))).toMatchObject({ turnedAway: 1, isReached: false });
  });

  it('is nobody left without a way', () => {
    expect(onDay(score('tollgate', 0, [0, 0.1]))?.isReached).toBe(false);
  });
});

describe('targets', () => {
  it('are none where our defence was not played', () => {
    expect(targetsOf(smallScoreboard())).toEqual([]);
  });
});
