import { blockOf, rangeOf } from '../number-ranges.js';
import type { Destination } from '../phone-number.js';
import type { Limit, MeterUse, Window } from '../store.js';
import { ask, fill } from './booking.js';
import { type Canary, type CanaryAnswer, demandAllow } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import {
  expectedLimit,
  expectedOfPart,
  expectedOfPool,
  type ExpectedPlace,
  type ExpectedPool,
  expectedPools,
  leastPool,
} from './expected-limits.js';
import { besideIt } from './home.js';
import { type Filled, homePool, NOWHERE, textPrice } from './room-canaries.js';
import { bookOf, type Sandbox, type Scene } from './sandbox.js';

/** How much money had its codes entered, in shares of a place's room without any: more than its share of it has to be. */
const CODES = { pool: 6, part: 4 } as const;
/** So many of its days, and a pool has room for all that it may spend. */
const CODES_FOR_ALL = 10;
/** Money has left the hour. */
const LATER_SEC = 7_200;
/** Codes of so long ago count no more: of today and yesterday alone. */
const TWO_DAYS_SEC = 172_800;

/** A place whose room is known to the micro-dollar. */
interface Grown {
  readonly of: string;
  readonly code: Canary['code'];
  readonly meter: string;
  /** How a refusal names it. */
  readonly name: string;
  readonly window: Exclude<Window, 'month'>;
  readonly place: ExpectedPlace;
  readonly text: number;
  readonly destination: Destination;
  /** Money whose codes were entered before. */
  readonly verified: number;
  /** How long before. Default 0. */
  readonly agoSec?: number;
  readonly isKnown?: boolean;
  /** The pool in force, if not one of the gate's own. */
  readonly pool?: ExpectedPool;
}

function canaryOf(site: Sandbox, grown: Grown): Canary {
  const { code, name, meter, window, of, destination } = grown;
  const named = `${meter} exposed ${window}, ${of}`;
  return {
    code,
    of: named,
    names: [name, 'exposed', window],
    leadsTo: destination,
    show: () => showGrown(site, grown),
  };
}

/** The room that the place must have is there to its last text, and not for one more. */
async function showGrown(site: Sandbox, grown: Grown): Promise<CanaryAnswer> {
  const { meter, place, text, window, destination, verified, agoSec = 0, isKnown = false } = grown;
  const scene = sceneOf(site, grown);
  const use: MeterUse = { meter, unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: true };
  await fill(site, scene, { use, microUsd: verified, device: 'entered', outcome: 'trusted' });
  scene.pass(agoSec);
  const limit: Pick<Limit, 'sum' | 'window'> = { sum: 'exposed', window };
  const room = expectedLimit(place, isKnown ? 'known' : 'cold', limit);
  await fill(site, scene, { use, microUsd: Math.max(room - text, 0), device: 'others' });
  if (window === 'day') scene.pass(LATER_SEC);
  const facts = { known: isKnown };
  // A price that rose since may leave room for none.
  if (room >= text) demandAllow(await ask(site, scene, { destination, facts }));
  return ask(site, scene, { destination: besideIt(destination), facts });
}

function sceneOf(site: Sandbox, { isKnown, pool }: Grown): Scene {
  const book = bookOf(site.real);
  if (isKnown) return site.scene({ book: { ...book, isClosed: () => true } });
  if (!pool) return site.scene();
  const { name, hour, day, floor } = pool;
  const own = { name, hourMicroUsd: hour, dayMicroUsd: day, exposureFloorMicroUsd: floor };
  return site.scene({ book: { ...book, isClosed: () => false, pools: { ...book.pools, poolOf: () => own } } });
}

/** One pool of each kind: a country's, all others', known numbers'. */
function kinds({ site }: CanaryVisitor): readonly (Filled & { readonly isKnown?: boolean })[] {
  const { home } = site;
  const { pool, text } = homePool(site);
  const all = expectedPools(site.real);
  const elsewhere = all.find(({ name }) => name === 'pool:elsewhere');
  const known = all.find(({ name }) => name === site.real.book.pools.known.name)!;
  return [
    { pool, text, destination: home },
    ...(elsewhere ? [{ pool: elsewhere, text: textPrice(site, NOWHERE), destination: NOWHERE }] : []),
    { pool: known, text, destination: home, isKnown: true },
  ];
}

/** What may be out of a pool unverified once codes were entered: of a day, or of an hour, where that is waited for. */
export function poolGrowthCanaries(visitor: CanaryVisitor, code: 'pool-busy' | 'pool-exhausted'): readonly Canary[] {
  return kinds(visitor).flatMap(({ pool, text, destination, isKnown = false }) => {
    const least = expectedOfPool(pool, text);
    const some = CODES.pool * least.exposure;
    const most = CODES_FOR_ALL * pool.day;
    const shared = { code, meter: pool.name, name: pool.name, text, destination, isKnown } as const;
    const grown = (of: string, verified: number, window: Grown['window']): Grown => {
      return { ...shared, of, window, verified, place: expectedOfPool(pool, text, verified) };
    };
    if (code === 'pool-busy') return [canaryOf(visitor.site, grown('codes entered', some, 'hour'))];
    return [
      grown('codes entered', some, 'day'),
      grown('codes entered for all of it', most, 'day'),
      { ...grown('codes entered two days ago', most, 'day'), agoSec: TWO_DAYS_SEC, place: least },
    ].map((one) => canaryOf(visitor.site, one));
  });
}

/** What may be out of a block or range unverified: once codes were entered in it, and in the smallest pool that there can be. */
export function partGrowthCanaries(visitor: CanaryVisitor, kind: 'block' | 'range'): readonly Canary[] {
  const strangers = kinds(visitor).filter(({ isKnown }) => !isKnown);
  return strangers.flatMap(({ pool, text, destination }) => {
    const prefix = kind === 'range' ? rangeOf(destination) : blockOf(destination);
    const meter = `${kind}:${pool.name.replace('pool:', '')}:${prefix}`;
    const shared = { code: `${kind}-exhausted`, meter, name: kind, window: 'day', text, destination } as const;
    const ofPool = { pool: expectedOfPool(pool, text), text };
    const verified = CODES.part * expectedOfPart(kind, ofPool).exposure;
    const small = leastPool(pool.name, text);
    const least = expectedOfPart(kind, { pool: expectedOfPool(small, text), text });
    return [
      { ...shared, of: 'codes entered', verified, place: expectedOfPart(kind, { ...ofPool, verified }) },
      { ...shared, of: 'of the smallest pool', verified: 0, place: least, pool: small },
    ].map((grown) => canaryOf(visitor.site, grown));
  });
}
