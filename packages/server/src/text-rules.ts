import { LIMITS } from '@tollgate/core';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Rules of texts that every store keeps alike, in milliseconds. Fixed by design; what each stops: docs/decisions/0013. */
export const TEXT_RULES = Object.freeze({
  /** How long an admission keeps its money and may be claimed. */
  holdMs: LIMITS.permitTtlSec * SECOND_MS,
  /** How long outcomes still change sums and histories: the day's window and its spare bucket, and an hour. */
  countedMs: 26 * HOUR_MS,
  /** How long a number's texts are kept for late outcomes; how long it stays known, and a device warm. */
  memoryMs: 90 * DAY_MS,
  /** How old a verified text makes its number known. */
  maturesMs: DAY_MS,
  /** Claimed texts in a row without a verified or trusted outcome that make a known number unknown. */
  unansweredMax: 3,
  /** Claimed texts of a number that are kept: as many as it may have in a day. */
  textsKept: 10,
  /** By number, `verified` finds a text only this long after its claim: a code is entered soon or not at all. */
  verifiedWithinMs: HOUR_MS,
  /** A code that was entered takes so many texts to the number before it off their devices' counts… */
  coveredTexts: 2,
  /** …that were claimed at most so long before. */
  coveredMs: 10 * MINUTE_MS,
  /** Between a number's first and second, second and third, and further admissions within an hour. */
  spacingMs: Object.freeze([30 * SECOND_MS, 60 * SECOND_MS, 120 * SECOND_MS]),
  /** So many admissions of a number in any such time. */
  spacingMost: Object.freeze([
    Object.freeze({ texts: 3, withinMs: 10 * MINUTE_MS }),
    Object.freeze({ texts: 5, withinMs: HOUR_MS }),
    // Trusted accounts spend without another limit than the known numbers' pool.
    Object.freeze({ texts: 10, withinMs: DAY_MS }),
  ]),
  /** How long a number is kept that was only asked for. */
  askedMs: HOUR_MS,
  /** Numbers a device may have open (held or texted, not verified) at once… */
  deviceOpenNumbers: 2,
  /** …counted for so long. */
  deviceOpenMs: HOUR_MS,
  /** Unverified texts of a device… */
  deviceUnverified: 5,
  /** …in any such time. */
  deviceUnverifiedMs: DAY_MS,
  /** A right token that was not admitted may come again this often in all. */
  presentationsMax: 5,
  /** Days of a meter's history that are kept: today and yesterday. */
  historyDays: 2,
  /** How long a history is kept after it last changed: what was written today is still yesterday's all tomorrow. */
  historyMs: 2 * DAY_MS,
  /** Windows in buckets: so many, and one more is added up, so that no interval is left out. */
  windows: Object.freeze({
    hour: Object.freeze({ bucketMs: 5 * MINUTE_MS, buckets: 13 }),
    day: Object.freeze({ bucketMs: HOUR_MS, buckets: 25 }),
    month: Object.freeze({ bucketMs: DAY_MS, buckets: 31 }),
  }),
  /** How long a meter is kept after it last changed: its longest window, and an hour. */
  meterMs: Object.freeze({ day: 26 * HOUR_MS, month: 31 * DAY_MS + HOUR_MS }),
  /** A hold counts for 120 to 150 s when it is never claimed. */
  holds: Object.freeze({ bucketMs: 30 * SECOND_MS, buckets: 5 }),
});
