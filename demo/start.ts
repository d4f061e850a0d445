import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createTwilioInbound, createTwilioSender } from '@tollgate/server/twilio';
import { type RequestHandler } from 'express';
import { createDemoGate } from './demo-gate.js';
import { bundlePageScripts } from './page-scripts.js';
import { Accounts } from './site/accounts.js';
import { createDemoSite } from './site/app.js';
import { Codes } from './site/codes.js';
import { type Gate, type GateOptions } from '@tollgate/server';
import { createStandInMailer } from './site/mailer.js';
import { Sessions } from './site/sessions.js';
import { StateGates } from './site/states/state-gates.js';
import { VerdictLog } from './site/verdict-log.js';
import { STAND_IN_ACCOUNT } from './stand-in/credentials.js';

export interface DemoOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Where the stand-in of Twilio's API listens. */
  readonly standInUrl: string;
  /** Replaces options of the demo's gate, such as `work`, `clock`, `origins` or `onVerdict`. */
  readonly gateOptions?: Partial<GateOptions>;
  /** How long the sender waits for the provider. Default 5,000. */
  readonly senderTimeoutMs?: number;
  /** Sees each request before the shop does, with the headers of its answer set. */
  readonly front?: RequestHandler;
}

export interface Demo {
  readonly url: string;
  readonly gate: Gate;
  readonly verdicts: VerdictLog;
  close(): Promise<void>;
}

const SCRIPTS = {
  module: './pages/module-entry.ts',
  verdicts: './pages/verdicts-entry.ts',
  offline: './pages/offline-entry.ts',
  'without-indexed-db': './pages/without-indexed-db-entry.ts',
  'without-web-crypto': './pages/without-web-crypto-entry.ts',
  // The bundled client looks for its worker beside itself, under this name.
  worker: '../packages/client/dist/worker.js',
};

/** Starts the shop on 127.0.0.1. Rejects with `EADDRINUSE` when the port is taken. */
export async function startDemo({ port, standInUrl, gateOptions = {}, ...rest }: DemoOptions): Promise<Demo> {
  const scripts = await bundlePageScripts(SCRIPTS);
  const server = createServer();
  // The address comes first: the gate has to know its origin, and port 0 has none before it listens.
  const url = await listen(server, port);
  const verdicts = new VerdictLog();
  const onVerdict: GateOptions['onVerdict'] = (event) => {
    verdicts.record(event);
    void gateOptions.onVerdict?.(event);
  };
  const gate = createDemoGate(url, { ...gateOptions, onVerdict });
  const { accountSid, authToken, from } = STAND_IN_ACCOUNT;
  const timeoutMs = rest.senderTimeoutMs ?? 5_000;
  const webhookUrl = `${url}/webhooks/texts`;
  const site = {
    gate,
    sender: createTwilioSender({ accountSid, authToken, from, gate, baseUrl: standInUrl, timeoutMs }),
    inbound: createTwilioInbound({ authToken, url: webhookUrl, gate }),
    mailer: createStandInMailer(standInUrl),
    verdicts,
    sessions: new Sessions(),
    codes: new Codes(),
    accounts: new Accounts(),
    scripts,
    states: new StateGates(url),
    origins: [url],
    inboxUrl: new URL('/', standInUrl).href,
  };
  // A store that would forget, or a rule that cannot deny, stops the shop and not its first visitor.
  await ready(gate, server);
  server.on('request', createDemoSite(site, rest.front));
  await nameWebhook(standInUrl, webhookUrl);
  return {
    url,
    gate,
    verdicts,
    close: () => Promise.all([close(server, gate), site.states.close()]).then(() => undefined),
  };
}

/** What an operator enters in Twilio's console: where texts to the number are told of. The newest shop has it. */
async function nameWebhook(standInUrl: string, url: string): Promise<void> {
  const body = JSON.stringify({ url });
  // A shop whose provider is away starts all the same.
  await fetch(new URL('/_stand-in/webhook', standInUrl), { method: 'POST', body }).catch(() => undefined);
}

/** What failed leaves no port open. */
async function ready(gate: Gate, server: Server): Promise<void> {
  try {
    await gate.ready();
  } catch (error) {
    await close(server, gate);
    throw error;
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

async function close(server: Server, gate: Gate): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // Pages that watch the verdicts hold their connections for good.
  server.closeAllConnections();
  await closed;
  await gate.close();
}
