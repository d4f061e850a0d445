import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GateOptions } from '@tollgate/server';
import { tollgateRouter } from '@tollgate/server/express';
import express from 'express';
import { createBenchGate } from './bench-gate.js';

export interface SiteParts {
  /** Files by their paths: text is a script, bytes are WebAssembly. `/page.js` is run by the page at `/`. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** What is special of the gates, by their paths. */
  readonly gates?: Readonly<Record<string, Partial<GateOptions>>>;
  /** Adds what else the site answers; it is asked before the files are. */
  readonly serve?: (app: express.Express) => void;
}

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

const PAGE = '<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>';

/** A page on this machine, and gates whose origin is its own. */
export async function startSite({ files, gates = {}, serve }: SiteParts): Promise<Site> {
  // The address comes first: gates have to know their origin.
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = express();
  const started = Object.entries(gates).map(([path, options]) => {
    const gate = createBenchGate({ ...options, origins: [url], trustedHops: 1 });
    app.use(path, fromManyAddresses, tollgateRouter(gate));
    return gate;
  });
  serve?.(app);
  for (const [path, content] of Object.entries(files)) {
    const type = typeof content === 'string' ? 'js' : 'wasm';
    app.get(path, (_req, res) => res.type(type).send(typeof content === 'string' ? content : Buffer.from(content)));
  }
  app.get('/', (_req, res) => res.send(PAGE));
  server.on('request', app);
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      for (const gate of started) await gate.close();
    },
  };
}

let requests = 0;

/** Each request comes as from an address of its own: an address gets 60 challenges a minute. */
const fromManyAddresses: express.RequestHandler = (req, _res, next) => {
  requests += 1;
  req.headers['x-forwarded-for'] = `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests & 255}`;
  next();
};
