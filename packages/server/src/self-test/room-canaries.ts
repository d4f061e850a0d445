import { encodeBase64url } from '@tollgate/core';
import { judgeByMode } from '../shadow.js';
import type { Destination } from '../phone-number.js';
import type { Pool } from '../pools.js';
import { placesOf } from '../room.js';
import type { MeterUse, Outcome, Sum, Window } from '../store.js';
import { bookedPrice } from '../text-price.js';
import { ask, fill } from './booking.js';
import type { Canary } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import { exampleIn } from './home.js';
import { bookOf, type Sandbox } from './sandbox.js';

/** How long money has left a window, and is still in the next longer one. */
const AFTER_SEC: Readonly<Record<Window, number>> = { hour: 0, day: 7_200, month: 180_000 };
/** What leaves all sums but this one. */
const OUTCOMES: Readonly<Record<Sum, Outcome | undefined>> = {
  exposed: undefined,
  untrusted: 'verified',
  all: 'trusted',
};
const LIMITS_OF_PLACES: readonly (readonly [Sum, Exclude<Window, 'month'>])[] = [
  ['exposed', 'hour'],
  ['exposed', 'day'],
  ['untrusted', 'hour'],
  ['untrusted', 'day'],
];

/** One limit of one meter, and who asks when it is used up. */
interface LimitCanary {
  readonly code: Canary['code'];
  readonly use: MeterUse;
  /** How the refusal names the meter. */
  readonly name: string;
  readonly sum: Sum;
  readonly window: Window;
  readonly microUsd: number;
  readonly destination: Destination;
  /** A number that the site's own records know. */
  readonly isKnown?: boolean;
  /** Asked by a driven browser, which has a room of its own. */
  readonly isFlagged?: boolean;
  /** True where strangers have no room anyway. */
  readonly isClosed?: boolean;
}

/**
 * Somebody for whom every room is open that can be: a device whose code was entered. The meter holds what the operator set
 * for it, and one more text is asked for.
 */
function canaryOf(site: Sandbox, limit: LimitCanary): Canary {
  const { code, use, name, sum, window, microUsd, destination } = limit;
  const { isKnown = false, isClosed = false, isFlagged = false } = limit;
  const show = async () => {
    const scene = site.scene(isClosed ? { book: { ...bookOf(site.real), isClosed: () => true } } : {});
    const device = site.randomBytes(32);
    await fill(site, scene, { use, microUsd, device: encodeBase64url(device), ...outcomeOf(sum) });
    scene.pass(AFTER_SEC[window]);
    return ask(site, scene, { destination, device, isFlagged, facts: { known: isKnown } });
  };
  const of = `${use.meter} ${sum} ${window}${isFlagged ? ', flagged' : ''}`;
  return { code, of, names: [name, sum, window], leadsTo: destination, show };
}

function outcomeOf(sum: Sum): { readonly outcome?: Outcome } {
  const outcome = OUTCOMES[sum];
  return outcome ? { outcome } : {};
}

/** An hour's room of a pool for texts whose codes may still come is a wait, but for who is flagged; everything else is used up. */
function poolCode([sum, window]: readonly [Sum, Window], isFlagged: boolean): Canary['code'] {
  return sum === 'exposed' && window === 'hour' && !isFlagged ? 'pool-busy' : 'pool-exhausted';
}

/** The pools that strangers draw on, each with a number that leads there. */
function strangers({ site }: CanaryVisitor): readonly (readonly [Pool, Destination])[] {
  const { pools } = site.real.book;
  return pools.all.flatMap((pool) => {
    if (pool === pools.known) return [];
    const country = pool.name.replace('pool:', '');
    // Networks that belong to no country draw on the pool of all others.
    const destination = country === 'elsewhere' ? NOWHERE : exampleIn(country);
    return [[pool, destination] as const];
  });
}

/** A number in the test range of a global network (ITU-T E.164.3, 888 is not assigned): of no country. */
export const NOWHERE: Destination = { e164: '+888000000000', callingCode: '888' };

