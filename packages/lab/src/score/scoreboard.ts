import type { Assumption } from '@tollgate/core';

/** A figure over seeds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What became of honest people, each counted once. Shares are per cent of all of them. */
export interface HonestRow {
  readonly people: number;
  /** Got their code without leaving the page. */
  readonly onPagePercent: number;
  /** Of these, whom raised work or an answer to wait held up for 400 ms or more: part of `onPagePercent`. */
  readonly heldUpPercent: number;
  /** Were shown another way. */
  readonly anotherWayPercent: number;
  /** Were left without any way. */
  readonly refusedPercent: number;
  /** Left of their own accord, or their carrier delivered nothing: no defence's doing. */
  readonly gaveUpPercent: number;
  /** What the defence made those wait who got their code, in milliseconds. */
  readonly delayMs: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** Honest people: all of them, by device class, and by the pool that their numbers draw on. */
export interface HonestRows {
  readonly all: HonestRow;
  readonly byDevice: Readonly<Record<string, HonestRow>>;
  readonly byPool: Readonly<Record<string, HonestRow>>;
}

/** Share of the fee, in per cent, that attackers may have from the carrier. */
export type FeeShare = '10' | '30' | '50';

/** One defence on one tape, over all seeds. */
export interface DefenceScore {
  readonly defence: string;
  readonly asked: Spread;
  /** Texts that the attacker got. */
  readonly sent: Spread;
  readonly lossUsd: Spread;
  readonly profitUsd: Readonly<Record<FeeShare, Spread>>;
  /**
   * Minutes from the first request of the attack until fewer than one in ten of its requests got a text, for good;
   * `undefined` where that came in fewer than half of the runs.
   */
  readonly containedAfterMin: number | undefined;
  /** Runs in which money stayed within the bound; absent where a defence has none. */
  readonly withinBound?: { readonly runs: number; readonly of: number };
  readonly honest: HonestRows;
  /**
   * Those who came during the event of the tape: an attack and the 25 hours after it, in which what it got still fills
   * its pools; the day, or the hours, that an honest tape is about; a tape as a whole where it has no event.
   */
  readonly during: HonestRows;
  /** Dollars lost by the end of each hour of the tape, of the run with the median loss. */
  readonly lossByHourUsd: readonly number[];
}

/** One tape. */
export interface TapeScore {
  readonly tape: string;
  readonly title: string;
  readonly kind: 'attack' | 'honest';
  readonly days: number;
  readonly defences: readonly DefenceScore[];
}

/** Everything that a run of the lab found. The same seeds give the same scoreboard. */
export interface Scoreboard {
  readonly seeds: readonly number[];
  readonly defences: readonly { readonly name: string; readonly title: string }[];
  readonly tapes: readonly TapeScore[];
  /** What the figures rest on, with their sources. */
  readonly assumptions: readonly Assumption[];
}
