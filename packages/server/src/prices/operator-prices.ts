import type { Channel } from '@tollgate/core';

/** The operator's own prices, which stand in front of the public ones. */
export interface OperatorPrices {
  /** The day they were valid, `YYYY-MM-DD`. */
  readonly asOf: string;
  /**
   * Calling prefix (1 to 8 digits, `+` optional) → dollars a segment, above 0, at most 100; at most 100,000 prefixes.
   * A longer prefix of the public table still counts before a shorter one of these. Default: the public table alone.
   */
  readonly smsUsd?: Readonly<Record<string, number>> | undefined;
  /** Calling prefix → dollars a call, in the same bounds. Default: ten times the text. */
  readonly voiceUsd?: Readonly<Record<string, number>> | undefined;
  /** Dollars on top of every text or call: what a verification service takes for each. 0 to 100, default 0. */
  readonly feeUsd?: number | undefined;
  /** Asked before any table. Default: the tables alone. */
  readonly usdOf?: UsdOf | undefined;
}

/**
 * Dollars of one segment or one call to an E.164 number, above 0, at most 100; `undefined` leaves it to the tables. It
 * answers at once and is asked with every request: anything else, and a throw, is refused with `price-invalid`.
 */
export type UsdOf = (phone: string, channel: Channel) => number | undefined;
