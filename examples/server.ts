import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createGate, defineSender, type Gate } from '@tollgate/server';
import { requestFacts, sendVerdict, tollgateRouter } from '@tollgate/server/express';
import express from 'express';

const CLIENT = fileURLToPath(new URL('../packages/client/dist/', import.meta.url));

export interface ExampleOptions {
  /** The app's files, as a browser takes them. */
  readonly folder: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** In place of a provider: is given each text that goes out. */
  readonly deliver: (phone: string, text: string) => void;
}

export interface Example {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the server of both examples on 127.0.0.1: files, challenges, and a route that texts what the gate admits. */
export async function startExample({ folder, port, deliver }: ExampleOptions): Promise<Example> {
  const app = express();
  const server = createServer(app).listen(port, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gate = createExampleGate(url);
  await gate.ready();
  const send = defineSender({
    name: 'example',
    channels: ['sms'],
    segments: () => 1,
    send: async ({ phone }, text: string) => deliver(phone, text),
  });
  app.use('/tollgate', tollgateRouter(gate));
  app.use('/tollgate-client', express.static(CLIENT));
  app.use(express.static(folder));
  app.use(express.urlencoded({ extended: false }), express.json());
  app.post('/sign-up', async (req, res) => {
    const { phone, 'tollgate-token': token } = req.body as Record<string, unknown>;
    const facts = { ...requestFacts(req, gate), phone, token, country: 'US', action: 'signup' };
    const { verdict } = await gate.send(facts, (permit) => send(permit, 'Your code is 123456'));
    if (verdict.kind !== 'allow') sendVerdict(res, verdict);
    else res.json({ resendAfterSec: verdict.resendAfterSec });
  });
  return { url, close: () => close(server, gate) };
}

function createExampleGate(url: string): Gate {
  return createGate({
    site: 'example',
    secrets: [{ kid: '2026-11', secret: process.env['TOLLGATE_SECRET'] ?? 'only-for-an-example-on-one-machine' }],
    hashSecret: process.env['TOLLGATE_HASH_SECRET'] ?? 'another-for-an-example-on-one-machine',
    origins: [url],
    actions: ['signup'],
    countries: { US: { perDayUsd: 20 } },
    elsewhere: 'refuse',
    cap: { hourUsd: 12, dayUsd: 40, monthUsd: 1_200 },
    stepUp: ['email'],
    log: () => undefined,
  });
}

async function close(server: Server, gate: Gate): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await gate.close();
}
