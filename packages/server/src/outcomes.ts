import type { Outcome, Sum } from './store.js';

/** How far an outcome is along the one way they go; a report must go forward. */
const PROGRESS: Readonly<Record<Outcome, number>> = Object.freeze({
  undelivered: 1,
  abandoned: 1,
  verified: 2,
  trusted: 3,
});

export const OUTCOMES = Object.freeze(Object.keys(PROGRESS) as Outcome[]);

/** The sums that a text has left once an outcome is known. */
const LEFT: Readonly<Record<Outcome, readonly Sum[]>> = Object.freeze({
  undelivered: [],
  abandoned: [],
  verified: ['exposed'],
  trusted: ['exposed', 'untrusted'],
});

export function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'string' && Object.hasOwn(PROGRESS, value);
}

/** 0 while no outcome is known, then rising. */
export function progressOf(outcome: Outcome | undefined): number {
  return outcome === undefined ? 0 : PROGRESS[outcome];
}

/** The sums that a text with this outcome is no longer counted in. */
export function leftBy(outcome: Outcome | undefined): readonly Sum[] {
  return outcome === undefined ? [] : LEFT[outcome];
}
