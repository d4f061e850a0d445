import { LIMITS } from './limits.js';

export type JsonObject = Readonly<Record<string, unknown>>;

// ignoreBOM keeps a byte order mark in the text, where JSON.parse refuses it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses one JSON object, or answers `undefined`: for bytes that are not UTF-8, text that is not JSON, anything but
 * an object, a member named twice (parsers disagree on which one counts), a member `__proto__`, or nesting beyond
 * `LIMITS.jsonMaxDepth`. The caller bounds the size first.
 */
export function parseJsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const text = decoder.decode(bytes);
    const outline = outlineOf(bytes);
    if (outline.depth > LIMITS.jsonMaxDepth) return undefined;
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && countMembers(value) === outline.members ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True if `value` has each required member, and no member that is neither required nor optional. */
export function hasExactMembers(
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): value is JsonObject {
  if (!isJsonObject(value)) return false;
  const keys = Object.keys(value);
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    keys.every((key) => required.includes(key) || optional.includes(key))
  );
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;

/**
 * Nesting and number of members as written: outside strings, every colon of valid JSON belongs to one member. Bytes are
 * read faster than characters, and in UTF-8 those of other characters are above all that is looked for.
 */
function outlineOf(bytes: Uint8Array): { depth: number; members: number } {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at++) {
    const character = bytes[at]!;
    if (inString) {
      if (character === BACKSLASH) at++;
      else if (character === QUOTE) inString = false;
    } else if (character === QUOTE) inString = true;
    else if (character === COLON) members++;
    else if (character === BRACE || character === BRACKET) deepest = Math.max(deepest, ++depth);
    // A closing one is two code points behind its opening one.
    else if (character === BRACE + 2 || character === BRACKET + 2) depth--;
  }
  return { depth: deepest, members };
}

/** Number of members as parsed, at any depth; NaN (equal to nothing) if one is named `__proto__`. */
function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children: unknown[] = Object.values(value);
  const inside = children.reduce<number>((sum, child) => sum + countMembers(child), 0);
  if (Array.isArray(value)) return inside;
  return Object.hasOwn(value, '__proto__') ? NaN : inside + children.length;
}
