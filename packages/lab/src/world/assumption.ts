import type { Assumption } from '@tollgate/core';

/** A figure that the lab counts with, and where it is from. */
export function figure(what: string, value: number, rest: Pick<Assumption, 'unit' | 'date' | 'source'>): Assumption {
  return Object.freeze({ what, value, ...rest });
}

/** A figure that nobody published: the lab's own guess. */
export function guess(what: string, value: number, unit: string): Assumption {
  return figure(what, value, { unit, date: '2026-11', source: 'assumption' });
}
