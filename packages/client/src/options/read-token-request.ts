import { isClientData, isExtension, type JsonObject, LIMITS, parseJsonObject, utf8 } from '@tollgate/core';
import { readNumber, type TokenRequest } from './token-request.js';

/** Reads a whole request, with a copy of `ext`. Throws as `readNumber` does. */
export function readTokenRequest(request: unknown): TokenRequest {
  const number = readNumber(request, ['cd', 'ext', 'signal']);
  const { cd, ext, signal } = request as TokenRequest;
  return { ...number, cd: readClientData(cd), ext: readExtension(ext), signal: readSignal(signal) };
}

function readClientData(cd: unknown): string | undefined {
  if (cd === undefined) return undefined;
  if (typeof cd !== 'string') throw new TypeError('cd: expected a text');
  if (!isClientData(cd)) throw new RangeError(`cd: expected 1 to ${LIMITS.clientDataMaxChars} characters`);
  return cd;
}

function readSignal(signal: unknown): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  throw new TypeError('signal: expected an AbortSignal');
}

/** The copy has passed the parser that will read it on the server: nesting and member names are what it allows. */
function readExtension(ext: unknown): JsonObject | undefined {
  if (ext === undefined) return undefined;
  const copy = parseJsonObject(utf8(stringifyExtension(ext)))?.['ext'];
  if (!isExtension(copy)) {
    throw new RangeError(`ext: expected an object of at most ${LIMITS.extensionMaxBytes} bytes of plain JSON`);
  }
  return copy;
}

/** Wrapped once, as deep as it will stand in the token. */
function stringifyExtension(ext: unknown): string {
  try {
    return JSON.stringify({ ext });
  } catch (cause) {
    throw new TypeError('ext: cannot be written as JSON', { cause });
  }
}
