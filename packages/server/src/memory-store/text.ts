import type { MeterUse, Outcome, PermitRecord, PermitState, Tier } from '../store.js';
import type { Entry } from './meter.js';

/** One text, from its admission on: what its permit says, where it is counted, and what became of it. */
export interface Text {
  readonly permit: PermitRecord;
  readonly tier: Tier;
  readonly meters: readonly MeterUse[];
  readonly heldAtMs: number;
  state: PermitState;
  claimedAtMs: number | undefined;
  /** What it is counted with: the price booked, or the real one where that came later and was higher. */
  microUsd: number;
  outcome: Outcome | undefined;
  /** True once a code was entered for its number after it was claimed. */
  isAnswered: boolean;
}

export type ClaimedText = Text & { readonly claimedAtMs: number };

export function isClaimed(text: Text): text is ClaimedText {
  return text.claimedAtMs !== undefined;
}

/** A text as one of its meters counts it. */
export function entryOf({ microUsd, heldAtMs, claimedAtMs }: Text, { unit, windows }: MeterUse): Entry {
  return { windows, amount: unit === 'texts' ? 1 : microUsd, heldAtMs, claimedAtMs };
}
