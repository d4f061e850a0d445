import { decodeBase64urlCodes, encodeBase64url } from './base64url.js';
import { utf8 } from './bytes.js';
import { type JsonObject, parseJsonObject } from './json.js';

/** A value now or later: node:crypto answers at once, WebCrypto does not. */
export type Awaitable<T> = T | Promise<T>;

/** Signs the JWS signing input (RFC 7515 section 5.1) and answers the raw signature bytes. */
export type Sign = (signingInput: Uint8Array<ArrayBuffer>) => Awaitable<Uint8Array>;

const DOT = 0x2e;

/** A compact JWS taken apart but not verified. */
export interface CompactJws {
  readonly header: JsonObject | undefined;
  readonly payload: JsonObject | undefined;
  readonly signature: Uint8Array<ArrayBuffer>;
  /** ASCII of `header.payload`: what the signature covers. */
  readonly signingInput: Uint8Array<ArrayBuffer>;
}

/** Serialises and signs a compact JWS. Members appear in the order of the objects given. */
export async function encodeCompactJws(header: object, payload: object, sign: Sign): Promise<string> {
  const input = `${encodeJson(header)}.${encodeJson(payload)}`;
  return `${input}.${encodeBase64url(await sign(utf8(input)))}`;
}

/**
 * Splits a compact JWS, or answers `undefined` if it is not three canonical base64url parts whose signature has
 * `signatureBytes` bytes. `header` and `payload` are `undefined` where their bytes are not one well-formed JSON object.
 * The caller bounds the length first.
 */
export function decodeCompactJws(text: string, signatureBytes: number): CompactJws | undefined {
  const bytes = utf8(text);
  const headEnd = bytes.indexOf(DOT);
  const bodyEnd = bytes.indexOf(DOT, headEnd + 1);
  if (bodyEnd < 0) return undefined;
  const header = decodeBase64urlCodes(bytes.subarray(0, headEnd));
  const payload = decodeBase64urlCodes(bytes.subarray(headEnd + 1, bodyEnd));
  // A third dot is in no alphabet.
  const signature = decodeBase64urlCodes(bytes.subarray(bodyEnd + 1));
  if (!header || !payload || signature?.length !== signatureBytes) return undefined;
  return {
    header: parseJsonObject(header),
    payload: parseJsonObject(payload),
    signature,
    signingInput: bytes.subarray(0, bodyEnd),
  };
}

function encodeJson(value: object): string {
  return encodeBase64url(utf8(JSON.stringify(value)));
}
