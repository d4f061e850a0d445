import { leftBy } from '../outcomes.js';
import type { MeterUse, Outcome, PermitRecord, PermitState, Sum, Tier } from '../store.js';
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
  /** True once a later text's code spoke for this one as well. */
  isCovered: boolean;
  /** True once a code was entered for its number after it was claimed. */
  isAnswered: boolean;
}

export type ClaimedText = Text & { readonly claimedAtMs: number };

export function isClaimed(text: Text): text is ClaimedText {
  return text.claimedAtMs !== undefined;
}

/** The sums that a text is no longer counted in. */
export function sumsLeft({ outcome, isCovered }: Text): readonly Sum[] {
  const left = leftBy(outcome);
  return isCovered && left.length === 0 ? leftBy('verified') : left;
}

/** A text as one of its meters counts it. */
export function entryOf({ microUsd, heldAtMs, claimedAtMs }: Text, { unit, windows }: MeterUse): Entry {
  return { windows, amount: unit === 'texts' ? 1 : microUsd, heldAtMs, claimedAtMs };
}
