import type { FeeShare } from '../score/scoreboard.js';

/** What stands where there is no figure. */
export const NOTHING = '–';

/** Shares of the fee that attackers may have from the carrier, in the order of the tables. */
export const FEE_SHARES: readonly FeeShare[] = ['10', '30', '50'];

const MINUS = '−';
/** What would be rounded to no cents. */
const LEAST_SHOWN_USD = 0.005;
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MIN = 60;
const DAY_MIN = 24 * HOUR_MIN;

/** A locale is named so that the figures do not hang on the machine's own. */
function grouped(value: number, decimals: number): string {
  return value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A whole number with groups of three; `–` where there is none. */
export function countText(count: number): string {
  return Number.isFinite(count) ? signed(count, (size) => grouped(size, Number.isInteger(size) ? 0 : 1)) : NOTHING;
}

/** Dollars: cents below a hundred, whole dollars above. Less than a cent is never shown as nothing. */
export function usdText(usd: number): string {
  if (usd < 0 && usd > -LEAST_SHOWN_USD) return `>${MINUS}$0.01`;
  return Number.isFinite(usd) ? signed(usd, usdSizeText) : NOTHING;
}

function usdSizeText(usd: number): string {
  if (usd === 0) return '$0';
  if (usd < LEAST_SHOWN_USD) return '<$0.01';
  return `$${grouped(usd, usd < 99.995 ? 2 : 0)}`;
}

/** Per cent with one decimal. What is not quite none is never shown as none, nor what is not quite all as all. */
export function percentText(percent: number): string {
  if (!Number.isFinite(percent)) return NOTHING;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  if (percent >= 99.95 && percent < 100) return '>99.9 %';
  return `${grouped(percent, 1)} %`;
}

/** Milliseconds in the unit that reads best. */
export function delayText(ms: number): string {
  if (!Number.isFinite(ms)) return NOTHING;
  if (Math.round(ms) < SECOND_MS) return `${grouped(ms, 0)} ms`;
  if (ms < 2 * MINUTE_MS) return `${grouped(ms / SECOND_MS, 1)} s`;
  return minutesText(ms / MINUTE_MS);
}

/** Minutes in the unit that reads best. */
export function minutesText(minutes: number): string {
  if (!Number.isFinite(minutes)) return NOTHING;
  if (minutes > 0 && minutes < 1) return `${grouped(minutes * 60, 1)} s`;
  if (minutes < 2 * HOUR_MIN) return `${grouped(minutes, Number.isInteger(minutes) ? 0 : 1)} min`;
  if (minutes < 2 * DAY_MIN) return `${grouped(minutes / HOUR_MIN, 1)} h`;
  return `${grouped(minutes / DAY_MIN, 1)} d`;
}

/** The seeds as they are typed on the command line. */
export function seedsText(seeds: readonly number[]): string {
  return seeds.join(',');
}

function signed(value: number, format: (size: number) => string): string {
  return (value < 0 ? MINUS : '') + format(Math.abs(value));
}
