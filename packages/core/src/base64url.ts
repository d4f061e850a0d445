const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 6-bit value → ASCII code. */
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const ZERO = CODES[0]!;

/** ASCII code → 6-bit value, 255 for every byte outside the alphabet. */
const VALUES = new Uint8Array(256).fill(255);
CODES.forEach((code, value) => (VALUES[code] = value));

const ascii = new TextDecoder();

/** Encodes bytes as base64url without padding (RFC 4648 section 5). */
export function encodeBase64url(bytes: Uint8Array): string {
  // Codes first and one decoding: a text that grows by characters is slow to make, and slower to look up in a map.
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let to = 0;
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    // Beyond the last byte the array ends, and takes no more.
    codes[to++] = CODES[word >>> 18]!;
    codes[to++] = CODES[(word >>> 12) & 63]!;
    codes[to++] = CODES[(word >>> 6) & 63]!;
    codes[to++] = CODES[word & 63]!;
  }
  return ascii.decode(codes);
}

/**
 * Decodes canonical base64url without padding, or answers `undefined`.
 *
 * Canonical means that `encodeBase64url` of the result is the same text: no padding, no white space, no other
 * alphabet, no set bits after the last byte. Decoders in the field accept several spellings of one signature; a replay
 * guard keyed by the text, or a log searched by it, must not.
 */
export function decodeBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  // For short texts, which an encoder would take longer over. What is no byte becomes one outside the alphabet.
  const codes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) codes[at] = Math.min(text.charCodeAt(at), 255);
  return decodeBase64urlCodes(codes);
}

/** The same of a text's ASCII or UTF-8 bytes: what is no ASCII is not in the alphabet either. */
export function decodeBase64urlCodes(codes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const spare = codes.length % 4;
  if (spare === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((codes.length * 3) / 4));
  const end = codes.length - spare;
  let to = 0;
  for (let at = 0; at < end; at += 4) {
    const word = wordAt(codes, at);
    if (word < 0) return undefined;
    bytes[to++] = word >>> 16;
    bytes[to++] = word >>> 8;
    bytes[to++] = word;
  }
  if (spare === 0) return bytes;
  // The last two or three characters, filled up with zero bits: what lies beyond the last byte must be zero itself.
  const word = wordAt(Uint8Array.of(codes[end]!, codes[end + 1]!, codes[end + 2] ?? ZERO, ZERO), 0);
  if (word < 0 || (word & (spare === 2 ? 0xffff : 0xff)) !== 0) return undefined;
  bytes[to++] = word >>> 16;
  if (spare === 3) bytes[to] = word >>> 8;
  return bytes;
}

/** Four characters as 24 bits, or −1 if one of them is outside the alphabet. */
function wordAt(codes: Uint8Array, at: number): number {
  const a = VALUES[codes[at]!]!;
  const b = VALUES[codes[at + 1]!]!;
  const c = VALUES[codes[at + 2]!]!;
  const d = VALUES[codes[at + 3]!]!;
  // Values take six bits, the mark of a foreign character all eight.
  return (a | b | c | d) > 63 ? -1 : (a << 18) | (b << 12) | (c << 6) | d;
}

/** Decodes canonical base64url of exactly `length` bytes, or answers `undefined`. */
export function decodeBase64urlOf(length: number, text: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (typeof text !== 'string' || text.length !== Math.ceil((length * 4) / 3)) return undefined;
  return decodeBase64url(text);
}
