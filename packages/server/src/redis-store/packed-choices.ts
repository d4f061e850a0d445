import type { Choice, MeterUse, Sum, Window } from '../store.js';

/** A meter as the scripts take it and texts keep it: its name, whether it counts texts, its windows, whether it keeps a history. */
export type PackedMeter = readonly [meter: string, countsTexts: boolean, windows: readonly Window[], keeps: boolean];

/** Limits one after the other, four members each: the place of the meter, the sum, the window, the most. */
type PackedLimits = readonly (number | Sum | Window)[];

/**
 * Choices as the admission takes them: each meter once, and each choice as its opening, its tier, the places of its meters
 * and its limits. Places count from 1. Names of members, and an array for each limit, would be most of what a script has to
 * read.
 */
export interface PackedChoices {
  readonly meters: readonly PackedMeter[];
  readonly choices: readonly (readonly [opening: string, tier: string, places: readonly number[], PackedLimits])[];
}

export function packChoices(choices: readonly Choice[]): PackedChoices {
  const uses: MeterUse[] = [];
  const placeOf = (use: MeterUse) => uses.indexOf(use) + 1 || uses.push(use);
  const packed = choices.map(({ opening, tier, meters }) => {
    const places: number[] = [];
    const limits: (number | Sum | Window)[] = [];
    for (const { use, limits: given } of meters) {
      const place = placeOf(use);
      places.push(place);
      for (const { sum, window, limit } of given) limits.push(place, sum, window, limit);
    }
    return [opening, tier, places, limits] as const;
  });
  return { meters: uses.map(packMeter), choices: packed };
}

export function packMeter({ meter, unit, windows, keepsHistory }: MeterUse): PackedMeter {
  return [meter, unit === 'texts', windows, keepsHistory];
}
