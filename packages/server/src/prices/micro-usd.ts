/** Whole micro-dollars, up: a text is never booked for less than it costs. The small term undoes binary fractions. */
export function microUsdOf(usd: number): number {
  return Math.max(1, Math.ceil(usd * 1e6 - 1e-6));
}

/** No text costs a thousand dollars: a price beyond it is a mistake. */
export const TEXT_MAX_MICRO_USD = 1e9;
