import { quantile } from '../table.js';

/** A rate and its ratio to ours: `912,345 (0.93×)`. */
export function rateCell(perSec: number, oursPerSec: number): string {
  return `${whole(perSec)} (${ratio(perSec / oursPerSec)}×)`;
}

/** Median and p95 of times, and of how many they are: `312 / 540 (60)`. */
export function timesCell(times: readonly number[]): string {
  return `${whole(quantile(times, 0.5))} / ${whole(quantile(times, 0.95))} (${times.length})`;
}

function whole(figure: number): string {
  return figure.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Two digits that count, however small. */
function ratio(figure: number): string {
  return figure.toLocaleString('en-US', {
    minimumSignificantDigits: 2,
    maximumSignificantDigits: 2,
    useGrouping: false,
  });
}
