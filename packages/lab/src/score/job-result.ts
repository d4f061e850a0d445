/** What became of one honest person. */
export type HonestOutcome = 'on-page' | 'another-way' | 'refused' | 'gave-up';

export interface Visit {
  readonly device: string;
  readonly pool: string;
  readonly isDuringEvent: boolean;
  readonly outcome: HonestOutcome;
  /** What the defence made them wait. */
  readonly delayMs: number;
  /** Of it, what work that was raised and answers to wait made of it: without an attack there is next to none. */
  readonly heldUpMs: number;
}

/** One request of an attacker's. */
export interface Attempt {
  readonly atMs: number;
  /** What the text cost the site; 0 where none went out. */
  readonly microUsd: number;
}

/** What one defence did on one tape with one seed. */
export interface JobResult {
  readonly tape: string;
  readonly defence: string;
  readonly seed: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly visits: readonly Visit[];
  /** In the order of time. */
  readonly attempts: readonly Attempt[];
  /** What the attack cost, whatever the carrier paid for it. */
  readonly attackCostUsd: number;
  readonly isWithinBound?: boolean;
}
