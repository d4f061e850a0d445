import type { Heat } from './allowances.js';
import type { GateContext } from './gate-context.js';
import { placesOf, type PricedText } from './room.js';
import type { RowUse } from './store.js';
import { bookedPrice } from './text-price.js';

/**
 * How full the places are to which a stranger's text would go, as this process saw them at most a second ago; 0 where that
 * is not known. It is of the places alone: neither the number's history, nor the device, nor who asks moves it.
 */
export function heatOf(
  context: GateContext,
  { destination, channel }: Pick<PricedText, 'destination' | 'channel'>,
): Heat {
  const { book, prices, watch, allowances } = context;
  const pool = book.pools.poolOf(destination);
  const booked = bookedPrice(prices, destination.e164, { channel, segments: 1 });
  if (!pool || !booked) return 0;
  const { price, textMicroUsd } = booked;
  const places = placesOf(context, { destination, channel, microUsd: price.totalMicroUsd, textMicroUsd }, pool);
  const readings = watch.look(places.map(({ use }) => use.meter));
  const rows = places.flatMap(({ use: { meter, unit }, allowance }, at): readonly RowUse[] => {
    const reading = readings[at];
    if (!reading) return [];
    return allowances.limits(allowance, 'warm').map((limit) => {
      return { meter, unit, ...limit, used: reading[limit.window][limit.sum] };
    });
  });
  return allowances.heat(rows, 'warm');
}

/** Work × 2 from half heat, × 4 from 80 %, never more. */
export const WORK_FACTORS: Readonly<Record<Heat, number>> = Object.freeze({ 0: 1, 50: 2, 80: 4 });
