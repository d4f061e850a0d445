import type { Answer, Ask, Defence, Lever } from '../defences/defence.js';
import type { Attempt, Visit } from '../score/job-result.js';
import type { Bots } from './signals.js';
import type { Site } from './site.js';
import type { Timeline } from './timeline.js';

/** When something happens to the site: what honest people meet then is counted apart. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** One site, whoever comes to it, and what stands before its sender. */
export class World {
  readonly visits: Visit[] = [];
  readonly attempts: Attempt[] = [];
  attackCostUsd = 0;
  /** Whether the site tells its defence what accounts do later. */
  reportsTrust = true;
  /** Whether programs look like people. */
  bots: Bots = 'forged';
  #event: Span | undefined;
  /** Prefixes that the operator of a defence without such a lever closed at the form itself. */
  readonly #closed: string[] = [];

  constructor(
    readonly timeline: Timeline,
    readonly defence: Defence,
    readonly site: Site,
  ) {}

  /** Counts the time from here to there as the event of the tape; of several, from the first to the last. */
  markEvent(span: Span): void {
    this.#event = {
      fromMs: Math.min(span.fromMs, this.#event?.fromMs ?? Infinity),
      untilMs: Math.max(span.untilMs, this.#event?.untilMs ?? -Infinity),
    };
  }

  /** True while the event lasts; a tape without one is one as a whole. */
  isDuringEvent(atMs: number): boolean {
    return this.#event === undefined || (atMs >= this.#event.fromMs && atMs < this.#event.untilMs);
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
}
