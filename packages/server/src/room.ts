import type { CheckedFacts } from './facts.js';
import type { GateContext } from './gate-context.js';
import type { Destination } from './phone-number.js';
import type { CapMicroUsd, Pool } from './pools.js';
import type { Choice, Row } from './store.js';

/**
 * The room a text may use, best tier first: known numbers have a pool of their own, strangers draw on their country's.
 * Every choice stays under the site's cap. Empty where strangers to this country are refused.
 *
 * Signals do not open a tier: nothing a client says of itself makes a verdict laxer.
 */
export function roomFor({ pools }: GateContext, facts: CheckedFacts, destination: Destination): readonly Choice[] {
  const site = siteRows(pools.cap);
  const pool = pools.poolOf(destination);
  const known: Choice = { tier: 'known', rows: [...site, ...poolRows(pools.known)] };
  return [
    ...(facts.known ? [known] : []),
    ...(pool ? [{ tier: 'cold', rows: [...site, ...poolRows(pool)] } as const] : []),
  ];
}

function siteRows({ hourMicroUsd, dayMicroUsd, monthMicroUsd }: CapMicroUsd): readonly Row[] {
  const site = { meter: 'site', sum: 'all' } as const;
  return [
    { ...site, window: 'hour', limitMicroUsd: hourMicroUsd },
    { ...site, window: 'day', limitMicroUsd: dayMicroUsd },
    { ...site, window: 'month', limitMicroUsd: monthMicroUsd },
  ];
}

function poolRows(pool: Pool): readonly Row[] {
  const row = { meter: pool.name, sum: 'untrusted' } as const;
  return [
    { ...row, window: 'hour', limitMicroUsd: pool.hourMicroUsd },
    { ...row, window: 'day', limitMicroUsd: pool.dayMicroUsd },
  ];
}
