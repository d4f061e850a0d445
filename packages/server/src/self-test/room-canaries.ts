import { type Channel, encodeBase64url } from '@tollgate/core';
import { blockOf, rangeOf } from '../number-ranges.js';
import type { Destination } from '../phone-number.js';
import { microUsdOf } from '../prices/micro-usd.js';
import { judgeByMode } from '../shadow.js';
import type { MeterUse, Outcome, Sum, Tier, Window } from '../store.js';
import { bookedPrice } from '../text-price.js';
import { ask, type Booking, fill } from './booking.js';
import type { Canary } from './canary.js';
import type { CanaryVisitor } from './canary-visitor.js';
import {
  expectedForCalls,
  expectedLimit,
  expectedOfPart,
  expectedOfPool,
  type ExpectedPool,
  expectedPools,
} from './expected-limits.js';
import { exampleIn } from './home.js';
import { bookOf, type Sandbox, type Scene } from './sandbox.js';

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
  readonly tier: Tier;
  readonly channel?: Channel;
  /** True where strangers have no room anyway. */
  readonly isClosed?: boolean;
}

/**
 * The meter holds what the documented rules let this tier fill, to the micro-dollar, and one more text is asked for. A gate with
 * more room lets it out.
 */
function canaryOf(site: Sandbox, limit: LimitCanary): Canary {
  const { code, use, name, sum, window, microUsd, destination, tier, channel = 'sms' } = limit;
  const show = async () => {
    const scene = site.scene(limit.isClosed ? { book: { ...bookOf(site.real), isClosed: () => true } } : {});
    const booking = await askerOf(site, scene, tier);
    await fill(site, scene, { use, microUsd, device: nobody(site), ...outcomeOf(sum) });
    scene.pass(AFTER_SEC[window]);
    return ask(site, scene, { ...booking, destination, facts: { known: tier === 'known', channel } });
  };
  const of = [`${use.meter} ${sum} ${window}`, ...(tier === 'known' ? [] : [tier])].join(', ');
  return { code, of: channel === 'sms' ? of : `${of}, a call`, names: [name, sum, window], leadsTo: destination, show };
}

/** Somebody of a tier. */
export async function askerOf(site: Sandbox, scene: Scene, tier: Tier): Promise<Booking> {
  const device = site.randomBytes(32);
  if (tier !== 'warm') return { device, isFlagged: tier === 'flagged' };
  const use: MeterUse = { meter: 'self-test', unit: 'micro-usd', windows: ['hour'], keepsHistory: false };
  await fill(site, scene, { use, microUsd: 1, device: encodeBase64url(device), outcome: 'verified' });
  return { device };
}

function nobody(site: Sandbox): string {
  return encodeBase64url(site.randomBytes(32));
}

function outcomeOf(sum: Sum): { readonly outcome?: Outcome } {
  const outcome = OUTCOMES[sum];
  return outcome ? { outcome } : {};
}

/** An hour's room of a pool for texts whose codes may still come is a wait, but for who is flagged; everything else is used up. */
function poolCode([sum, window]: readonly [Sum, Window], tier: Tier): Canary['code'] {
  return sum === 'exposed' && window === 'hour' && tier !== 'flagged' ? 'pool-busy' : 'pool-exhausted';
}

/** A pool under the documented rules, a number that leads there and what a text to it costs now. */
export interface Filled {
  readonly pool: ExpectedPool;
  readonly destination: Destination;
  readonly text: number;
}

/** The pools that strangers draw on. */
function strangers({ site }: CanaryVisitor): readonly Filled[] {
  return expectedPools(site.real).flatMap((pool) => {
    if (pool.name === site.real.book.pools.known.name) return [];
    const country = pool.name.replace('pool:', '');
    // Networks that belong to no country draw on the pool of all others.
    const destination = country === 'elsewhere' ? NOWHERE : exampleIn(country);
    return [{ pool, destination, text: textPrice(site, destination) }];
  });
}

export function textPrice({ real }: Sandbox, { e164 }: Destination): number {
  const booked = bookedPrice(real.prices, e164, { channel: 'sms', segments: 1 });
  if (!booked) throw new Error('no price for a number of a pool');
  return booked.textMicroUsd;
}

