import {
  type Code,
  codeRow,
  decodeChallengeRequest,
  type DecodedChallengeRequest,
  isChannel,
  LIMITS,
  refuse,
  type Result,
  accept,
  type Challenge,
  type ChallengeResponse,
} from '@tollgate/core';
import type { ChallengeRate } from './challenge-rate.js';
import { checkChallenge } from './check-challenge.js';
import type { GateContext } from './gate-context.js';
import { networkOf } from './ip-network.js';
import {
  type ChallengePurpose,
  createChallenge,
  issueChallenge,
  priceChallenge,
  readOwnChallenge,
} from './issue-challenge.js';
import { readPhone } from './phone-number.js';
import { readBody } from './read-body.js';

/** What the adapter knows of the caller besides the request. */
export interface Caller {
  /** The client's address, as `clientIp` reads it. */
  readonly ip: string | undefined;
}

/** Answers `POST {base}/challenge`, its preflight, and a clear refusal to everything else. */
export async function handleChallenge(
  context: GateContext,
  rate: ChallengeRate,
  { request, ip }: Caller & { readonly request: Request },
): Promise<Response> {
  const origin = request.headers.get('origin') ?? '';
  const known = context.options.origins.includes(origin);
  const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { ...baseHeaders(known ? origin : undefined), ...headers },
    });
  const fault = routeFault(request) ?? (known ? undefined : 'origin-refused');
  if (fault)
    return reply(codeRow(fault).status, bodyOf(fault), fault === 'method-refused' ? { allow: 'POST, OPTIONS' } : {});
  if (request.method === 'OPTIONS') return reply(204, undefined, PREFLIGHT);
  if (!rate.take(networkOf(ip), context.options.clock())) {
    return reply(429, bodyOf('challenge-rate-exceeded'), { 'retry-after': '60' });
  }
  const answer = await answerRequest(context, request, origin);
  return answer.ok ? reply(200, answer.value) : reply(codeRow(answer.code).status, bodyOf(answer.code));
}

async function answerRequest(
  context: GateContext,
  request: Request,
  origin: string,
): Promise<Result<ChallengeResponse>> {
  const mediaType = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') return refuse('media-type-refused');
  const body = await readBody(request, LIMITS.challengeBodyMaxBytes);
  if (!body.ok) return body;
  const decoded = decodeChallengeRequest(body.value);
  if (!decoded.ok) return decoded;
  const purpose = purposeOf(context, decoded.value, origin);
  if (!purpose.ok) return purpose;
  const challenge = await challengeFor(context, decoded.value, purpose.value);
  return challenge.ok ? accept(await issueChallenge(context, challenge.value)) : challenge;
}

function purposeOf(
  { options }: GateContext,
  { action, channel, algs }: DecodedChallengeRequest,
  origin: string,
): Result<ChallengePurpose> {
  if (!options.actions.includes(action)) return refuse('action-unknown');
  if (!isChannel(channel)) return refuse('channel-unknown');
  if (!algs.includes(options.work.alg)) return refuse('puzzle-unsupported');
  return accept({ action, channel, origin });
}

/** A new challenge, or the caller's own again; priced where a number is given. */
async function challengeFor(
  context: GateContext,
  asked: DecodedChallengeRequest,
  purpose: ChallengePurpose,
): Promise<Result<Challenge>> {
  let challenge = createChallenge(context, purpose);
  if (asked.challenge !== undefined) {
    const own = await readOwnChallenge(context, asked.challenge);
    if (!own.ok) return own;
    const fault = checkChallenge(context, own.value.challenge, purpose);
    if (fault) return refuse(fault);
    challenge = own.value.challenge;
  }
  if (asked.phone === undefined) return accept(challenge);
  const number = readPhone(asked.phone, asked.country);
  if (!number.ok) return number;
  return accept(await priceChallenge(context, challenge, number.value.number));
}

/** The query is ignored; `{base}` is wherever the site mounted the gate. */
function routeFault(request: Request): Code | undefined {
  if (!new URL(request.url).pathname.endsWith('/challenge')) return 'route-unknown';
  return request.method === 'POST' || request.method === 'OPTIONS' ? undefined : 'method-refused';
}

function bodyOf(code: Code): { code: string } {
  return { code: codeRow(code).publicCode };
}

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
