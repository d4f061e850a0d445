import type { Tier } from './store.js';

/** How a part of a pool is bounded. */
export interface PartRule {
  /** Of what may be out unverified of the pool, and of what it may spend. */
  readonly shareOfPool: number;
  /** Of a large pool so many texts may be out unverified at most, before codes are entered in the part itself. */
  readonly texts: number;
}

/** How much room texts have. Chosen by the lab (docs/decisions/0013); a gate has these and no others. */
export interface RoomRules {
  /** Blocks of a million numbers and ranges of ten thousand. */
  readonly block: PartRule;
  readonly range: PartRule;
  /** A part has room for so many texts at least, out unverified and in a day. */
  readonly partTextsMin: number;
  /** Texts that an hour of a small pool holds at least, and that may be out unverified in it. */
  readonly poolTexts: number;
  /** Of a pool's day, what may be out unverified before codes are entered. */
  readonly exposureShare: number;
  /** Of what may be out unverified of a pool, what one hour may add: a burst leaves room for the hours after it. */
  readonly exposureHourShare: number;
  /** Texts that an hour may add at least. */
  readonly exposureHourTexts: number;
  /** A pool's day for so many times the texts expected. */
  readonly expectedSpend: number;
  /** Of what may be out unverified of a pool, what calls may fill: one costs as much as ten texts. */
  readonly callShare: number;
  /** What an hour has of its day at least. */
  readonly hourShare: number;
  /** Known numbers' share of the cap. */
  readonly knownShare: number;
  /**
   * Of the money whose codes were entered today and yesterday, what may be out unverified. Honest crowds leave 8 to 11 %
   * of their texts unverified; the room that somebody gains who types codes back ends at the spend limit.
   */
  readonly verifiedShare: number;
  /** The same of a block's or range's own: half of a small country may have its numbers in one, and its pool bounds all. */
  readonly partVerifiedShare: number;
  /**
   * Which part of every limit a tier may fill: strangers without a history leave room for those with one, and whoever is
   * flagged leaves half of it to both.
   */
  readonly tierPercent: Readonly<Record<Tier, number>>;
  /** Texts of a network or an AS in an hour, after which its devices count as cold. */
  readonly networkTexts: number;
}

export const ROOM_RULES: RoomRules = Object.freeze({
  block: Object.freeze({ shareOfPool: 1 / 4, texts: 20 }),
  range: Object.freeze({ shareOfPool: 1 / 16, texts: 10 }),
  partTextsMin: 4,
  poolTexts: 8,
  exposureShare: 0.15,
  exposureHourShare: 1 / 3,
  exposureHourTexts: 5,
  callShare: 1 / 2,
  expectedSpend: 2,
  hourShare: 1 / 4,
  knownShare: 0.25,
  verifiedShare: 0.2,
  partVerifiedShare: 0.4,
  tierPercent: Object.freeze({ known: 100, warm: 100, cold: 90, flagged: 50 }),
  networkTexts: 20,
});
