import { scoreOn } from './score-on.js';
import type { DefenceScore, HonestRow, Scoreboard, TapeScore } from './scoreboard.js';

/** Whose targets these are, and against whom. */
const OURS = 'tollgate';
const RIVALS = ['fixed-captcha', 'authgear'];

/** Of what a rival loses we want to lose so much at most, */
const LOSS_SHARE = 1 / 3;
/** and of the people of an honest tape who did not leave of their own accord so many per cent served on the page. */
const SERVED_PERCENT = 99.5;

/** One tape held against what we want. */
export interface Target {
  readonly tape: TapeScore;
  /** The rival, on an attack. */
  readonly against: string | undefined;
  /** Our median loss over the rival's; `undefined` where neither lost anything, and on an honest tape. */
  readonly lossRatio: number | undefined;
  /** People turned away: in points more than the rival on an attack, in per cent on an honest tape. */
  readonly turnedAway: number;
  /** People left without any way, in per cent. */
  readonly refusedPercent: number;
  readonly isReached: boolean;
}

/**
 * Every attack held against each rival, and every honest tape against 99.5 %: people are those of the tape's event.
 * Tapes that we did not play, or the rival did not, are left out.
 */
export function targetsOf({ tapes }: Scoreboard): readonly Target[] {
  return tapes.flatMap((tape) => {
    const ours = scoreOn(tape, OURS);
    if (!ours) return [];
    if (tape.kind === 'honest') return [onHonestTape(tape, ours)];
    return RIVALS.flatMap((rival) => scoreOn(tape, rival) ?? []).map((rival) => onAttack(tape, ours, rival));
  });
}

/** Everybody who got no text on the page although they wanted one: shown another way, or refused. */
export function turnedAwayPercent({ anotherWayPercent, refusedPercent }: HonestRow): number {
  return anotherWayPercent + refusedPercent;
}

function onAttack(tape: TapeScore, ours: DefenceScore, rival: DefenceScore): Target {
  const [loss, theirLoss] = [ours.lossUsd.median, rival.lossUsd.median];
  const turnedAway = turnedAwayPercent(ours.during.all) - turnedAwayPercent(rival.during.all);
  const { refusedPercent } = ours.during.all;
  return {
    tape,
    against: rival.defence,
    lossRatio: loss === 0 && theirLoss === 0 ? undefined : loss / theirLoss,
    turnedAway,
    refusedPercent,
    isReached: loss <= theirLoss * LOSS_SHARE && turnedAway <= 0 && refusedPercent === 0,
  };
}

function onHonestTape(tape: TapeScore, { during: { all } }: DefenceScore): Target {
  const turnedAway = (100 * turnedAwayPercent(all)) / (100 - all.gaveUpPercent);
  return {
    tape,
    against: undefined,
    lossRatio: undefined,
    turnedAway,
    refusedPercent: all.refusedPercent,
    isReached: turnedAway <= 100 - SERVED_PERCENT && all.refusedPercent === 0,
  };
}
