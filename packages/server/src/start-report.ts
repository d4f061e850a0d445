import { type Pools, usd } from './pools.js';
import { stalePrices } from './prices/staleness.js';
import { ROOM_RULES } from './room-rules.js';

/** What a gate says when it starts: the most it lets go out, and what its operator should look at. */
export function startReport(site: string, pools: Pools, nowMs: number): readonly string[] {
  const { cap, sum, known } = pools;
  const strangers = pools.all.filter((pool) => pool !== known);
  const dearest = strangers.reduce((most, pool) => (pool.dayMicroUsd > most.dayMicroUsd ? pool : most));
  const { range, partTextsMin } = ROOM_RULES;
  const stale = stalePrices(pools.prices, nowMs);
  return [
    `tollgate: ${site} loses at most ${bound(sum)} to texts that nobody trusts; in one range of 10,000 numbers at most ` +
      `${usd(dearest.dayMicroUsd * range.shareOfPool)} a day to strangers, or ${partTextsMin} texts or a call where these cost more; ` +
      `all texts together cost at most ${bound(cap)}.`,
    `tollgate: texts leave their pool when "trusted" is reported; a site that never does needs pools as large as its whole day.`,
    ...(stale === undefined ? [] : [`tollgate: ${stale}`]),
  ];
}

function bound({ hourMicroUsd, dayMicroUsd, monthMicroUsd }: Pools['cap']): string {
  return `${usd(hourMicroUsd)} an hour, ${usd(dayMicroUsd)} a day, ${usd(monthMicroUsd)} in 30 days`;
}