/** A number in the test range of a global network (ITU-T E.164.3, 888 is not assigned): of no country. */
export const NOWHERE: Destination = { e164: '+888000000000', callingCode: '888' };

const STRANGERS: readonly Tier[] = ['cold', 'warm', 'flagged'];

/** Every limit of every pool for each tier, of known numbers where nothing else is open to them, and of calls. */
export function poolCanaries(visitor: CanaryVisitor, code: 'pool-busy' | 'pool-exhausted'): readonly Canary[] {
  const { site } = visitor;
  const all = strangers(visitor).flatMap((filled) => STRANGERS.flatMap((tier) => limitsOf(site, { ...filled, tier })));
  const known = expectedPools(site.real).at(-1)!;
  const own = { pool: known, destination: site.home, text: textPrice(site, site.home), tier: 'known' } as const;
  const canaries = [...all, ...limitsOf(site, own), callCanary(visitor)];
  return canaries.filter((canary) => canary.code === code);
}

function limitsOf(site: Sandbox, { pool, destination, text, tier }: Filled & { readonly tier: Tier }) {
  const place = expectedOfPool(pool, text);
  return LIMITS_OF_PLACES.map(([sum, window]) => {
    const microUsd = expectedLimit(place, tier, { sum, window });
    const limit = { use: moneyMeter(pool.name), name: pool.name, sum, window, microUsd, destination, tier };
    return canaryOf(site, { ...limit, code: poolCode([sum, window], tier), isClosed: tier === 'known' });
  });
}

/** Calls may fill a part of what a pool may have out unverified. */
function callCanary({ site }: CanaryVisitor): Canary {
  const { pool, text, use } = homePool(site);
  const [sum, window] = ['exposed', 'hour'] as const;
  const microUsd = expectedLimit(expectedForCalls(expectedOfPool(pool, text)), 'cold', { sum, window });
  const limit = { use, name: pool.name, sum, window, microUsd, destination: site.home };
  return canaryOf(site, { ...limit, code: 'pool-busy', tier: 'cold', channel: 'voice' });
}

/** The pool that home's texts draw on. */
export function homePool(site: Sandbox): Omit<Filled, 'destination'> & { readonly use: MeterUse } {
  const name = site.real.book.pools.poolOf(site.home)?.name;
  const pool = expectedPools(site.real).find((one) => one.name === name);
  if (!pool) throw new Error('home has no pool');
  return { pool, text: textPrice(site, site.home), use: moneyMeter(pool.name) };
}

function moneyMeter(meter: string): MeterUse {
  return { meter, unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: false };
}

/** Every limit of a block and a range of each pool. */
export function partCanaries(visitor: CanaryVisitor, kind: 'range' | 'block'): readonly Canary[] {
  return strangers(visitor).flatMap(({ pool, destination, text }) => {
    const place = expectedOfPart(kind, { pool: expectedOfPool(pool, text), text });
    const prefix = kind === 'range' ? rangeOf(destination) : blockOf(destination);
    const use = moneyMeter(`${kind}:${pool.name.replace('pool:', '')}:${prefix}`);
    return LIMITS_OF_PLACES.map(([sum, window]) => {
      const microUsd = expectedLimit(place, 'cold', { sum, window });
      const limit = { use, name: kind, sum, window, microUsd, destination, tier: 'cold' } as const;
      return canaryOf(visitor.site, { ...limit, code: `${kind}-exhausted` });
    });
  });
}

const CAP: readonly (readonly [Window, 'hourUsd' | 'dayUsd' | 'monthUsd'])[] = [
  ['hour', 'hourUsd'],
  ['day', 'dayUsd'],
  ['month', 'monthUsd'],
];
const SITE: MeterUse = { meter: 'site', unit: 'micro-usd', windows: ['hour', 'day', 'month'], keepsHistory: false };

/** The cap, for whom every room is open, and in shadow mode. */
export function capCanaries(visitor: CanaryVisitor): readonly Canary[] {
  const { site } = visitor;
  const { cap } = site.real.options;
  return CAP.flatMap(([window, member]) => {
    const limit = { use: SITE, name: 'site', sum: 'all', window, microUsd: microUsdOf(cap[member]) } as const;
    const canary = canaryOf(site, { code: 'cap-reached', ...limit, destination: site.home, tier: 'known' });
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
