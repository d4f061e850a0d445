import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientIp } from './client-ip.js';
import type { Facts } from './facts.js';
import type { Gate } from './gate.js';
import { BODY_MAX_BYTES } from './read-body.js';
import type { Refused } from './verdict.js';
import { verdictReply } from './verdict-reply.js';

/** A request of Express 4 or 5, or of plain `node:http`. */
export type ExpressRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

export interface ExpressOptions {
  /** Proxies of the operator's own in front of the server, 0 to 8. Default: the gate's option. */
  readonly trustedHops?: number;
}

type Next = (error?: unknown) => void;

/**
 * The gate's routes as Express middleware: `app.use('/tollgate', tollgateRouter(gate))`. Mount it before body parsers: it
 * works behind them too, but a parser has then already chosen among members named twice.
 */
export function tollgateRouter(
  gate: Gate,
  options: ExpressOptions = {},
): (request: ExpressRequest, response: ServerResponse, next: Next) => void {
  checkHops(options.trustedHops);
  const answer = async (request: ExpressRequest, response: ServerResponse) => {
    const { ip } = requestFacts(request, gate, options);
    await writeResponse(response, await gate.handle(toWebRequest(request), { ip }));
  };
  return (request, response, next) => {
    answer(request, response).catch(next);
  };
}

/** The part of the facts that a request tells: `{ ...requestFacts(req, gate), phone, action, token }`. */
export function requestFacts(
  request: ExpressRequest,
  gate: Gate,
  { trustedHops = gate.trustedHops }: ExpressOptions = {},
): Pick<Facts, 'origin' | 'ip' | 'headers'> {
  checkHops(trustedHops);
  const { headers, socket } = request;
  const forwardedFor = headers['x-forwarded-for'];
  const hop = {
    remoteAddress: socket.remoteAddress,
    forwardedFor: Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
  };
  return { origin: headers.origin, ip: clientIp(hop, trustedHops), headers };
}

/** Sends the HTTP answer to a verdict other than `allow`, as `verdictReply` writes it. */
export function sendVerdict(response: ServerResponse, verdict: Refused): void {
  const { status, headers, body } = verdictReply(verdict);
  response.writeHead(status, { ...headers, 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function checkHops(trustedHops: number | undefined): void {
  if (trustedHops === undefined || (Number.isInteger(trustedHops) && trustedHops >= 0 && trustedHops <= 8)) return;
  throw new RangeError('option "trustedHops" must be a whole number from 0 to 8');
}

/** The methods that the gate answers. */
const BODY_METHODS: readonly string[] = ['POST', 'OPTIONS'];

function toWebRequest(request: ExpressRequest): Request {
  // A fetch-style request cannot even be built with TRACE or CONNECT: whatever the gate refuses anyway reads as GET.
  const method = BODY_METHODS.includes(request.method ?? '') ? request.method! : 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // HTTP/2 names its pseudo-headers with a colon, which no header may have.
    if (name.startsWith(':')) continue;
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  // The host never matters to the gate; a hostile Host header must not break the URL.
  const url = new URL('http://localhost');
  url.pathname = (request.originalUrl ?? request.url ?? '/').split('?', 1)[0]!;
  if (method === 'GET') return new Request(url, { headers });
  return new Request(url, { method, headers, ...bodyOf(request) });
}

/** The raw body, or what a body parser in front has already made of it. */
function bodyOf(request: ExpressRequest): RequestInit & { duplex?: 'half' } {
  if (!request.readableDidRead) {
    return { body: boundedStream(request), duplex: 'half' };
  }
  const { body } = request;
  if (typeof body === 'string' || body instanceof Uint8Array) return { body: body as BodyInit };
  return { body: JSON.stringify(body ?? '') };
}

/** The request as a stream that stops being read soon after the gate's limit. */
function boundedStream(request: ExpressRequest): ReadableStream<Uint8Array> {
  let length = 0;
  const chunks = request[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = (await chunks.next()) as IteratorResult<Buffer>;
      if (next.done) {
        controller.close();
        return;
      }
      length += next.value.length;
      controller.enqueue(new Uint8Array(next.value));
      if (length > BODY_MAX_BYTES) controller.close();
    },
  });
}

async function writeResponse(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}
