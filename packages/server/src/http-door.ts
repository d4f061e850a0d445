import { LIMITS, refuse, type Result } from '@tollgate/core';
import { answerChallenge } from './challenge-handler.js';
import type { ChallengeRate } from './challenge-rate.js';
import { type DoorReply, refusalOf } from './door-reply.js';
import type { GateContext } from './gate-context.js';
import { networkOf } from './ip-network.js';
import { answerPark, type Parking } from './park-handler.js';
import { BODY_MAX_BYTES, mediaTypeOf, readBody } from './read-body.js';

/** What the adapter knows of the caller besides the request. */
export interface Caller {
  /** The client's address, as `clientIp` reads it. */
  readonly ip: string | undefined;
}

/** One request at the door. */
export interface DoorRequest extends Caller {
  readonly request: Request;
}

type Route = 'challenge' | 'park';

/**
 * Answers `POST {base}/challenge`, `POST {base}/park` where that is open, their preflights, and a clear refusal to
 * everything else.
 */
export async function answerRequest(
  context: GateContext,
  { rate, parking }: { readonly rate: Pick<ChallengeRate, 'take'>; readonly parking: Parking },
  { request, ip }: DoorRequest,
): Promise<Response> {
  const origin = request.headers.get('origin') ?? '';
  const known = context.options.origins.includes(origin);
  const reply = ({ status, body, headers }: DoorReply) =>
    new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { ...baseHeaders(known ? origin : undefined), ...headers },
    });
  const route = routeOf(context, request);
  if (!route) return reply(refusalOf('route-unknown'));
  if (!METHODS.includes(request.method)) return reply({ ...refusalOf('method-refused'), headers: ALLOWED });
  if (!known) return reply(refusalOf('origin-refused'));
  if (request.method === 'OPTIONS') return reply({ status: 204, body: undefined, headers: PREFLIGHT });
  if (!rate.take(networkOf(ip), context.options.clock())) {
    return reply({ ...refusalOf('challenge-rate-exceeded'), headers: { 'retry-after': '60' } });
  }
  const body = await bodyOf(request, MAX_BYTES[route]);
  if (!body.ok) return reply(refusalOf(body.code));
  return reply(
    route === 'park'
      ? await answerPark(context, parking, {
          body: body.value,
          origin,
          ip,
          headers: Object.fromEntries(request.headers),
        })
      : await answerChallenge(context, body.value, origin),
  );
}

/** The longest body of each route. */
const MAX_BYTES: Readonly<Record<Route, number>> = { challenge: LIMITS.challengeBodyMaxBytes, park: BODY_MAX_BYTES };

function bodyOf(request: Request, maxBytes: number): Promise<Result<Uint8Array>> | Result<Uint8Array> {
  return mediaTypeOf(request) === 'application/json' ? readBody(request, maxBytes) : refuse('media-type-refused');
}

/** The query is ignored; `{base}` is wherever the site mounted the gate. */
function routeOf({ options }: GateContext, request: Request): Route | undefined {
  const { pathname } = new URL(request.url);
  if (pathname.endsWith('/challenge')) return 'challenge';
  return options.park && pathname.endsWith('/park') ? 'park' : undefined;
}

const METHODS: readonly string[] = ['POST', 'OPTIONS'];
const ALLOWED = { allow: 'POST, OPTIONS' };
const PREFLIGHT = {
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '7200',
};

function baseHeaders(origin: string | undefined): Record<string, string> {
  return {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'Origin',
    ...(origin !== undefined && {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'Retry-After',
    }),
  };
}
