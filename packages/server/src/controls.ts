import { isBounded, isIntegerBetween } from '@tollgate/core';
import { deepFreeze } from './deep-freeze.js';
import { COUNTED_SEC, type ElsewhereOption, type FormerLimits, type PoolOption } from './pools.js';
import type { StoredControls } from './store.js';

/** Who changed something at run time. */
export interface ChangedBy {
  /** A name for the record, 1 to 64 characters. */
  readonly by: string;
}

/** A calling prefix to which strangers get no texts, up to but not including `untilSec` (seconds since 1970). */
export interface ClosedPrefix extends ChangedBy {
  /** Digits without `+`. */
  readonly prefix: string;
  readonly untilSec: number;
  readonly atSec: number;
}

/** One change that the operator made at run time. */
export interface ControlRecord extends ChangedBy {
  readonly atSec: number;
  /** Such as `setPool DE {"perDayUsd":40}`, `closePrefix 99893 until 1767225600`. */
  readonly change: string;
}

/** What the operator changed at run time; the same for every process on one store. */
export interface Controls {
  /** Country, or `elsewhere` → what stands in place of the option. */
  readonly pools: Readonly<Record<string, PoolOption | ElsewhereOption>>;
  readonly closed: readonly ClosedPrefix[];
  /** Limits that were replaced in the last 30 days. */
  readonly former: readonly FormerLimits[];
  /** The newest 100 changes, oldest first. */
  readonly log: readonly ControlRecord[];
}

export const NO_CONTROLS: Controls = deepFreeze({ pools: {}, closed: [], former: [], log: [] });

const CLOSED_MAX = 1_000;
const CLOSED_FOR_MAX_SEC = 366 * 86_400;
const LOG_MAX = 100;
const FORMER_MAX = 500;

export function readControls({ text }: StoredControls): Controls {
  return text === '' ? NO_CONTROLS : deepFreeze(JSON.parse(text) as Controls);
}

export function writeControls(controls: Controls): string {
  return JSON.stringify(controls);
}

/** A change, by whom and when. */
export interface Change {
  readonly by: string;
  readonly nowSec: number;
}

/** Puts an option in place of a pool's own, or gives it back its own. `former` are its limits until now. */
export function withPool(
  controls: Controls,
  {
    name,
    option,
    former,
  }: { name: string; option: PoolOption | ElsewhereOption | 'as-configured'; former: readonly FormerLimits[] },
  change: Change,
): Controls {
  const others = Object.entries(controls.pools).filter(([other]) => other !== name);
  const pools = Object.fromEntries(option === 'as-configured' ? others : [...others, [name, option] as const]);
  const recent = controls.former.filter(({ replacedAtSec }) => change.nowSec - replacedAtSec <= COUNTED_SEC.month);
  // What was replaced before, and was no more than what is replaced now, says nothing any longer.
  const kept = [...recent.filter((limits) => !former.some((next) => covers(next, limits))), ...former];
  if (kept.length > FORMER_MAX) throw new RangeError(`pools were lowered more than ${FORMER_MAX} times in 30 days`);
  return logged({ ...controls, pools, former: kept }, `setPool ${name} ${JSON.stringify(option)}`, change);
}

/** Throws `RangeError` where 1,000 prefixes are closed already. */
export function withClosedPrefix(
  controls: Controls,
  given: { prefix: unknown; untilSec: unknown },
  change: Change,
): Controls {
  const prefix = checkPrefix(given.prefix);
  const { untilSec } = given;
  if (!isIntegerBetween(untilSec, change.nowSec + 1, change.nowSec + CLOSED_FOR_MAX_SEC)) {
    throw new RangeError('"untilSec" must be whole seconds since 1970, in the future and at most 366 days ahead');
  }
  const closed = [...open(controls, prefix, change.nowSec), { prefix, untilSec, by: change.by, atSec: change.nowSec }];
  if (closed.length > CLOSED_MAX) throw new RangeError(`at most ${CLOSED_MAX} prefixes may be closed at once`);
  return logged({ ...controls, closed }, `closePrefix ${prefix} until ${untilSec}`, change);
}

/** Throws `RangeError` for a prefix that is not closed. */
export function withOpenPrefix(controls: Controls, given: unknown, change: Change): Controls {
  const prefix = checkPrefix(given);
  if (!controls.closed.some((one) => one.prefix === prefix)) throw new RangeError(`prefix ${prefix} is not closed`);
  return logged({ ...controls, closed: open(controls, prefix, change.nowSec) }, `openPrefix ${prefix}`, change);
}

/** Notes a change that is not one of the controls'. */
export function logged(controls: Controls, change: string, { by, nowSec }: Change): Controls {
  if (!isBounded(by, 64)) throw new TypeError('"by" must be a name of 1 to 64 characters');
  return { ...controls, log: [...controls.log, { by, atSec: nowSec, change }].slice(-LOG_MAX) };
}

/** True where strangers get no texts to this number. */
export function isClosed({ closed }: Controls, e164: string, nowSec: number): boolean {
  const digits = e164.slice(1);
  return closed.some(({ prefix, untilSec }) => nowSec < untilSec && digits.startsWith(prefix));
}

function covers(next: FormerLimits, limits: FormerLimits): boolean {
  const isMore = next.hourMicroUsd >= limits.hourMicroUsd && next.dayMicroUsd >= limits.dayMicroUsd;
  return next.name === limits.name && isMore;
}

function open({ closed }: Controls, prefix: string, nowSec: number): readonly ClosedPrefix[] {
  return closed.filter((one) => one.prefix !== prefix && one.untilSec > nowSec);
}

function checkPrefix(prefix: unknown): string {
  const digits = typeof prefix === 'string' ? /^\+?([1-9]\d{0,14})$/.exec(prefix)?.[1] : undefined;
  if (digits === undefined) throw new RangeError('a prefix must be 1 to 15 digits, with or without "+"');
  return digits;
}
