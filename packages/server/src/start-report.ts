import { Allowances } from './allowances.js';
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
    ...withoutCalls(pools),
    ...(stale === undefined ? [] : [`tollgate: ${stale}`]),
  ];
}

/** Names the pools in which a call to a stranger has no room, however quiet the day. */
function withoutCalls({ all, prices, callPrices }: Pools): readonly string[] {
  const allowances = new Allowances(ROOM_RULES);
  const names = all.flatMap((pool, at) => {
    const call = callPrices.get(pool.name);
    if (!call) return [];
    const whole = allowances.ofPool(pool, prices[at]!.totalMicroUsd, { days: [], nowMs: 0 });
    const limits = allowances.limits(allowances.poolForCalls(whole), 'cold');
    return limits.some(({ limit }) => limit < call.totalMicroUsd) ? [pool.name.replace('pool:', '')] : [];
  });
  if (names.length === 0) return [];
  return [
    `tollgate: calls to strangers are not possible in ${names.join(', ')} before codes are entered there: one costs more than calls ` +
      `may have out. Larger pools change that.`,
  ];
}

function bound({ hourMicroUsd, dayMicroUsd, monthMicroUsd }: Pools['cap']): string {
  return `${usd(hourMicroUsd)} an hour, ${usd(dayMicroUsd)} a day, ${usd(monthMicroUsd)} in 30 days`;
}
