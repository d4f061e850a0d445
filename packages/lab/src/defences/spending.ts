import type { GateLimits } from '@tollgate/server';
import type { RoomRules } from '@tollgate/server/lab';
import type { Report } from './defence.js';

/** A text that went out. */
export interface SentText {
  readonly id: string;
  readonly phone: string;
  readonly microUsd: number;
  readonly isKnown: boolean;
  /** `pool:DE`, `pool:known`. */
  readonly pool: string;
}

interface Counted extends SentText {
  readonly atMs: number;
  trustedAtMs: number;
}

const WINDOWS = { hour: 3_600_000, day: 86_400_000, month: 30 * 86_400_000 } as const;
type Window = keyof typeof WINDOWS;

/**
 * Everything that went out, counted again from outside the gate: in every interval as long as a window, money that nobody
 * trusted stays under the limits of its pool, block and range, and all money under the cap.
 */
export class Spending {
  readonly #clock: () => number;
  readonly #limits: () => GateLimits;
  readonly #rules: RoomRules;
  readonly #texts = new Map<string, Counted>();
  /** The highest limits that were ever in force. */
  readonly #most = new Map<string, Record<'hour' | 'day', number>>();

  constructor(clock: () => number, limits: () => GateLimits, rules: RoomRules) {
    this.#clock = clock;
    this.#limits = limits;
    this.#rules = rules;
    this.note();
  }

  /** Notes the limits in force, after the operator changed them. */
  note(): void {
    for (const { name, hourMicroUsd, dayMicroUsd } of this.#limits().pools) {
      const before = this.#most.get(name) ?? { hour: 0, day: 0 };
      this.#most.set(name, { hour: Math.max(before.hour, hourMicroUsd), day: Math.max(before.day, dayMicroUsd) });
    }
  }

  add(text: SentText): void {
    this.#texts.set(text.id, { ...text, atMs: this.#clock(), trustedAtMs: Infinity });
  }

  report(id: string, report: Report): void {
    const text = this.#texts.get(id);
    if (text && report === 'trusted') text.trustedAtMs = Math.min(text.trustedAtMs, this.#clock());
  }

  isWithinBound(): boolean {
    const texts = [...this.#texts.values()];
    const { hourMicroUsd, dayMicroUsd, monthMicroUsd } = this.#limits().cap;
    const cap = { hour: hourMicroUsd, day: dayMicroUsd, month: monthMicroUsd };
    const isUnderCap = (['hour', 'day', 'month'] as const).every((window) => most(texts, window, 'all') <= cap[window]);
    return isUnderCap && [...groups(texts)].every(([name, group]) => this.#isUnder(name, group));
  }

  /** Untrusted money of one pool, block or range. */
  #isUnder(name: string, texts: readonly Counted[]): boolean {
    const { hour, day } = this.#mostOf(name.split(' ')[0] as 'pool' | 'block' | 'range', texts);
    return most(texts, 'hour', 'untrusted') <= hour && most(texts, 'day', 'untrusted') <= day;
  }

  /** The limits of a pool, or of a part of one for the dearest text that it sent. */
  #mostOf(kind: 'pool' | 'block' | 'range', texts: readonly Counted[]): Record<'hour' | 'day', number> {
    const pool = this.#most.get(texts[0]!.pool)!;
    if (kind === 'pool') return pool;
    const { [kind]: part, partTextsMin, hourShare } = this.#rules;
    const dearest = texts.reduce((dear, { microUsd }) => Math.max(dear, microUsd), 0);
    const day = Math.max(partTextsMin * dearest, pool.day * part.shareOfPool);
    return { day, hour: Math.min(day, Math.max(day * hourShare, part.texts * dearest)) };
  }
}

/** Texts by what they are counted in. */
function groups(texts: readonly Counted[]): ReadonlyMap<string, readonly Counted[]> {
  const found = new Map<string, Counted[]>();
  for (const text of texts) {
    const { pool, phone, isKnown } = text;
    const names = isKnown
      ? [`pool ${pool}`]
      : [`pool ${pool}`, `block ${pool} ${phone.slice(0, -6)}`, `range ${pool} ${phone.slice(0, -4)}`];
    for (const name of names) {
      const group = found.get(name);
      if (group) group.push(text);
      else found.set(name, [text]);
    }
  }
  return found;
}

/** The most that any interval as long as the window held. Texts are in the order of time. */
function most(texts: readonly Counted[], window: Window, sum: 'all' | 'untrusted'): number {
  const leaves = texts
    .map(({ atMs, trustedAtMs, microUsd }) => {
      const endMs = atMs + WINDOWS[window];
      return { atMs: sum === 'all' ? endMs : Math.min(endMs, trustedAtMs), microUsd };
    })
    .sort((a, b) => a.atMs - b.atMs);
  let highest = 0;
  let spent = 0;
  let gone = 0;
  for (const { atMs, microUsd } of texts) {
    for (; gone < leaves.length && leaves[gone]!.atMs <= atMs; gone++) spent -= leaves[gone]!.microUsd;
    spent += microUsd;
    highest = Math.max(highest, spent);
  }
  return highest;
}
