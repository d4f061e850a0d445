import { html, type Html } from '../../html.js';
import { assumptionsInWords, priceInWords, usd, workInWords } from '../cost-in-words.js';
import { explain, type VerdictRecord } from '@tollgate/server';
import { type LoggedVerdict } from '../verdict-log.js';

/** One verdict, for a person. The number is never in it, only the hint that the gate gives. */
export function verdictCard({ id, event }: LoggedVerdict): Html {
  const { verdict, action, channel, country, phoneHint, atSec } = event;
  const at = new Date(atSec * 1_000).toISOString();
  // The code comes first among the reasons; once is enough.
  const reasons = verdict.reasons.filter((reason) => reason !== verdict.code);
  const what = [action, channel, country, phoneHint].filter((part) => part !== undefined).join(' · ');
  return html`<li class="card verdict" data-id="${id}" data-kind="${verdict.kind}" data-code="${verdict.code ?? ''}">
    <p class="verdict-head">
      <strong class="badge" data-kind="${verdict.kind}">${verdict.kind}</strong>
      <span>${what}</span>
      <time datetime="${at}">${at.slice(11, 19)} UTC</time>
    </p>
    <dl class="facts">
      ${verdict.code !== undefined && fact('Code', html`<span class="mono">${verdict.code}</span>`)}
      ${reasons.length > 0 && fact('Reasons', html`<span class="mono">${reasons.join(', ')}</span>`)}
      ${verdict.kind === 'delay' && fact('Again in', html`${verdict.retryAfterSec ?? 'a few'} s`)}
      ${verdict.kind !== 'allow' && verdict.ways && fact('Ways', html`${verdict.ways.join(', ')}`)}
      ${fact('Text', html`${priceInWords(verdict.cost)}`)} ${fact('Work', workPart(verdict))}
      ${verdict.cost.exposure && fact('Pool', poolPart(verdict.cost.exposure, id))}
    </dl>
    <details>
      <summary>In sentences</summary>
      <ul>
        ${explain(verdict).map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </details>
  </li>`;
}

const fact = (name: string, value: Html) =>
  html`<dt>${name}</dt>
    <dd>${value}</dd>`;

function workPart({ cost }: VerdictRecord): Html {
  const assumptions = assumptionsInWords(cost);
  if (assumptions.length === 0) return html`${workInWords(cost)}`;
  return html`${workInWords(cost)}
    <details>
      <summary>What this rests on</summary>
      <ul>
        ${assumptions.map((line) => html`<li>${line}</li>`)}
      </ul>
    </details>`;
}

type Exposure = NonNullable<VerdictRecord['cost']['exposure']>;

/** A meter, not a coloured box: it has a value for whoever cannot see it, and needs no inline style. */
function poolPart({ pool, usedMicroUsd, limitMicroUsd }: Exposure, id: number): Html {
  const words = `${usd(usedMicroUsd)} of ${usd(limitMicroUsd)} used in the last hour, before this text`;
  return html`<span id="pool-${id}"><span class="mono">${pool}</span>: ${words}</span><br />
    <meter
      aria-labelledby="pool-${id}"
      min="0"
      max="${limitMicroUsd}"
      low="${Math.round(limitMicroUsd * 0.5)}"
      high="${Math.round(limitMicroUsd * 0.8)}"
      optimum="0"
      value="${usedMicroUsd}"
    ></meter>`;
}
