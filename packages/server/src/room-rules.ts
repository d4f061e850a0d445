import type { Tier } from './store.js';

/** How a part of a pool is bounded: its share of the pool, and the texts that it holds at least. */
export interface PartRule {
  readonly shareOfPool: number;
  readonly texts: number;
}

/** How much room texts have. Starting values, to be tuned by the lab; a gate has these and no others. */
export interface RoomRules {
  /** Blocks of a million numbers and ranges of ten thousand. */
  readonly block: PartRule;
  readonly range: PartRule;
  /** A part has room for so many texts at least. */
  readonly partTextsMin: number;
  /** Texts that an hour of a small pool holds at least, and that may be out unverified in it. */
  readonly poolTexts: number;
  /** Of a pool's expected texts, or of its dollars, what may be out unverified without a history. */
  readonly expectedExposure: number;
  readonly budgetExposure: number;
  /** A pool's day for so many times the texts expected. */
  readonly expectedSpend: number;
  /** What an hour has of its day at least. */
  readonly hourShare: number;
  /** Known numbers' share of the cap. */
  readonly knownShare: number;
  /** How much of its history a meter may have out unverified. */
  readonly historyShare: number;
  /** Verified money that nobody trusted counts in the history only up to so many times the floor. */
  readonly verifiedFloors: number;
  /** Which part of every limit a tier may fill: strangers without a history leave room for those with one. */
  readonly tierPercent: Readonly<Record<Tier, number>>;
  /** Texts of a network or an AS in an hour, after which its devices count as cold. */
  readonly networkTexts: number;
}

export const ROOM_RULES: RoomRules = Object.freeze({
  block: Object.freeze({ shareOfPool: 1 / 2, texts: 20 }),
  range: Object.freeze({ shareOfPool: 1 / 4, texts: 10 }),
  partTextsMin: 2,
  poolTexts: 10,
  expectedExposure: 0.3,
  budgetExposure: 0.15,
  expectedSpend: 2,
  hourShare: 1 / 4,
  knownShare: 0.25,
  historyShare: 0.5,
  verifiedFloors: 3,
  tierPercent: Object.freeze({ known: 100, warm: 100, cold: 70 }),
  networkTexts: 20,
});
