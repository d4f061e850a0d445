import type { Choice, MeterUse, Sum, Window } from '../store.js';

/** A meter as the scripts take it and texts keep it: its name, whether it counts texts, its windows, whether it keeps a history. */
export type PackedMeter = readonly [meter: string, countsTexts: boolean, windows: readonly Window[], keeps: boolean];

type PackedLimit = readonly [place: number, sum: Sum, window: Window, limit: number];

/**
 * Choices as the admission takes them: each meter once, and each choice as its opening, the places of its meters and its
 * limits. Places count from 1. Names of members would be most of what a script has to read.
 */
export interface PackedChoices {
  readonly meters: readonly PackedMeter[];
  readonly choices: readonly (readonly [
    opening: string,
    tier: string,
    places: readonly number[],
    readonly PackedLimit[],
  ])[];
}

export function packChoices(choices: readonly Choice[]): PackedChoices {
  const places = new Map<string, number>();
  const meters: PackedMeter[] = [];
  const placeOf = (use: MeterUse) => {
    const packed = packMeter(use);
    const name = JSON.stringify(packed);
    let place = places.get(name);
    if (place === undefined) places.set(name, (place = meters.push(packed)));
    return place;
  };
  const packed = choices.map(({ opening, tier, meters: uses }) => {
    const own = uses.map(placeOf);
    const limits = uses.flatMap(({ limits: given }, at) =>
      given.map(({ sum, window, limit }): PackedLimit => [own[at]!, sum, window, limit]),
    );
    return [opening, tier, own, limits] as const;
  });
  return { meters, choices: packed };
}

export function packMeter({ meter, unit, windows, keepsHistory }: MeterUse): PackedMeter {
  return [meter, unit === 'texts', windows, keepsHistory];
}
