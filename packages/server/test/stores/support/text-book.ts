import type { Choice, Outcome, Sum } from '../../../src/store.js';
import { TEXT_RULES } from '../../../src/text-rules.js';

/** A text that a store granted, as the model sees it. Times are of the store's clock. */
export interface BookedText {
  readonly pid: string;
  readonly number: string;
  /** Where it is counted, and the limits it was granted under. */
  readonly choice: Choice;
  readonly microUsd: number;
  readonly heldAtMs: number;
  claimedAtMs: number;
  /** True once its number was forgotten. */
  isForgotten: boolean;
  /** When it left each sum; `Infinity` while it counts. */
  readonly leftAtMs: Record<Sum, number>;
}

/**
 * What was granted, claimed, refused before acceptance, and said of texts, by the design's rules alone: which sums a text
 * is in, without windows, buckets and limits.
 */
export class TextBook {
  readonly texts: BookedText[] = [];
  /** Number → its newest claimed texts, in the order of their claims. */
  readonly #kept = new Map<string, readonly BookedText[]>();
  nowMs = -Infinity;

  /** The store's clock: never back. */
  see(clockMs: number): void {
    this.nowMs = Math.max(this.nowMs, clockMs);
  }

  grant(text: Pick<BookedText, 'pid' | 'number' | 'choice' | 'microUsd'>): BookedText {
    const leftAtMs = { exposed: Infinity, untrusted: Infinity, all: Infinity };
    const booked = { ...text, heldAtMs: this.nowMs, claimedAtMs: Infinity, isForgotten: false, leftAtMs };
    this.texts.push(booked);
    return booked;
  }

  claim(text: BookedText): void {
    text.claimedAtMs = this.nowMs;
    if (text.isForgotten) return;
    this.#kept.set(text.number, [...this.#keptOf(text), text].slice(-TEXT_RULES.textsKept));
  }

  fail(text: BookedText): void {
    for (const sum of ['exposed', 'untrusted', 'all'] as const) this.#leave(text, sum);
    this.#kept.set(
      text.number,
      this.#keptOf(text).filter((other) => other !== text),
    );
  }

  /** A number that is forgotten begins anew: its texts still count. */
  forget(number: string): void {
    this.#kept.delete(number);
    for (const text of this.texts) if (text.number === number) text.isForgotten = true;
  }

  /** What a report by number is of. */
  newestOf(number: string): BookedText | undefined {
    return this.#kept.get(number)?.at(-1);
  }

  report(text: BookedText, outcome: Outcome): void {
    if (outcome !== 'verified' && outcome !== 'trusted') return;
    this.#leave(text, 'exposed');
    if (outcome === 'trusted') this.#leave(text, 'untrusted');
  }

  #keptOf({ number }: BookedText): readonly BookedText[] {
    return this.#kept.get(number) ?? [];
  }

  #leave(text: BookedText, sum: Sum): void {
    const isCounted = this.nowMs - text.claimedAtMs < TEXT_RULES.countedMs;
    if (isCounted) text.leftAtMs[sum] = Math.min(text.leftAtMs[sum], this.nowMs);
  }
}
