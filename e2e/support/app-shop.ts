import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  createGate,
  defineSender,
  type Gate,
  type GateOptions,
  type Permit,
  type VerdictRecord,
} from '@tollgate/server';
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
  /** Replaces options of its gate. */
  readonly gateOptions?: Partial<GateOptions>;
  /** Handlers of the app's own, by where they are mounted. */
  readonly routes?: Readonly<Record<string, RouteHandler>>;
}

/** A handler in the manner of `fetch`, as Next.js has them. */
export type RouteHandler = (request: globalThis.Request) => Promise<globalThis.Response>;

/** A site whose page is somebody's app: it serves files, hands out challenges, and texts what its gate admits. */
export interface AppShop {
  readonly url: string;
  readonly gate: Gate;
  /** Texts nobody, and notes the number. */
  readonly text: (permit: Permit, text: string) => Promise<unknown>;
  readonly verdicts: readonly VerdictRecord[];
  /** The numbers texted, oldest first. */
  readonly texted: readonly string[];
  /** Paths that were asked for as a worker's script. */
  readonly workers: readonly string[];
  close(): Promise<void>;
}

export async function startAppShop(options: AppShopOptions): Promise<AppShop> {
  const { folder, policy = POLICY, gateOptions = {}, routes = {} } = options;
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const verdicts: VerdictRecord[] = [];
  const texted: string[] = [];
  const workers: string[] = [];
  const text = defineSender({
    name: 'pocket',
    channels: ['sms'],
    segments: () => 1,
    send: async ({ phone }) => void texted.push(phone),
  });
  const gate = createGate({
    ...BARE_OPTIONS,
    site: 'app-shop',
    origins: [url],
    onVerdict: ({ verdict }) => void verdicts.push(verdict),
    ...gateOptions,
  });
  app.use((req, res, next) => {
    res.set('Content-Security-Policy', policy);
    if (req.get('sec-fetch-dest') === 'worker') workers.push(req.path);
    next();
  });
  for (const [path, handler] of Object.entries(routes))
    app.use(path, express.text({ type: () => true }), mount(handler));
  serve(app, { gate, folder, text });
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await gate.close();
  };
  return { url, gate, text, verdicts, texted, workers, close };
}

type Parts = Pick<AppShop, 'gate' | 'text'> & Pick<AppShopOptions, 'folder'>;

function serve(app: Express, parts: Parts): void {
  app.use('/tollgate', tollgateRouter(parts.gate));
  app.use('/tollgate-client', express.static(CLIENT));
  app.use(express.static(parts.folder));
  app.use(express.urlencoded({ extended: false }), express.json());
  app.get('/code', (_req, res) => void res.send('<title>Code</title><h1>We texted you a code</h1>'));
  app.post('/sign-up', (req, res) => signUp(parts, req, res));
}

async function signUp({ gate, text }: Parts, req: Request, res: Response): Promise<void> {
  const { phone, 'tollgate-token': token } = req.body as Record<string, string>;
  const facts = { ...requestFacts(req, gate), phone, token, country: 'US', action: 'signup' };
  const { verdict } = await gate.send(facts, (permit) => text(permit, 'Your code is 123456'));
  if (verdict.kind !== 'allow') sendVerdict(res, verdict);
  else if (req.is('json')) res.json({ resendAfterSec: verdict.resendAfterSec });
  else res.redirect(303, '/code');
}

function mount(handler: RouteHandler): (req: Request, res: Response) => Promise<void> {
  return async (req, res) => {
    const { method, originalUrl, headers } = req;
    const body = req.body as string;
    const url = new URL(originalUrl, `http://${headers.host}`);
    const answer = await handler(new globalThis.Request(url, { method, headers: headers as never, body }));
    res
      .status(answer.status)
      .set(Object.fromEntries(answer.headers))
      .send(await answer.text());
  };
}
