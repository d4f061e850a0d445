import type { GateContext } from './gate-context.js';
import { isWhollyInShadow } from './mode.js';
import type { CapMicroUsd, Pool } from './pools.js';
import { type Asked, placesOf, type Room, roomFor } from './room.js';
import type { BoundedMeter, Choice, Limit } from './store.js';

/**
 * The room of a text that shadow mode lets out. Which of the limits bind is the store's to know (`isShadow`).
 *
 * Where the whole site is in shadow it is that of any text, so that it is counted where it would be. Where a part is, it
 * takes nothing from the rest: such texts need no token, and whoever asks for them would close what is enforced.
 */
export function shadowRoom(context: GateContext, asked: Asked): Room {
  const room = roomFor(context, asked);
  const stranger = room.choices.find(({ opening }) => opening === 'anyone') ?? strangerOf(context, asked, room);
  if (context.options.mode !== 'shadow') return { ...room, choices: besideTheRest(context, asked, stranger) };
  return room.choices.includes(stranger) ? room : { ...room, choices: [...room.choices, stranger] };
}

/** Of a country that has no pool the site's own meter is left, and those of networks. */
function strangerOf(context: GateContext, asked: Asked, { choices }: Room): Choice {
  const { book, allowances } = context;
  const pool = book.pools.poolOf(asked.destination);
  const places = pool ? placesOf(context, asked, pool) : [];
  const shared = choices[0]!.meters.filter(({ use }) => isShared(use.meter));
  const bounded = places.map(({ use, allowance }): BoundedMeter => ({
    use,
    limits: allowances.limits(allowance, 'cold'),
  }));
  return { tier: 'cold', opening: 'anyone', meters: [...shared, ...bounded] };
}

/**
 * The pool of a country that is in shadow as a whole, as far as it goes, and then what the cap has beyond all pools. A pool
 * that requests in force draw on too is left alone: then texts are counted by the site and by networks only.
 */
function besideTheRest({ book, options }: GateContext, asked: Asked, stranger: Choice): readonly Choice[] {
  const { country } = asked.destination;
  const pool = book.pools.poolOf(asked.destination);
  const spare = spareMeter(book.pools);
  if (!pool || pool.name !== `pool:${country}` || !isWhollyInShadow(options.mode, country)) {
    const shared = stranger.meters.filter(({ use }) => isShared(use.meter));
    return [{ ...stranger, meters: [...shared, spare] }];
  }
  const within = stranger.meters.map((bounded) => (bounded.use.meter === pool.name ? withAll(bounded, pool) : bounded));
  return [
    { ...stranger, meters: within },
    { ...stranger, meters: [...stranger.meters, spare] },
  ];
}

/** The site's own meter and those of networks, which are of no place. */
function isShared(meter: string): boolean {
  return meter === 'site' || meter.startsWith('network:') || meter.startsWith('as:');
}

function withAll({ use, limits }: BoundedMeter, { hourMicroUsd, dayMicroUsd }: Pool): BoundedMeter {
  const all: readonly Limit[] = [
    { sum: 'all', window: 'hour', limit: hourMicroUsd },
    { sum: 'all', window: 'day', limit: dayMicroUsd },
  ];
  return { use, limits: [...limits, ...all] };
}

/** Texts of a part in shadow that fit into no pool of their own. */
function spareMeter({ cap, sum }: { readonly cap: CapMicroUsd; readonly sum: CapMicroUsd }): BoundedMeter {
  const beyond = (member: keyof CapMicroUsd) => Math.max(0, cap[member] - sum[member]);
  return {
    use: { meter: 'shadow', unit: 'micro-usd', windows: ['hour', 'day', 'month'], keepsHistory: false },
    limits: [
      { sum: 'all', window: 'hour', limit: beyond('hourMicroUsd') },
      { sum: 'all', window: 'day', limit: beyond('dayMicroUsd') },
      { sum: 'all', window: 'month', limit: beyond('monthMicroUsd') },
    ],
  };
}
