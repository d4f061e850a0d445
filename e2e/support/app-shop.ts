import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createGate, defineSender, type Gate, type VerdictRecord } from '@tollgate/server';
import { requestFacts, sendVerdict, tollgateRouter } from '@tollgate/server/express';
import express, { type Express, type Request, type Response } from 'express';
import { BARE_OPTIONS } from './bare-shop.js';

const CLIENT = fileURLToPath(new URL('../../packages/client/dist/', import.meta.url));

/** What a page that follows the docs needs, and nothing that would hide a fault: workers from files of the page alone. */
const POLICY = "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

export interface AppShopOptions {
  /** The app's files as they were built. */
  readonly folder: string;
  readonly policy?: string;
}

/** A site whose page is somebody's app: it serves files, hands out challenges, and texts what its gate admits. */
export interface AppShop {
  readonly url: string;
  readonly verdicts: readonly VerdictRecord[];
  /** The numbers texted, oldest first. */
  readonly texted: readonly string[];
  /** Paths that were asked for as a worker's script. */
  readonly workers: readonly string[];
  close(): Promise<void>;
}

export async function startAppShop({ folder, policy = POLICY }: AppShopOptions): Promise<AppShop> {
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const verdicts: VerdictRecord[] = [];
  const texted: string[] = [];
  const workers: string[] = [];
  const gate = createAppGate(url, verdicts);
  app.use((req, res, next) => {
    res.set('Content-Security-Policy', policy);
    if (req.get('sec-fetch-dest') === 'worker') workers.push(req.path);
    next();
  });
  serve(app, { gate, folder, texted });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await gate.close();
  };
  return { url, verdicts, texted, workers, close };
}

function createAppGate(url: string, verdicts: VerdictRecord[]): Gate {
  return createGate({
    ...BARE_OPTIONS,
    site: 'app-shop',
    origins: [url],
    onVerdict: ({ verdict }) => void verdicts.push(verdict),
  });
}

interface Parts {
  readonly gate: Gate;
  readonly folder: string;
  readonly texted: string[];
}

function serve(app: Express, parts: Parts): void {
  app.use('/tollgate', tollgateRouter(parts.gate));
  app.use('/tollgate-client', express.static(CLIENT));
  app.use(express.static(parts.folder));
  app.use(express.urlencoded({ extended: false }), express.json());
  app.get('/code', (_req, res) => void res.send('<title>Code</title><h1>We texted you a code</h1>'));
  app.post('/sign-up', (req, res) => signUp(parts, req, res));
}

async function signUp({ gate, texted }: Parts, req: Request, res: Response): Promise<void> {
  const { phone, 'tollgate-token': token } = req.body as Record<string, string>;
  const sender = defineSender({
    name: 'pocket',
    channels: ['sms'],
    segments: () => 1,
    send: async ({ phone: to }) => void texted.push(to),
  });
  const facts = { ...requestFacts(req, gate), phone, token, country: 'US', action: 'signup' };
  const { verdict } = await gate.send(facts, (permit) => sender(permit, 'Your code is 123456'));
  if (verdict.kind !== 'allow') sendVerdict(res, verdict);
  else if (req.is('json')) res.json({ resendAfterSec: verdict.resendAfterSec });
  else res.redirect(303, '/code');
}
