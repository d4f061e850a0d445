import type { ServerResponse } from 'node:http';
import { clientIp } from './client-ip.js';
import type { Facts } from './facts.js';
import type { Gate } from './gate.js';
import { type NodeRequest, toWebRequest, writeResponse } from './node-request.js';
import { BODY_MAX_BYTES } from './read-body.js';
import type { Refused } from './verdict.js';
import { verdictReply } from './verdict-reply.js';

/** A request of Express 4 or 5, or of plain `node:http`. */
export type ExpressRequest = NodeRequest;

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
    await writeResponse(response, await gate.handle(toWebRequest(request, BODY_MAX_BYTES), { ip }));
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
