import type { Attempt } from './job-result.js';

/** Requests that are looked at together, where there are so many. */
const GROUP = 50;
/** An attack is contained when fewer than this share of its requests get a text. */
const SHARE = 0.1;

/**
 * Milliseconds from an attack's first request until fewer than one in ten got a text, for good; `undefined` where that
 * never came. Requests are looked at in groups of fifty, or of a tenth of them where there are fewer than 500.
 */
export function containedAfterMs(attempts: readonly Attempt[]): number | undefined {
  const size = Math.max(1, Math.min(GROUP, Math.ceil(attempts.length / 10)));
  const groups = Math.ceil(attempts.length / size);
  if (groups === 0) return undefined;
  const isLoose = (group: number) => {
    const asked = attempts.slice(group * size, (group + 1) * size);
    return asked.filter(({ microUsd }) => microUsd > 0).length >= asked.length * SHARE;
  };
  let group = groups - 1;
  if (isLoose(group)) return undefined;
  while (group >= 0 && !isLoose(group)) group--;
  const last = attempts[(group + 1) * size - 1];
  return last ? last.atMs - attempts[0]!.atMs : 0;
}
