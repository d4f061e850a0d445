import type { GateContext } from './gate-context.js';
import { type Asked, placesOf, type Room, roomFor } from './room.js';
import type { BoundedMeter, Choice } from './store.js';

/**
 * The room of a text that shadow mode lets out: that of any text, so that it is counted where it would be, and where strangers
 * have none the meters that it can be counted in. Which of the limits bind is the store's to know (`isShadow`).
 */
export function shadowRoom(context: GateContext, asked: Asked): Room {
  const room = roomFor(context, asked);
  if (room.choices.some(({ opening }) => opening === 'anyone')) return room;
  return { ...room, choices: [...room.choices, strangerOf(context, asked, room)] };
}

/** Of a country that has no pool the site's own meter is left, and those of networks. */
function strangerOf(context: GateContext, asked: Asked, { choices }: Room): Choice {
  const { book, allowances } = context;
  const pool = book.pools.poolOf(asked.destination);
  const places = pool ? placesOf(context, asked, pool) : [];
  const shared = choices[0]!.meters.filter(({ use }) => use.meter === 'site' || use.unit === 'texts');
  const bounded = places.map(({ use, allowance }): BoundedMeter => ({
    use,
    limits: allowances.limits(allowance, 'cold'),
  }));
  return { tier: 'cold', opening: 'anyone', meters: [...shared, ...bounded] };
}
