import { html, type Html } from '../html.js';
import { type Arrival, type Inbox } from './inbox.js';
import { type Mode } from './mode.js';

/** The whole page. Its list is drawn again by a small script; without it, reloading does the same. */
export function inboxPage(inbox: Inbox, mode: Mode, news = ''): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Stand-in inbox: what would have been sent</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/style.css" />
        <script src="/assets/inbox.js" type="module"></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the messages</a>
        <header class="top">
          <div class="wide bar"><span class="brand">Stand-in inbox</span></div>
        </header>
        <main id="main" class="wide">
          <h1>What would have been sent</h1>
          <p class="lead">
            This is a stand-in of Twilio’s HTTP API (and of a mail provider) for the demo. Nothing leaves this machine:
            every text that the shop sends ends here.
          </p>
          <p class="quiet" role="status" data-news>${news}</p>
          ${textForm()}
          <div data-list>${inboxList(inbox, mode)}</div>
        </main>
      </body>
    </html>`.text;
}

/** Texts the shop, from whichever number: a sender's number can be forged, here as anywhere. */
const textForm = () =>
  html`<details>
    <summary>Text the shop</summary>
    <form method="post" action="/_stand-in/texts">
      <div class="field">
        <label for="from">From, with its country code</label>
        <input id="from" name="from" type="tel" placeholder="+12025550123" required />
      </div>
      <div class="field">
        <label for="text">Text</label>
        <input id="text" name="text" type="text" maxlength="1600" required />
      </div>
      <button type="submit" class="quiet-button">Send</button>
    </form>
  </details>`;

/** The part that changes: the sums and the messages, newest first. */
export function inboxList(inbox: Inbox, mode: Mode): Html {
  const newestFirst = [...inbox.messages].reverse();
  return html`<div data-version="${inbox.version}" data-count="${inbox.count}">
    <dl class="figures">
      <div>
        <dt>Arrived</dt>
        <dd>${inbox.count}</dd>
      </div>
      <div>
        <dt>Would have cost</dt>
        <dd data-total>${usd(inbox.totalUsd)}</dd>
      </div>
      <div>
        <dt>Mode</dt>
        <dd>${mode.mode}</dd>
      </div>
    </dl>
    ${newestFirst.length === 0 && html`<p class="empty">Nothing has arrived yet. Ask the shop for a code.</p>`}
    <ol class="cards" reversed>
      ${newestFirst.map(arrivalCard)}
    </ol>
  </div>`;
}

const KINDS = { sms: 'Text', call: 'Call', mail: 'E-mail' } as const;

function arrivalCard(arrival: Arrival): Html {
  return html`<li class="card message" data-sid="${arrival.sid}">
    <p class="message-head">
      <strong class="badge">${KINDS[arrival.kind]}</strong> <span class="mono">${arrival.to}</span>
      <time datetime="${arrival.receivedAt}">${arrival.receivedAt.slice(11, 19)} UTC</time>
    </p>
    <p class="message-body">${arrival.body}</p>
    <p class="quiet">${costInWords(arrival)}${!arrival.answered && ' Accepted, but the caller was never answered.'}</p>
  </li>`;
}

function costInWords(arrival: Arrival): string {
  if (arrival.kind === 'mail') return 'E-mail stand-in, no charge.';
  const dated = `public price lists up to ${arrival.priceAsOf}`;
  if (arrival.kind === 'call') return `One call, about ${usd(arrival.priceUsd)} (assumed 10 × a text, ${dated}).`;
  const segments = arrival.segments === 1 ? '1 segment' : `${arrival.segments} segments`;
  return `${segments}, ${arrival.encoding}, about ${usd(arrival.priceUsd)} (${dated}).`;
}

const usd = (dollars: number) => `$${dollars.toFixed(4)}`;
