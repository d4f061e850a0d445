import { HOUR_MS, TEXT_RULES } from '../text-rules.js';
import { type ClaimedText, isClaimed, type Text } from './text.js';

const { holdMs, memoryMs, maturesMs, unansweredMax, textsKept, spacingMs, spacingMost } = TEXT_RULES;

/** What is remembered of a number, by its hash alone: its newest texts, and what makes it known. */
export class NumberRecord {
  /** The hash it is kept under; moves on with the epoch. */
  key: string;
  /** Held and claimed texts; the claimed ones in the order of their claims. */
  #texts: Text[] = [];
  #trustedAtMs = -Infinity;
  /** When the newest code was entered. */
  #codeAtMs = -Infinity;
  /** When the first was, of all codes since that came within a day of the one before. */
  #runSinceMs = -Infinity;
  /** When the newest code before that run was entered. */
  #beforeRunMs = -Infinity;

  constructor(key: string) {
    this.key = key;
  }

  /** How long until the number may be texted again; 0 where it may be now. */
  waitMs(nowMs: number): number {
    if (this.#texts.length === 0) return 0;
    this.#prune(nowMs);
    const times = this.#texts.map(({ heldAtMs }) => heldAtMs).sort((a, b) => a - b);
    const inHour = times.filter((atMs) => nowMs - atMs < HOUR_MS).length;
    const gapMs = spacingMs[Math.min(inHour, spacingMs.length) - 1] ?? 0;
    const waits = spacingMost.map(({ texts, withinMs }) => (times.at(-texts) ?? -Infinity) + withinMs - nowMs);
    return Math.max(0, (times.at(-1) ?? -Infinity) + gapMs - nowMs, ...waits);
  }

  isKnown(nowMs: number): boolean {
    if (this.isUnanswered) return false;
    const isWithin = (atMs: number) => nowMs - atMs <= memoryMs;
    return isWithin(this.#trustedAtMs) || this.#hasMatured(nowMs, isWithin);
  }

  /** True where a code was entered a day to 90 days ago. */
  #hasMatured(nowMs: number, isWithin: (atMs: number) => boolean): boolean {
    if (nowMs - this.#codeAtMs >= maturesMs) return isWithin(this.#codeAtMs);
    // A run of codes less than a day apart that began a day ago has one of yesterday.
    return nowMs - this.#runSinceMs >= maturesMs || isWithin(this.#beforeRunMs);
  }

  /** True after three claimed texts in a row without a code. */
  get isUnanswered(): boolean {
    return this.#texts.filter((text) => isClaimed(text) && !text.isAnswered).length >= unansweredMax;
  }

  hold(text: Text): void {
    // Exactly as long as it is: an empty array that is pushed to takes room for many.
    this.#texts = this.#texts.concat(text);
    // Only texts of shadow mode, which keep no distance, come to so many: the oldest that is only held goes.
    if (this.#texts.length > 2 * textsKept) {
      const oldest = this.#texts.findIndex((one) => !isClaimed(one));
      this.#texts = this.#texts.filter((_, at) => at !== oldest);
    }
  }

  claim(text: Text): void {
    this.#texts = [...this.#texts.filter((other) => other !== text), text];
    const claimed = this.#texts.filter(isClaimed);
    const dropped = claimed.slice(0, -textsKept);
    this.#texts = this.#texts.filter((other) => !dropped.includes(other as ClaimedText));
  }

  /** A text that never went out. */
  remove(text: Text): void {
    this.#texts = this.#texts.filter((other) => other !== text);
  }

  /** The claimed text that a report by number is of. */
  newest(nowMs: number): ClaimedText | undefined {
    return this.#texts.findLast((text) => isClaimed(text) && nowMs - text.claimedAtMs <= memoryMs) as
      ClaimedText | undefined;
  }

  /** The texts before this one that its code speaks for to their devices. */
  before(text: ClaimedText): readonly ClaimedText[] {
    const at = this.#texts.indexOf(text);
    const earlier = this.#texts.slice(0, Math.max(at, 0)).filter(isClaimed);
    return earlier
      .slice(-TEXT_RULES.coveredTexts)
      .filter(({ claimedAtMs }) => text.claimedAtMs - claimedAtMs <= TEXT_RULES.coveredMs);
  }

  /** A code was entered, or more. */
  answer(isTrusted: boolean, nowMs: number): void {
    for (const text of this.#texts.filter(isClaimed)) text.isAnswered = true;
    if (isTrusted) this.#trustedAtMs = nowMs;
    if (nowMs - this.#codeAtMs >= maturesMs) {
      this.#beforeRunMs = this.#codeAtMs;
      this.#runSinceMs = nowMs;
    }
    this.#codeAtMs = nowMs;
  }

  #prune(nowMs: number): void {
    this.#texts = this.#texts.filter((text) => isClaimed(text) || nowMs - text.heldAtMs < holdMs);
  }
}
