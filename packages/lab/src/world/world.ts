import { createPriceTable, type PriceTable } from '@tollgate/server/lab';
import type { Answer, Ask, Defence, Lever } from '../defences/defence.js';
import type { Attempt, Visit } from '../score/job-result.js';
import type { Timeline } from './timeline.js';

const prices: PriceTable = createPriceTable();

/** When an attack goes on: what honest people meet then is counted apart. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** One site, whoever comes to it, and what stands before its sender. */
export class World {
  readonly visits: Visit[] = [];
  readonly attempts: Attempt[] = [];
  attackCostUsd = 0;
  #attack: Span | undefined;
  /** Prefixes that the operator of a defence without such a lever closed at the form itself. */
  readonly #closed: string[] = [];

  constructor(
    readonly timeline: Timeline,
    readonly defence: Defence,
  ) {}

  /** Counts the time from here to there as under attack. */
  markAttack(span: Span): void {
    this.#attack = {
      fromMs: Math.min(span.fromMs, this.#attack?.fromMs ?? Infinity),
      untilMs: Math.max(span.untilMs, this.#attack?.untilMs ?? -Infinity),
    };
  }

  isUnderAttack(atMs: number): boolean {
    return this.#attack !== undefined && atMs >= this.#attack.fromMs && atMs < this.#attack.untilMs;
  }

  async ask(ask: Ask): Promise<Answer> {
    if (this.#closed.some((prefix) => ask.phone.startsWith(`+${prefix}`))) return { kind: 'refused' };
    return this.defence.ask(ask);
  }

  /** What an operator does: closing a prefix anybody can. */
  async operate(lever: Lever): Promise<void> {
    if (this.defence.operate) await this.defence.operate(lever);
    else if (lever.kind === 'close-prefix') this.#closed.push(lever.prefix);
  }

  /** What one text or call costs the site, in the public table's prices. */
  microUsdOf({ phone, channel }: Pick<Ask, 'phone' | 'channel'>): number {
    return prices.priceText(phone, { channel, segments: 1 }).totalMicroUsd;
  }
}
