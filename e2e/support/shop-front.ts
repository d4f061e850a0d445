import type { IncomingMessage } from 'node:http';
import express, { type RequestHandler, type Response, Router } from 'express';

/** One request as it reached the shop, its body as it was sent. */
export interface ShopRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** What it was for, as the browser says: `worker`, `script`, `document`. */
  readonly use: string;
}

const POLICY = 'Content-Security-Policy';
const FIRST_SCRIPT = '/first.js';

/**
 * Stands before the shop: sees what browsers ask, and answers some of it otherwise. All engines can be tested so; their
 * drivers' own interception differs, Firefox's shows no bodies and WebKit has none.
 */
export class ShopFront {
  /** Everything asked so far, oldest first. */
  readonly requests: ShopRequest[] = [];
  readonly handler = Router();
  readonly #own = Router();
  #change = (policy: string) => policy;
  #hasFirstScript = false;

  constructor() {
    const bodies = new WeakMap<IncomingMessage, string>();
    const verify = (request: IncomingMessage, _response: unknown, body: Buffer) =>
      void bodies.set(request, body.toString());
    // A text goes on to the gate as it is; the shop reads forms and JSON that were read already.
    this.handler.use('/tollgate', express.text({ type: () => true, verify }));
    this.handler.use(express.urlencoded({ extended: false, verify }));
    this.handler.use(express.json({ type: ['json', 'application/csp-report'], verify }));
    this.handler.use((req, res, next) => {
      this.requests.push({ method: req.method, path: req.path, body: bodies.get(req) ?? '', use: useOf(req) });
      res.set(POLICY, this.#change(res.get(POLICY) ?? ''));
      if (this.#hasFirstScript) sendWithFirstScript(res);
      next();
    });
    this.handler.use(this.#own);
  }

  /** The requests for one path so far. */
  asked(path: string): readonly ShopRequest[] {
    return this.requests.filter((request) => request.path === path);
  }

  /** What the last request for a path sent, nothing if there was none. */
  lastBody(path: string): string {
    return this.asked(path).at(-1)?.body ?? '';
  }

  /** The names of all files asked for so far. */
  get files(): readonly string[] {
    return this.requests.map(({ path }) => path.split('/').at(-1)!);
  }

  /** The names of the files asked for as a worker's script. */
  get workerFiles(): readonly string[] {
    return this.requests.filter(({ use }) => use === 'worker').map(({ path }) => path.split('/').at(-1)!);
  }

  /** The names of all others. */
  get pageFiles(): readonly string[] {
    return this.requests.filter(({ use }) => use !== 'worker').map(({ path }) => path.split('/').at(-1)!);
  }

  /** Answers a path in the shop's place from now on. */
  answer(path: string, handler: RequestHandler): void {
    this.#own.all(path, handler);
  }

  /** Serves a page of somebody's own, under no policy. */
  servePage(path: string, html: string): void {
    this.answer(path, (_req, res) => {
      res.removeHeader(POLICY);
      res.type('html').send(html);
    });
  }

  /** Serves everything from now on, files too, under another policy. */
  changePolicy(change: (policy: string) => string): void {
    this.#change = change;
  }

  /** Runs a script in every page from now on, before those of the page. */
  runFirst(script: string): void {
    this.#hasFirstScript = true;
    this.answer(FIRST_SCRIPT, (_req, res) => void res.type('js').send(script));
  }
}

function sendWithFirstScript(res: Response): void {
  const send = res.send.bind(res);
  const tag = `<head><script src="${FIRST_SCRIPT}"></script>`;
  res.send = (body: unknown) => send(typeof body === 'string' ? body.replace('<head>', tag) : body);
}

const useOf = (request: IncomingMessage) => request.headers['sec-fetch-dest'] ?? '';
