import { createHash } from 'node:crypto';
import {
  checkPiece,
  decodeChallenge,
  type DeviceJwk,
  deviceThumbprint,
  encodeToken,
  findPuzzle,
  type PieceTask,
  puzzleInput,
  PUZZLES,
  searchPiece,
  type Signals,
  type Token,
} from '@tollgate/core';
import type { Gate } from '../../src/gate.js';
import { type Json, type Part, readJws, signingInputOf } from './raw-wire.js';
import { DE_PHONE, ORIGIN } from './test-gate.js';

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;
let lastAddress = 0;

export interface Asked {
  readonly action?: string;
  readonly channel?: string;
  readonly origin?: string;
  readonly phone?: string | undefined;
  readonly country?: string;
  readonly challenge?: string;
  /** Default: every puzzle there is. */
  readonly algs?: readonly string[];
  readonly ip?: string;
}

export type TokenParts = Partial<Pick<Token, 'nonces' | 'signals' | 'clientData' | 'extension'>>;

/** What a browser says that nothing speaks against. `UTC` names no country: whoever says that may be anywhere. */
export const PLAIN_SIGNALS: Signals = Object.freeze({
  languages: { v: ['en'] },
  timeZone: { v: 'UTC' },
  webdriver: { v: false },
  interactions: { v: { keys: 14, pointer: 2, pastes: 0 } },
  pageMs: { v: 12_000 },
});

/** Somebody in front of the form, with a device key of their own. */
export class Visitor {
  private constructor(
    readonly gate: Gate,
    readonly keys: CryptoKeyPair,
    readonly jwk: DeviceJwk,
  ) {}

  static async at(gate: Gate): Promise<Visitor> {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey);
    return new Visitor(gate, keys, { kty: 'EC', crv: 'P-256', x, y });
  }

  /** The same device in front of another gate. */
  visit(gate: Gate): Visitor {
    return new Visitor(gate, this.keys, this.jwk);
  }

  async ask(asked: Asked = {}): Promise<Response> {
    const { action = 'signup', origin = ORIGIN, ip = freshAddress(), ...rest } = asked;
    const body = { v: [1], algs: PUZZLES.map(({ alg }) => alg), action, ...rest };
    return this.gate.handle(challengeRequest(body, { origin }), { ip });
  }

  /** A challenge priced for `asked.phone`, or unpriced where that is `undefined`. */
  async challenge(asked: Asked = {}): Promise<string> {
    const response = await this.ask({ phone: DE_PHONE, ...asked });
    if (response.status !== 200) throw new Error(`no challenge: ${response.status} ${await response.text()}`);
    const { challenge } = (await response.json()) as { challenge: string };
    return challenge;
  }

  /** A proof of all pieces, or of the first `pieces`. */
  async solve(challenge: string, pieces?: number): Promise<number[]> {
    const decoded = decodeChallenge(challenge);
    if (!decoded.ok) throw new Error(decoded.code);
    const count = pieces ?? decoded.value.challenge.puzzle.k;
    return Promise.all(Array.from({ length: count }, async (_, at) => searchPiece(await this.piece(challenge, at))));
  }

  /** The first nonce in range that does not win this piece. */
  async losingNonce(challenge: string, piece: number): Promise<number> {
    const task = await this.piece(challenge, piece);
    let nonce = 0;
    while (await checkPiece(task, nonce)) nonce++;
    return nonce;
  }

  /** A token over this challenge text. */
  async tokenFor(challenge: string, parts: TokenParts = {}): Promise<string> {
    const nonces = parts.nonces ?? (await this.solve(challenge));
    const token = { deviceKey: this.jwk, challenge, signals: PLAIN_SIGNALS, ...parts, nonces };
    return encodeToken(token, (input) => this.sign(input));
  }

  /** A good token for `asked.phone`. */
  async token(asked: Asked = {}, parts: TokenParts = {}): Promise<string> {
    return this.tokenFor(await this.challenge(asked), parts);
  }

  /** The token with its parts exchanged, signed again with the device key. */
  async resign(token: string, change: { header?: Json | string; payload?: Json | string }): Promise<string> {
    const { header, payload } = readJws(token);
    const merged = (part: Json, by: Json | string = {}): Part => (typeof by === 'string' ? by : { ...part, ...by });
    return this.signed(merged(header, change.header), merged(payload, change.payload));
  }

  /** Any header and payload at all under the device key. */
  async signed(header: Part, payload: Part): Promise<string> {
    const input = signingInputOf(header, payload);
    const signature = await this.sign(new TextEncoder().encode(input));
    return `${input}.${Buffer.from(signature).toString('base64url')}`;
  }

  private async piece(challenge: string, piece: number): Promise<PieceTask> {
    const decoded = decodeChallenge(challenge);
    if (!decoded.ok) throw new Error(decoded.code);
    const { jti, puzzle } = decoded.value.challenge;
    const subject = { jti, thumbprint: await deviceThumbprint(this.jwk, sha256) };
    return { row: findPuzzle(puzzle.alg)!, input: await puzzleInput(subject, piece, sha256), p: puzzle.p, sha256 };
  }

  private async sign(input: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.sign(ES256, this.keys.privateKey, input));
  }
}

export function challengeRequest(body: unknown, headers: Record<string, string> = {}): Request {
  return new Request('https://shop.example/tollgate/challenge', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** An address nobody has asked from yet, so that the rate of challenges is not in the way. */
export function freshAddress(): string {
  lastAddress++;
  return `10.${lastAddress >> 16}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;
}

function sha256(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(data).digest());
}
