import type { Channel } from '@tollgate/core';
import type { CheckedFacts } from './facts.js';
import type { Allowance, Past } from './allowances.js';
import type { GateContext } from './gate-context.js';
import { blockOf, rangeOf } from './number-ranges.js';
import type { Standing } from './evidence/evidence.js';
import type { Destination } from './phone-number.js';
import type { CapMicroUsd, Pool } from './pools.js';
import type { BoundedMeter, Choice, Limit, MeterUse, Tier, Window } from './store.js';

/** A text or call by where it goes and what it costs. */
export interface PricedText {
  readonly destination: Destination;
  readonly channel: Channel;
  /** What the text or call is booked with. */
  readonly microUsd: number;
  /** What a text to that number costs: the same, but for calls. */
  readonly textMicroUsd: number;
}

/** What a text asks room for, and who asks. */
export interface Asked extends PricedText {
  readonly facts: CheckedFacts;
  /** The caller's network, by its hash. */
  readonly network: string;
  /** The caller's autonomous system, where it is known. */
  readonly asn: number | undefined;
  /** What signals, headers and address come to. */
  readonly standing: Standing;
}

/** The rooms a text may use, best first, and why strangers have none where that is so. */
export interface Room {
  readonly choices: readonly Choice[];
  readonly closedBy: 'country-refused' | 'prefix-closed' | undefined;
}

const HOUR: readonly Window[] = ['hour'];
const HOUR_AND_DAY: readonly Window[] = ['hour', 'day'];
const ALL_WINDOWS: readonly Window[] = ['hour', 'day', 'month'];

const NO_LIMITS: readonly Limit[] = [];

/**
 * The room a text may use, best tier first: known numbers have a pool of their own, strangers draw on their country's,
 * its block's and its range's. Every choice stays under the site's cap.
 *
 * Signals open no tier of themselves: without a history, nothing that a client says makes a verdict laxer than silence.
 */
export function roomFor(context: GateContext, asked: Asked): Room {
  const { book, allowances } = context;
  const { facts, destination } = asked;
  const site = siteMeter(book.pools.cap);
  const networks = networkUses(asked);
  const counted = networks.map((use): BoundedMeter => ({ use, limits: NO_LIMITS }));
  const known: Choice = {
    tier: 'known',
    opening: facts.known ? 'site-known-number' : 'known-number',
    meters: [site, knownMeter(context, asked, book.pools.known), ...counted],
  };
  const pool = book.pools.poolOf(destination);
  if (!pool) return { choices: [known], closedBy: 'country-refused' };
  if (book.isClosed(destination.e164, context.nowSec())) return { choices: [known], closedBy: 'prefix-closed' };
  const places = placesOf(context, asked, pool);
  const stranger = (tier: Tier): readonly BoundedMeter[] =>
    places.map(({ use, allowance }) => ({ use, limits: allowances.limits(allowance, tier) }));
  const networkLimits: readonly Limit[] = [{ sum: 'all', window: 'hour', limit: allowances.rules.networkTexts }];
  const bounded = networks.map((use): BoundedMeter => ({ use, limits: networkLimits }));
  const { standing } = asked;
  const warm: Choice = { tier: 'warm', opening: 'warm-device', meters: [site, ...stranger('warm'), ...bounded] };
  const rest: Tier = standing === 'flagged' ? 'flagged' : 'cold';
  const anyone: Choice = { tier: rest, opening: 'anyone', meters: [site, ...stranger(rest), ...counted] };
  return { choices: standing === 'clear' ? [known, warm, anyone] : [known, anyone], closedBy: undefined };
}

/** The site's own meter, under its cap. */
export function siteMeter({ hourMicroUsd, dayMicroUsd, monthMicroUsd }: CapMicroUsd): BoundedMeter {
  return {
    use: { meter: 'site', unit: 'micro-usd', windows: ALL_WINDOWS, keepsHistory: false },
    limits: [
      { sum: 'all', window: 'hour', limit: hourMicroUsd },
      { sum: 'all', window: 'day', limit: dayMicroUsd },
      { sum: 'all', window: 'month', limit: monthMicroUsd },
    ],
  };
}

function knownMeter(context: GateContext, asked: PricedText, pool: Pool): BoundedMeter {
  const { use, allowance } = poolPlace(context, asked, pool);
  return { use, limits: context.allowances.limits(allowance, 'known') };
}

/** A meter that a text is counted in, and what it allows. */
export interface Place {
  readonly use: MeterUse;
  readonly allowance: Allowance;
}

/** A pool as a place, and what it allows in all, of which its parts have their shares. */
function poolPlace(context: GateContext, asked: PricedText, pool: Pool): Place & { readonly whole: Allowance } {
  const { allowances } = context;
  const whole = allowances.ofPool(pool, asked.textMicroUsd, pastOf(context, pool.name));
  return { use: moneyMeter(pool.name), allowance: isCall(asked) ? allowances.poolForCalls(whole) : whole, whole };
}

/** Where a stranger's text goes: its pool, its range, its block. Of two that are full the narrower one is named. */
export function placesOf(context: GateContext, asked: PricedText, pool: Pool): readonly Place[] {
  const { allowances } = context;
  const { destination, microUsd, textMicroUsd } = asked;
  const country = poolPlace(context, asked, pool);
  // Countries that share a calling code share prefixes too: a place is of its pool.
  const place = pool.name.replace('pool:', '');
  const part = (kind: 'block' | 'range', prefix: string): Place => {
    const meter = `${kind}:${place}:${prefix}`;
    const whole = allowances.ofPart(kind, { pool: country.whole, textMicroUsd, past: pastOf(context, meter) });
    return { use: moneyMeter(meter), allowance: isCall(asked) ? allowances.partForCall(whole, microUsd) : whole };
  };
  return [country, part('range', rangeOf(destination)), part('block', blockOf(destination))];
}

function pastOf({ histories, options }: GateContext, meter: string): Past {
  const nowMs = options.clock();
  return { days: histories.daysOf(meter, nowMs), nowMs };
}

function isCall({ channel }: PricedText): boolean {
  return channel === 'voice';
}

function moneyMeter(meter: string): MeterUse {
  return { meter, unit: 'micro-usd', windows: HOUR_AND_DAY, keepsHistory: true };
}

/** Networks choose the tier and refuse nobody, since carriers put many people behind one address. */
function networkUses({ network, asn }: Asked): readonly MeterUse[] {
  const names = [`network:${network}`];
  if (asn !== undefined) names.push(`as:${asn}`);
  return names.map((meter) => ({ meter, unit: 'texts', windows: HOUR, keepsHistory: false }));
}
