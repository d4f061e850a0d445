/** Where a figure comes from. */
export interface Assumption {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Year, month or day of the figure. */
  readonly date: string;
  /** A source, or the word `assumption`. */
  readonly source: string;
}

/** What it costs somebody to make one proof with one kind of hardware. */
export interface AttackerCost {
  readonly hashesPerSec: Assumption;
  readonly hourUsd: Assumption;
}

/** The attacker's side of one puzzle row. */
export interface PuzzleCost {
  /** One core of a rented server, native code. */
  readonly native: AttackerCost;
  /** One rented GPU. */
  readonly gpu: AttackerCost;
}

/** Prices of hardware that every row's cost uses. */
export const CORE_HOUR: Assumption = Object.freeze({
  what: 'one server core for an hour',
  value: 0.01,
  unit: 'USD',
  date: '2026',
  source: 'assumption: order of magnitude of spot prices',
});

export const GPU_HOUR: Assumption = Object.freeze({
  what: 'one RTX 4090 for an hour',
  value: 0.68,
  unit: 'USD',
  date: '2026-06',
  source: 'vast.ai on demand, the lower end of 0.68 to 0.88; interruptible about half',
});
