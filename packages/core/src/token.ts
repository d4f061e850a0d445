import { decodeBase64url, encodeBase64url } from './base64url.js';
import { concatBytes, le32, utf8 } from './bytes.js';
import { decodeCompactJws, encodeCompactJws, type Sign } from './compact-jws.js';
import { type DeviceJwk, readDeviceJwk } from './device-key.js';
import { isBounded } from './fields.js';
import { hasExactMembers, isJsonObject, type JsonObject, parseJsonObject } from './json.js';
import { LIMITS, WIRE_VERSION } from './limits.js';
import { accept, refuse, type Refusal, type Result } from './result.js';
import { readSignals, type Signals } from './signals.js';

export const TOKEN_TYPE = 'tollgate-token+jwt';

/**
 * A priced challenge, its proof and the signals, signed by the device key.
 *
 *     header   { alg: "ES256", typ: "tollgate-token+jwt", jwk: { kty, crv, x, y } }
 *     payload  { v: 1, cha, prf, sig, cd?, ext? }
 *
 * It holds no number, and nothing from which its reader could try numbers.
 */
export interface Token {
  readonly deviceKey: DeviceJwk;
  /** The challenge as it was handed out. */
  readonly challenge: string;
  /** One nonce a piece, each below 2^32. */
  readonly nonces: readonly number[];
  readonly signals: Signals;
  /** Data the site wants returned, 1 to 255 characters. */
  readonly clientData?: string | undefined;
  /** An object of at most 1 KiB of JSON, whose unknown members are ignored. */
  readonly extension?: JsonObject | undefined;
}

/** A token read but not verified. */
export interface DecodedToken {
  readonly token: Token;
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly signingInput: Uint8Array<ArrayBuffer>;
}

type TokenCode =
  | 'token-too-long'
  | 'token-encoding-invalid'
  | 'token-header-invalid'
  | 'device-key-invalid'
  | 'token-payload-invalid'
  | 'token-version-unsupported'
  | 'challenge-encoding-invalid'
  | 'proof-malformed'
  | 'signals-invalid'
  | 'client-data-invalid'
  | 'extension-invalid';

/** Serialises and signs a token. Its length is the caller's to compare with `LIMITS.tokenMaxChars`. */
export function encodeToken(token: Token, sign: Sign): Promise<string> {
  const { kty, crv, x, y } = token.deviceKey;
  const payload = {
    v: WIRE_VERSION,
    cha: token.challenge,
    prf: encodeProof(token.nonces),
    sig: token.signals,
    ...(token.clientData !== undefined && { cd: token.clientData }),
    ...(token.extension !== undefined && { ext: token.extension }),
  };
  return encodeCompactJws({ alg: 'ES256', typ: TOKEN_TYPE, jwk: { kty, crv, x, y } }, payload, sign);
}

/**
 * Reads a token's exact shape without verifying anything: length, alphabet, header, payload, in this order.
 *
 * Codes: `token-too-long`, `token-encoding-invalid`, `token-header-invalid`, `device-key-invalid`,
 * `token-payload-invalid` (JSON or members), `token-version-unsupported`, `challenge-encoding-invalid` (`cha` is no
 * text of a challenge's length), `proof-malformed`, `signals-invalid`, `client-data-invalid`, `extension-invalid`.
 */
export function decodeToken(text: unknown): Result<DecodedToken, TokenCode> {
  if (typeof text !== 'string') return refuse('token-encoding-invalid');
  if (text.length > LIMITS.tokenMaxChars) return refuse('token-too-long');
  const jws = decodeCompactJws(text, 64);
  if (!jws) return refuse('token-encoding-invalid');
  const { header, payload, signature, signingInput } = jws;
  if (!hasExactMembers(header, ['alg', 'typ', 'jwk']) || header['alg'] !== 'ES256' || header['typ'] !== TOKEN_TYPE) {
    return refuse('token-header-invalid');
  }
  const deviceKey = readDeviceJwk(header['jwk']);
  if (!deviceKey) return refuse('device-key-invalid');
  const token = readPayload(payload, deviceKey);
  return 'ok' in token ? token : accept({ token, signature, signingInput });
}

/** Nonces as base64url of four little-endian bytes each. */
export function encodeProof(nonces: readonly number[]): string {
  return encodeBase64url(concatBytes(...nonces.map(le32)));
}

function decodeProof(text: unknown): readonly number[] | undefined {
  if (typeof text !== 'string') return undefined;
  const bytes = decodeBase64url(text);
  if (!bytes || bytes.length % LIMITS.nonceBytes !== 0) return undefined;
  const count = bytes.length / LIMITS.nonceBytes;
  if (count > LIMITS.piecesMax) return undefined;
  const view = new DataView(bytes.buffer);
  const nonces: number[] = [];
  for (let piece = 0; piece < count; piece++) nonces.push(view.getUint32(piece * LIMITS.nonceBytes, true));
  return nonces;
}

function readPayload(payload: JsonObject | undefined, deviceKey: DeviceJwk): Token | Refusal<TokenCode> {
  if (!hasExactMembers(payload, ['v', 'cha', 'prf', 'sig'], ['cd', 'ext'])) return refuse('token-payload-invalid');
  const { v, cha, cd, ext } = payload;
  if (v !== WIRE_VERSION) return refuse('token-version-unsupported');
  if (!isBounded(cha, LIMITS.challengeMaxChars)) return refuse('challenge-encoding-invalid');
  const nonces = decodeProof(payload['prf']);
  if (!nonces) return refuse('proof-malformed');
  const signals = readSignals(payload['sig']);
  if (!signals) return refuse('signals-invalid');
  if (Object.hasOwn(payload, 'cd') && !isClientData(cd)) return refuse('client-data-invalid');
  if (Object.hasOwn(payload, 'ext') && !isShortObject(ext)) return refuse('extension-invalid');
  return {
    deviceKey,
    challenge: cha,
    nonces,
    signals,
    clientData: cd as string | undefined,
    extension: ext as JsonObject | undefined,
  };
}

/** True for a text of 1 to 255 characters. */
export function isClientData(value: unknown): value is string {
  return isBounded(value, LIMITS.clientDataMaxChars);
}

/**
 * True for an object that a token may carry as `ext`: at most 1 KiB of JSON text, which reads back as an object one
 * level down in a payload. Throws `TypeError` for what JSON cannot write (BigInt, a cycle).
 */
export function isExtension(value: unknown): value is JsonObject {
  if (!isShortObject(value)) return false;
  const payload = parseJsonObject(utf8(JSON.stringify({ ext: value })));
  return isJsonObject(payload?.['ext']);
}

function isShortObject(value: unknown): value is JsonObject {
  return isJsonObject(value) && utf8(JSON.stringify(value)).length <= LIMITS.extensionMaxBytes;
}
