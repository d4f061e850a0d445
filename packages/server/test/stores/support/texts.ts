import type { ClaimedText, Text } from '../../../src/memory-store/text.js';
import { claimOf } from './claims.js';

/** A text as the memory store files it, held at a moment. */
export function heldText(heldAtMs: number, microUsd = 100): Text {
  return {
    permit: claimOf(heldAtMs, { microUsd }).permit,
    tier: 'cold',
    meters: [],
    heldAtMs,
    claimedAtMs: undefined,
    microUsd,
    state: 'held',
    outcome: undefined,
    isAnswered: false,
  };
}

/** A text that was held and claimed at a moment. */
export function claimedText(atMs: number, microUsd = 100): ClaimedText {
  return { ...heldText(atMs, microUsd), state: 'claimed', claimedAtMs: atMs };
}
