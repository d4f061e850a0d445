import {
  type Challenge,
  checkPiece,
  decodeChallenge,
  type DeviceJwk,
  deviceThumbprint,
  encodeBase64url,
  encodeChallenge,
  encodeToken,
  nonceLimit,
  puzzleInput,
  type Token,
  utf8,
} from '@tollgate/core';
import type { Facts } from '../facts.js';
import type { GateContext } from '../gate-context.js';
import { createChallenge, priceChallenge } from '../issue-challenge.js';
import type { Destination } from '../phone-number.js';
import type { Sandbox } from './sandbox.js';

const ES256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export type Part = Readonly<Record<string, unknown>>;

/** What of a challenge is to be otherwise than the gate would make it. */
export type ChallengeChange = (challenge: Challenge) => Challenge;

/** Somebody in front of a form of the sandbox's, with a device key of their own. */
export class CanaryVisitor {
  private constructor(
    readonly site: Sandbox,
    readonly keys: CryptoKeyPair,
    readonly jwk: DeviceJwk,
  ) {}

  static async at(site: Sandbox): Promise<CanaryVisitor> {
    const keys = await crypto.subtle.generateKey(ES256, false, ['sign', 'verify']);
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', keys.publicKey);
    return new CanaryVisitor(site, keys, { kty: 'EC', crv: 'P-256', x, y });
  }

  /** The facts of a request for home: all in order but the token. */
  facts(token: unknown, change: Partial<Facts> = {}): Facts {
    const { action, home, real } = this.site;
    return { token, phone: home.e164, action, origin: real.options.origins[0], ip: undefined, headers: {}, ...change };
  }

  /** A challenge as the gate prices it for a number, changed and then signed. */
  async challenge(
    context: GateContext,
    destination = this.site.home,
    change: ChallengeChange = (challenge) => challenge,
  ): Promise<string> {
    return this.#signed(context, change(await this.unsigned(context, destination)));
  }

  /** A challenge that names no number yet. */
  async unpriced(context: GateContext): Promise<string> {
    return this.#signed(context, await this.unsigned(context, undefined));
  }

  async unsigned(context: GateContext, destination: Destination | undefined): Promise<Challenge> {
    const origin = this.site.real.options.origins[0]!;
    const challenge = createChallenge(context, { action: this.site.action, channel: 'sms', origin });
    return destination ? priceChallenge(context, challenge, destination) : challenge;
  }

  /** A token over a challenge: all pieces right, unless told otherwise. */
  async token(context: GateContext, challenge: string, parts: Partial<Token> = {}): Promise<string> {
    const nonces = parts.nonces ?? (await this.nonces(context, challenge, true));
    const token = { deviceKey: this.jwk, challenge, signals: {}, ...parts, nonces };
    return encodeToken(token, (input) => this.#sign(input));
  }

  /** For each piece the first nonce that wins, or the first that does not. */
  async nonces(context: GateContext, text: string, isWinning: boolean): Promise<readonly number[]> {
    const decoded = decodeChallenge(text);
    if (!decoded.ok) throw new Error(decoded.code);
    const { jti, puzzle } = decoded.value.challenge;
    const { sha256 } = context.primitives;
    const row = context.findPuzzle(puzzle.alg)!;
    const thumbprint = await deviceThumbprint(this.jwk, sha256);
    const pieces = Array.from({ length: puzzle.k }, async (_, piece) => {
      const input = await puzzleInput({ jti, thumbprint }, piece, sha256);
      let nonce = 0;
      while (
        nonce < nonceLimit(puzzle.p) - 1 &&
        (await checkPiece({ row, input, p: puzzle.p, sha256 }, nonce)) !== isWinning
      ) {
        nonce++;
      }
      return nonce;
    });
    return Promise.all(pieces);
  }

  #signed({ keyring }: GateContext, challenge: Challenge): Promise<string> {
    return encodeChallenge(challenge, keyring.signingKid, keyring.signer('challenge'));
  }

  async #sign(input: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.sign(ES256, this.keys.privateKey, input));
  }
}

/** A JWS that nobody signed. */
export function unsignedJws(header: Part, payload: Part, signatureBytes: number): string {
  const parts = [utf8(JSON.stringify(header)), utf8(JSON.stringify(payload)), new Uint8Array(signatureBytes)];
  return parts.map((part) => encodeBase64url(part)).join('.');
}
