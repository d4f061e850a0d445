import type { GateLimits } from '@tollgate/server';
import { ROOM_RULES } from '@tollgate/server/lab';
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
  readonly #texts = new Map<string, Counted>();
  /** The highest limits that were ever in force. */
  readonly #most = new Map<string, Record<'hour' | 'day', number>>();

  constructor(clock: () => number, limits: () => GateLimits) {
    this.#clock = clock;
    this.#limits = limits;
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
    const [kind = ''] = name.split(' ');
    const pool = this.#most.get(texts[0]!.pool)!;
    const share = kind === 'pool' ? 1 : ROOM_RULES[kind as 'block' | 'range'].shareOfPool;
    const dearest = texts.reduce((dear, { microUsd }) => Math.max(dear, microUsd), 0);
    const named = kind === 'pool' ? ROOM_RULES.poolTexts : ROOM_RULES[kind as 'block' | 'range'].texts;
    const day = pool.day * share;
    const hour = kind === 'pool' ? pool.hour : Math.min(day, Math.max(day * ROOM_RULES.hourShare, named * dearest));
    return most(texts, 'hour', 'untrusted') <= hour && most(texts, 'day', 'untrusted') <= day;
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
