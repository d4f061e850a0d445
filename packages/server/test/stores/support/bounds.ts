import { expect } from 'vitest';
import type { BoundedMeter, MeterReading, MeterUse, Sum, Window } from '../../../src/store.js';
import { TEXT_RULES } from '../../../src/text-rules.js';
import { SUMS, WINDOW_MS, WINDOWS } from './choices.js';
import { METERS } from './scene.js';
import type { BookedText, TextBook } from './text-book.js';

/** A limit that was used within so long before an interval may still have let a text into it. */
const USED_BEFORE_MS = 180_000;

interface Counted extends BoundedMeter {
  readonly text: BookedText;
}

/**
 * The bound (a) and (b): for each meter, sum and window, and for every interval up to as long as the window, what was
 * claimed in it and had not left the sum by its end is at most the highest limit that granted a text in it or just
 * before. `slackMs` shortens the intervals by what the store's clock may be off.
 */
export function expectBound({ texts }: Pick<TextBook, 'texts'>, slackMs: number): void {
  for (const [meter, counted] of byMeter(texts)) {
    for (const sum of SUMS) for (const window of WINDOWS) expectRow({ meter, counted, sum, window, slackMs });
  }
}

interface Row {
  readonly meter: string;
  readonly counted: readonly Counted[];
  readonly sum: Sum;
  readonly window: Window;
  readonly slackMs: number;
}

function expectRow({ meter, counted, sum, window, slackMs }: Row): void {
  const limitOf = ({ limits }: Counted) => limits.find((one) => one.sum === sum && one.window === window)?.limit;
  if (counted.every((one) => limitOf(one) === undefined)) return;
  // A choice without this limit is bound by none.
  const uses = counted.map((one) => ({ atMs: one.text.heldAtMs, limit: limitOf(one) ?? Infinity })).reverse();
  const claimed = counted.filter(({ text }) => text.claimedAtMs < Infinity);
  claimed.sort((a, b) => a.text.claimedAtMs - b.text.claimedAtMs);
  for (const [last, { text: end }] of claimed.entries()) {
    const endMs = end.claimedAtMs;
    let spent = 0;
    let highest = 0;
    let next = 0;
    for (let at = last; at >= 0; at--) {
      const { text, use } = claimed[at]!;
      if (endMs - text.claimedAtMs > WINDOW_MS[window] - slackMs) break;
      if (text.leftAtMs[sum] > endMs) spent += amountOf(text, use);
      for (; next < uses.length && uses[next]!.atMs >= text.claimedAtMs - USED_BEFORE_MS; next++) {
        if (uses[next]!.atMs <= endMs) highest = Math.max(highest, uses[next]!.limit);
      }
      if (spent > highest) {
        expect.fail(`${spent} ${sum} of ${meter} from ${text.claimedAtMs} to ${endMs}, in a ${window} of ${highest}`);
      }
    }
  }
}

/**
 * The bound (c), and its other side: a meter holds everything that was claimed within the window and has not left the
 * sum, and what is held; it holds nothing that lies further back than the window and a bucket.
 */
export function expectReadings(book: TextBook, readings: readonly MeterReading[], slackMs: number): void {
  const meters = byMeter(book.texts);
  for (const [at, meter] of METERS.entries()) {
    const counted = meters.get(meter) ?? [];
    const windows = WINDOWS.filter((window) => counted.some(({ use }) => use.windows.includes(window)));
    for (const window of windows) {
      for (const sum of SUMS) {
        const total = (edges: Edges) => totalOf(counted, { nowMs: book.nowMs, sum, ...edges });
        const windowMs = WINDOW_MS[window];
        const { bucketMs } = TEXT_RULES.windows[window];
        const least = total({ windowMs: windowMs - slackMs, holdMs: TEXT_RULES.holdMs - slackMs });
        const most = total({ windowMs: windowMs + bucketMs + slackMs, holdMs: TEXT_RULES.holdMs + 30_000 + slackMs });
        const found = readings[at]![window][sum];
        if (found < least || found > most) {
          expect.fail(`${sum} of ${meter} in the ${window} is ${found}, not from ${least} to ${most}`);
        }
      }
    }
  }
}

interface Edges {
  readonly windowMs: number;
  readonly holdMs: number;
}

function totalOf(
  counted: readonly Counted[],
  { nowMs, sum, windowMs, holdMs }: Edges & { readonly nowMs: number; readonly sum: Sum },
): number {
  let total = 0;
  for (const { text, use } of counted) {
    const isInWindow = nowMs - text.claimedAtMs <= windowMs && text.leftAtMs[sum] === Infinity;
    const isHeld = text.claimedAtMs === Infinity && nowMs - text.heldAtMs < holdMs;
    if (text.claimedAtMs === Infinity ? isHeld : isInWindow) total += amountOf(text, use);
  }
  return total;
}

function byMeter(texts: readonly BookedText[]): ReadonlyMap<string, readonly Counted[]> {
  const meters = new Map<string, Counted[]>();
  for (const text of texts) {
    for (const { use, limits } of text.choice.meters) {
      const counted = meters.get(use.meter);
      if (counted) counted.push({ text, use, limits });
      else meters.set(use.meter, [{ text, use, limits }]);
    }
  }
  return meters;
}

function amountOf({ microUsd }: BookedText, { unit }: MeterUse): number {
  return unit === 'texts' ? 1 : microUsd;
}
