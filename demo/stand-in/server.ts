import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { PAGE_HEADERS } from '../page-headers.js';
import { bundlePageScripts } from '../page-scripts.js';
import { createAssets, type Assets } from './assets.js';
import { type StandInAccount } from './credentials.js';
import { htmlReply, jsonReply, type Exchange, type Handled } from './exchange.js';
import { Inbox } from './inbox.js';
import { inboxList, inboxPage } from './inbox-page.js';
import { handleMail } from './mail-api.js';
import { handleMode, ModeSwitch } from './mode.js';
import { readExchange } from './read-exchange.js';
import { TextsToSite } from './text-to-site.js';
import { handleTwilio, type TwilioState } from './twilio-api.js';
import { twilioError } from './twilio-error.js';
import { Verifications } from './verifications.js';

/** How long a caller that is kept in silence may hold its connection. */
const SILENCE_MS = 120_000;

/** A stand-in of Twilio's HTTP API. It sends nothing to anybody: what arrives is shown on its inbox page. */
export async function createStandIn(account: StandInAccount): Promise<Server> {
  const assets = createAssets(await bundlePageScripts({ inbox: './pages/inbox-entry.ts' }));
  const state = { account, inbox: new Inbox(), modes: new ModeSwitch(), verifications: new Verifications() };
  const texts = new TextsToSite(account);
  return createServer((request, response) => {
    answer(request, { state, assets, texts }).then(
      (handled) => write(response, handled),
      () => write(response, twilioError(20500)),
    );
  });
}

interface Parts {
  readonly state: TwilioState;
  readonly assets: Assets;
  readonly texts: TextsToSite;
}

async function answer(request: IncomingMessage, parts: Parts): Promise<Handled> {
  if (!isLocalHost(request.headers.host)) return jsonReply(421, { error: 'the stand-in answers on 127.0.0.1 only' });
  const exchange = await readExchange(request);
  if (!exchange) return jsonReply(413, { error: 'body too large' });
  return (await handleTwilio(exchange, parts.state)) ?? (await handleOwn(exchange, parts)) ?? twilioError(20404);
}

/** The stand-in's own routes, none of them Twilio's. */
async function handleOwn(exchange: Exchange, { state, assets, texts }: Parts): Promise<Handled | undefined> {
  const { inbox, modes } = state;
  switch (`${exchange.method} ${exchange.path}`) {
    case 'GET /':
      return htmlReply(inboxPage(inbox, modes.current));
    case 'GET /_stand-in/list':
      return htmlReply(inboxList(inbox, modes.current).text);
    case 'GET /_stand-in/messages':
      return jsonReply(200, { messages: inbox.messages, count: inbox.count, totalUsd: inbox.totalUsd });
    case 'DELETE /_stand-in/messages':
      inbox.clear();
      return jsonReply(200, { messages: [], count: 0, totalUsd: 0 });
    case 'GET /_stand-in/mode':
      return jsonReply(200, modes.current);
    case 'POST /_stand-in/mode':
      return handleMode(exchange, modes);
    case 'POST /_stand-in/webhook':
      return texts.name(exchange);
    case 'POST /_stand-in/texts':
      return htmlReply(inboxPage(inbox, modes.current, await texts.send(new URLSearchParams(exchange.body))));
    case 'POST /_mail-stand-in/messages':
      return handleMail(exchange, inbox);
    default:
      return exchange.method === 'GET' ? assets(exchange.path) : undefined;
  }
}

/** A name that points here from outside (DNS rebinding) must not let a stranger's page read the inbox. */
const isLocalHost = (host = '') => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);

function write(response: ServerResponse, handled: Handled): void {
  if (handled === 'silence') {
    setTimeout(() => response.destroy(), SILENCE_MS).unref();
    return;
  }
  response.writeHead(handled.status, {
    ...PAGE_HEADERS,
    'Content-Type': handled.contentType,
    'Cache-Control': 'no-store',
    ...(handled.status === 401 && { 'WWW-Authenticate': 'Basic realm="Twilio API (stand-in)"' }),
    // The rest of a body that was too large is not read.
    ...(handled.status === 413 && { Connection: 'close' }),
  });
  response.end(handled.body);
}
