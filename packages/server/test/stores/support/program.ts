import fc from 'fast-check';
import type { Outcome } from '../../../src/store.js';
import { DAY_MS, HOUR_MS } from './choices.js';

/** Of which of two pools a step is, and which of two processes takes it. */
interface Place {
  readonly pool: 0 | 1;
  readonly process: 0 | 1;
}

/** A step on a text: the newest of its pool, or so many before. */
interface OnText extends Place {
  readonly back: number;
}

/** How far a text goes right after its admission. Further steps may take it on. */
export type Fate = 'held' | 'claimed' | 'accepted' | 'failed' | 'verified' | 'trusted';

/**
 * One thing that happens at a store. What a process would have done after a crash is simply no step: every sequence of
 * admission, claim, sending and settlement may stop anywhere.
 */
export type Step =
  | (Place & {
      readonly do: 'admit';
      readonly number: number;
      readonly device: number;
      readonly microUsd: number;
      readonly fate: Fate;
    })
  /** Presents a challenge again with its key. */
  | (OnText & { readonly do: 'again' })
  | (OnText & { readonly do: 'claim' })
  | (OnText & { readonly do: 'settle'; readonly state: 'accepted' | 'failed' })
  | (OnText & { readonly do: 'forget' })
  | (OnText & { readonly do: 'report'; readonly by: 'pid' | 'number'; readonly outcome: Outcome })
  /** Moves the clock, also back. */
  | { readonly do: 'pass'; readonly ms: number }
  /** From now on the limits of pools and ranges are this much of the usual. */
  | { readonly do: 'limits'; readonly percent: number }
  /** Changes the key of numbers; the first two times, so that none is out of reach. */
  | { readonly do: 'epoch' };

export type AdmitStep = Extract<Step, { readonly do: 'admit' }>;
export type LaterStep = Exclude<Step, { readonly do: 'admit' | 'pass' | 'limits' | 'epoch' }>;

export interface ProgramShape {
  readonly minLength: number;
  readonly maxLength: number;
  /** The longest ordinary times that pass between steps, in milliseconds. */
  readonly paceMs: readonly number[];
}

/** Within which limits bind: busy minutes, hours, days or weeks. */
export const PACES: Readonly<Record<'minutes' | 'hours' | 'days' | 'weeks', readonly number[]>> = {
  minutes: [5_000, 60_000, 130_000],
  hours: [5_000, 130_000, HOUR_MS / 2],
  days: [60_000, HOUR_MS, 8 * HOUR_MS],
  weeks: [HOUR_MS, DAY_MS, 2 * DAY_MS],
};

export function programs({ minLength, maxLength, paceMs }: ProgramShape): fc.Arbitrary<readonly Step[]> {
  const place = { pool: fc.constantFrom(0 as const, 1 as const), process: fc.constantFrom(0 as const, 1 as const) };
  const onText = { ...place, back: fc.oneof(fc.constant(0), fc.nat(2), fc.nat(9)) };
  const admit = fc.record({
    do: fc.constant('admit' as const),
    ...place,
    number: fc.oneof(fc.nat(7), fc.nat(60)),
    device: fc.oneof(fc.nat(7), fc.nat(60)),
    microUsd: fc.integer({ min: 1, max: 40 }),
    fate: fc.constantFrom<Fate[]>('held', 'claimed', 'accepted', 'failed', 'verified', 'verified', 'trusted'),
  });
  const claim = fc.record({ do: fc.constant('claim' as const), ...onText });
  const settle = fc.record({
    do: fc.constant('settle' as const),
    ...onText,
    state: fc.constantFrom('accepted' as const, 'accepted' as const, 'failed' as const),
  });
  const report = fc.record({
    do: fc.constant('report' as const),
    ...onText,
    by: fc.constantFrom('pid' as const, 'number' as const),
    outcome: fc.constantFrom<Outcome[]>('undelivered', 'abandoned', 'verified', 'verified', 'trusted'),
  });
  const again = fc.record({ do: fc.constant('again' as const), ...onText });
  const forget = fc.record({ do: fc.constant('forget' as const), ...onText });
  const epoch = fc.constant({ do: 'epoch' } as const);
  const usually = fc.oneof(...paceMs.map((max) => fc.integer({ min: 0, max })));
  const pass = fc.record({ do: fc.constant('pass' as const), ms: usually });
  const jump = fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(-HOUR_MS, DAY_MS) });
  const limits = fc.record({ do: fc.constant('limits' as const), percent: fc.integer({ min: 20, max: 250 }) });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { arbitrary: admit, weight: 60 },
    { arbitrary: claim, weight: 24 },
    { arbitrary: settle, weight: 10 },
    { arbitrary: report, weight: 16 },
    { arbitrary: again, weight: 6 },
    { arbitrary: pass, weight: 24 },
    { arbitrary: jump, weight: 2 },
    { arbitrary: limits, weight: 4 },
    { arbitrary: forget, weight: 1 },
    { arbitrary: epoch, weight: 1 },
  );
  return fc.array(step, { minLength, maxLength, size: 'max' });
}

/** What follows an admission that was granted, by its fate. */
export function stepsAfter({ fate, pool, process }: AdmitStep): readonly LaterStep[] {
  const onIt = { pool, process, back: 0 };
  const claim = { ...onIt, do: 'claim' } as const;
  const accept = { ...onIt, do: 'settle', state: 'accepted' } as const;
  switch (fate) {
    case 'held':
      return [];
    case 'claimed':
      return [claim];
    case 'accepted':
      return [claim, accept];
    case 'failed':
      return [claim, { ...accept, state: 'failed' }];
    default:
      return [claim, accept, { ...onIt, do: 'report', by: 'pid', outcome: fate }];
  }
}
