import { html, type Html } from '../../html.js';
import { usd } from '../cost-in-words.js';
import { type GateLimits } from '@tollgate/server';

/** The limits in force: the site's cap, each pool below it, and the work a text asks. */
export function limitsList({ cap, pools, work, challengesAMinute }: GateLimits): Html {
  const { hourMicroUsd, dayMicroUsd, monthMicroUsd } = cap;
  return html`<ul class="limits">
    ${limitCard('Cap of the whole site', [
      `${usd(hourMicroUsd)} in any hour`,
      `${usd(dayMicroUsd)} in any day`,
      `${usd(monthMicroUsd)} in any 30 days`,
    ])}
    ${pools.map((pool) =>
      limitCard(poolName(pool.name), [`${usd(pool.hourMicroUsd)} in any hour`, `${usd(pool.dayMicroUsd)} in any day`]),
    )}
    ${limitCard('Work for a text', [
      `${work.k} pieces of ${work.p.toLocaleString('en')} expected hashes (${work.alg})`,
      `${challengesAMinute} challenges a minute for one address`,
    ])}
  </ul>`;
}

function limitCard(name: string, lines: readonly string[]): Html {
  return html`<li class="card">
    <h3>${name}</h3>
    ${lines.map((line) => html`<p>${line}</p>`)}
  </li>`;
}

/** `pool:DE` as a person says it. */
function poolName(name: string): string {
  const key = name.replace(/^pool:/, '');
  if (key === 'known') return 'Pool of known numbers';
  if (key === 'elsewhere') return 'Pool of all other countries';
  return `Pool of ${new Intl.DisplayNames('en', { type: 'region' }).of(key) ?? key}`;
}