/** Every limit of every pool, and of known numbers where nothing else is open to them. */
export function poolCanaries(visitor: CanaryVisitor, code: 'pool-busy' | 'pool-exhausted'): readonly Canary[] {
  const { site } = visitor;
  const { known } = site.real.book.pools;
  const all = [...strangers(visitor), [known, site.home] as const];
  return all.flatMap(([pool, destination]) => {
    const whose = pool === known ? [{ isKnown: true, isClosed: true }] : [{}, { isFlagged: true }];
    const use: MeterUse = { meter: pool.name, unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: false };
    return whose.flatMap((asker) => {
      const limits = LIMITS_OF_PLACES.filter((limit) => poolCode(limit, 'isFlagged' in asker) === code);
      return limits.map(([sum, window]) => {
        const microUsd = window === 'hour' ? pool.hourMicroUsd : pool.dayMicroUsd;
        return canaryOf(site, { code, use, name: pool.name, sum, window, microUsd, destination, ...asker });
      });
    });
  });
}

/** Every limit of a block and a range of each pool, at what its whole pool may spend. */
export function partCanaries(visitor: CanaryVisitor, kind: 'range' | 'block'): readonly Canary[] {
  const { site } = visitor;
  return strangers(visitor).flatMap(([pool, destination]) => {
    const use = partOf(site, { kind, pool, destination });
    if (!use) return [];
    return LIMITS_OF_PLACES.map(([sum, window]) => {
      const limit = { use, name: kind, sum, window, microUsd: pool.dayMicroUsd, destination };
      return canaryOf(site, { code: `${kind}-exhausted`, ...limit });
    });
  });
}

interface PartAsked {
  readonly kind: 'range' | 'block';
  readonly pool: Pool;
  readonly destination: Destination;
}

function partOf(site: Sandbox, { kind, pool, destination }: PartAsked): MeterUse | undefined {
  const { context } = site.scene();
  const booked = bookedPrice(context.prices, destination.e164, { channel: 'sms', segments: 1 });
  if (!booked) throw new Error(`no price for ${pool.name}`);
  const { price, textMicroUsd } = booked;
  const asked = { destination, channel: 'sms', microUsd: price.totalMicroUsd, textMicroUsd } as const;
  return placesOf(context, asked, pool).find(({ use }) => use.meter.startsWith(`${kind}:`))?.use;
}

const CAP: readonly (readonly [Window, 'hourMicroUsd' | 'dayMicroUsd' | 'monthMicroUsd'])[] = [
  ['hour', 'hourMicroUsd'],
  ['day', 'dayMicroUsd'],
  ['month', 'monthMicroUsd'],
];
const SITE: MeterUse = { meter: 'site', unit: 'micro-usd', windows: ['hour', 'day', 'month'], keepsHistory: false };

/** The cap, for whom every room is open, and in shadow mode. */
export function capCanaries(visitor: CanaryVisitor): readonly Canary[] {
  const { site } = visitor;
  const { cap } = site.real.book.pools;
  return CAP.flatMap(([window, member]) => {
    const limit = { use: SITE, name: 'site', sum: 'all', window, microUsd: cap[member] } as const;
    const canary = canaryOf(site, { code: 'cap-reached', ...limit, destination: site.home, isKnown: true });
    return [canary, { ...canary, of: `${canary.of} in shadow mode`, show: () => showInShadow(visitor, limit) }];
  });
}

async function showInShadow(visitor: CanaryVisitor, { window, microUsd }: Pick<LimitCanary, 'window' | 'microUsd'>) {
  const { site } = visitor;
  const scene = site.scene();
  await fill(site, scene, { use: SITE, microUsd, device: '', outcome: 'trusted' });
  scene.pass(AFTER_SEC[window]);
  const options = { ...scene.context.options, mode: 'shadow' as const };
  const { verdict } = await judgeByMode({ ...scene.context, options }, {}, visitor.facts(undefined));
  return verdict;
}
