/** An axis of dollars. */
export interface MoneyScale {
  readonly kind: 'linear' | 'logarithmic';
  /** Where an amount stands on the axis; zero stands at 0. */
  readonly position: (usd: number) => number;
  /** What is written at a tick. */
  readonly label: (position: number) => string;
  readonly max: number;
  readonly interval: number;
}

/** From this ratio on, the small amounts would be drawn as nothing on a linear axis. */
const LOGARITHMIC_FROM = 50;
const LEAST_FLOOR_USD = 0.01;
const LINEAR_TICKS = 5;

/** The scale that shows all of these amounts: linear where it can, else logarithmic with a zero. */
export function createMoneyScale(amounts: readonly number[]): MoneyScale {
  const positive = amounts.filter((usd) => usd > 0);
  const least = Math.min(...positive);
  const most = Math.max(...positive);
  return positive.length > 0 && most / least > LOGARITHMIC_FROM ? logarithmic(least, most) : linear(Math.max(0, most));
}

/** Below the floor, the power of ten under the least amount, the axis is linear, so that zero has a place. */
function logarithmic(least: number, most: number): MoneyScale {
  const floor = Math.max(LEAST_FLOOR_USD, 10 ** Math.floor(Math.log10(least)));
  const position = (usd: number) => (usd <= floor ? Math.max(0, usd) / floor : 1 + Math.log10(usd / floor));
  return {
    kind: 'logarithmic',
    position,
    label: (at) => (at === 0 ? '$0' : tickText(floor * 10 ** (at - 1))),
    max: Math.ceil(position(most)),
    interval: 1,
  };
}

function linear(most: number): MoneyScale {
  const interval = niceStep((most === 0 ? 1 : most) / LINEAR_TICKS);
  return {
    kind: 'linear',
    position: (usd) => Math.max(0, usd),
    label: tickText,
    max: interval * Math.max(1, Math.ceil(most / interval)),
    interval,
  };
}

/** The next of 1, 2, 5, 10, ... */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

function tickText(usd: number): string {
  if (usd >= 1_000_000) return `$${trimmed(usd / 1_000_000)}M`;
  if (usd >= 1_000) return `$${trimmed(usd / 1_000)}k`;
  return `$${usd === 0 || usd >= 1 ? trimmed(usd) : usd.toFixed(2)}`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(2)));
}
