/** What one segment, or one call, to a prefix costs. */
export interface Price {
  /** Whole micro-dollars, rounded up. */
  readonly microUsd: number;
  /** The digits it was found by, without `+`; empty for the floor of unknown prefixes and for the operator's function. */
  readonly prefix: string;
  /** Date of the figure: a month or a day. */
  readonly asOf: string;
  readonly source: string;
}

/** What one text, or one call, costs as it is asked for. */
export interface TextPrice extends Price {
  readonly segments: number;
  /** The fixed fee on top, such as a verification service's. */
  readonly feeMicroUsd: number;
  /** `microUsd` × `segments` + `feeMicroUsd`: what is booked. */
  readonly totalMicroUsd: number;
}
