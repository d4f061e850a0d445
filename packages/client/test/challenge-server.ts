import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type Challenge, decodeChallenge, decodeChallengeRequest, encodeChallenge, utf8 } from '@tollgate/core';

const SECRET = 'a secret of the test server alone';

/** What one request carried. */
export interface Seen {
  readonly url: string;
  readonly headers: Headers;
  readonly phone: string | undefined;
  readonly country: string | undefined;
  readonly challenge: string | undefined;
}

export interface ServerOptions {
  p?: number;
  k?: number;
  /** Pieces of a priced challenge. */
  pricedK?: number;
  expiresInSec?: number;
  /** Changes a challenge before it is signed. */
  change?: (challenge: Challenge) => Challenge;
  /** Answers in place of the server. */
  reply?: (seen: Seen, count: number) => Response | undefined | Promise<Response | undefined>;
}

/** A challenge endpoint of a few lines, behind the signature of `fetch`. */
export class ChallengeServer {
  readonly seen: Seen[] = [];
  options: ServerOptions;

  constructor(options: ServerOptions = {}) {
    this.options = options;
  }

  readonly fetch: typeof fetch = async (url, init = {}) => {
    init.signal?.throwIfAborted();
    const decoded = decodeChallengeRequest(utf8(init.body as string));
    if (!decoded.ok) return json(400, { code: decoded.code });
    const { phone, country, challenge } = decoded.value;
    const seen = { url: url as string, headers: new Headers(init.headers), phone, country, challenge };
    this.seen.push(seen);
    const reply = await this.options.reply?.(seen, this.seen.length);
    if (reply) return reply;
    return json(200, await this.answer(phone, challenge));
  };

  /** The body of an answer: a new challenge, or the given one priced. */
  async answer(phone?: string, text?: string, k?: number): Promise<{ challenge: string; expiresInSec: number }> {
    const held = text === undefined ? this.#issue() : open(text);
    const { expiresInSec = 900, pricedK, change = (same: Challenge) => same } = this.options;
    const priced: Challenge =
      phone === undefined
        ? held
        : { ...held, puzzle: { ...held.puzzle, k: k ?? pricedK ?? held.puzzle.k }, dst: bind(held.jti, phone) };
    return { challenge: await sign(change(priced)), expiresInSec };
  }

  #issue(): Challenge {
    const iatSec = 1_800_000_000;
    return {
      site: 'shop',
      action: 'signup',
      channel: 'sms',
      origin: 'app:test',
      iatSec,
      expSec: iatSec + 900,
      jti: new Uint8Array(randomBytes(16)),
      puzzle: { alg: 'argon2id-1', p: this.options.p ?? 2, k: this.options.k ?? 2 },
    };
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

export async function sha256(data: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(createHash('sha256').update(data).digest());
}

/** What `dst` would be for this number; enough to tell numbers apart. */
export function bind(jti: Uint8Array, phone: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', SECRET).update(jti).update(phone).digest().subarray(0, 24));
}

export function open(text: string): Challenge {
  const decoded = decodeChallenge(text);
  if (!decoded.ok) throw new Error(decoded.code);
  return decoded.value.challenge;
}

function sign(challenge: Challenge): Promise<string> {
  return encodeChallenge(challenge, 'k1', (input) => createHmac('sha256', SECRET).update(input).digest());
}
