import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGate, type Facts, type Gate, type GateOptions, type Permit, TollgateError } from '@tollgate/server';
import { requestFacts, tollgateRouter } from '@tollgate/server/express';
import { createTwilioSender, type TwilioSender } from '@tollgate/server/twilio';
import express, { type Request, type Response } from 'express';
import { STAND_IN_ACCOUNT } from '../../demo/stand-in/credentials.js';

export const SECRET = { kid: 'now', secret: 'n'.repeat(32) };
export const RETIRED = { kid: 'then', secret: 't'.repeat(32) };
/** Little work, so that tokens come by the dozen; a proof for another key still wins only once in 4^8. */
export const WORK = { p: 4, k: 8 };
export const APP_ORIGIN = 'app:e2e';

/** What a route answered: the gate's verdict, or the code of the refusal that a sender threw. */
export interface Answer {
  readonly kind: string;
  readonly code?: string;
}

export interface BareShop {
  readonly url: string;
  readonly gate: Gate;
  readonly sender: TwilioSender;
  /** Lets the shop's clock run ahead. */
  advance(ms: number): void;
  /** The shop's clock, for another shop at the same time. */
  readonly clock: () => number;
  close(): Promise<void>;
}

/** What gates of small shops have in common. */
export const BARE_OPTIONS = {
  secrets: [SECRET],
  hashSecret: 'h'.repeat(32),
  actions: ['signup', 'login'],
  countries: { US: { perDayUsd: 50 } },
  elsewhere: 'refuse',
  cap: { hourUsd: 100, dayUsd: 200, monthUsd: 6_000 },
  stepUp: ['email'],
  work: WORK,
  log: () => undefined,
} satisfies Partial<GateOptions>;

/** A site with nothing but the gate: posts to `/text` become texts or the exact code of the refusal. */
export async function startBareShop(standInUrl: string, options: Partial<GateOptions> = {}): Promise<BareShop> {
  let aheadMs = 0;
  const clock = options.clock ?? (() => Date.now() + aheadMs);
  const gate = createGate({
    ...BARE_OPTIONS,
    site: 'bare-shop',
    origins: [APP_ORIGIN, 'app:other'],
    ...options,
    clock,
  });
  const { accountSid, authToken, from } = STAND_IN_ACCOUNT;
  const sender = createTwilioSender({ accountSid, authToken, from, gate, baseUrl: standInUrl, timeoutMs: 700 });
  const app = express();
  app.use('/tollgate', tollgateRouter(gate));
  app.use(express.json({ limit: '32kb' }));
  app.post('/text', (req, res) => text({ gate, sender }, req, res));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    gate,
    sender,
    clock,
    advance: (ms) => {
      aheadMs += ms;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await gate.close();
    },
  };
}

async function text({ gate, sender }: Pick<BareShop, 'gate' | 'sender'>, req: Request, res: Response): Promise<void> {
  const facts = { action: 'signup', ...requestFacts(req, gate), ...(req.body as object) } as Facts;
  const send = (permit: Permit) => sender.sendSms(permit, { text: 'Your code is 123456' });
  try {
    const { verdict } = await gate.send(facts, send);
    res.json({ kind: verdict.kind, code: verdict.code } satisfies { kind: string; code: string | undefined });
  } catch (error) {
    res.json({ kind: 'error', code: error instanceof TollgateError ? error.code : 'provider' });
  }
}

/** Posts one request to text, as an app would. */
export async function requestText(shop: BareShop, facts: Readonly<Record<string, unknown>>): Promise<Answer> {
  const answer = await fetch(`${shop.url}/text`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: APP_ORIGIN },
    body: JSON.stringify(facts),
  });
  return (await answer.json()) as Answer;
}
