import type { NumberKeys } from '../store.js';
import { TEXT_RULES } from '../text-rules.js';
import { isClaimed, type Text } from './text.js';

const { holdMs, memoryMs, deviceOpenNumbers, deviceOpenMs, deviceUnverified, deviceUnverifiedMs } = TEXT_RULES;

interface Unverified {
  readonly text: Text;
  /** The record of the number it is for. */
  readonly number: { readonly key: string };
}

/** What is remembered of a device key: its unverified texts of a day, and when a code of its was last entered. */
export class DeviceRecord {
  #unverified: Unverified[] = [];
  #verifiedAtMs = -Infinity;

  constructor(readonly key: string) {}

  /** True where one more text, to this number, would be too many. */
  isFull(number: NumberKeys, nowMs: number): boolean {
    if (this.#unverified.length === 0) return false;
    this.#prune(nowMs);
    const open = this.#unverified.filter(({ text }) => nowMs - text.heldAtMs < deviceOpenMs);
    const others = new Set(open.map((one) => one.number.key).filter((key) => !number.includes(key)));
    return others.size >= deviceOpenNumbers || this.#unverified.length >= deviceUnverified;
  }

  isWarm(nowMs: number): boolean {
    return nowMs - this.#verifiedAtMs <= memoryMs;
  }

  hold(text: Text, number: Unverified['number']): void {
    this.#unverified = this.#unverified.concat({ text, number });
  }

  remove(text: Text): void {
    this.#unverified = this.#unverified.filter((one) => one.text !== text);
  }

  answer(nowMs: number): void {
    this.#verifiedAtMs = nowMs;
  }

  #prune(nowMs: number): void {
    this.#unverified = this.#unverified.filter(
      ({ text }) => nowMs - text.heldAtMs < (isClaimed(text) ? deviceUnverifiedMs : holdMs),
    );
  }
}
