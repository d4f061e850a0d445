import { decodeBase64url, encodeBase64url, isBounded } from '@tollgate/core';
import type { GateContext } from '../gate-context.js';
import { base32 } from './base32.js';

/** Characters of what a person texts: 8 that nobody can guess (40 bits), and 4 (20 bits) that bind them to the sender. */
const CODE_CHARS = 8;
const CHECK_CHARS = 4;
/** Twelve characters, dashes, and whatever a keyboard puts around them. */
const TEXT_MAX_CHARS = 64;

/** What a text says: a secret, and its check under the number of whoever sends it. */
export interface InboundSecret {
  readonly code: string;
  readonly check: string;
}

/** Whose secret it is, and when it was shown. */
interface Shown {
  readonly code: string;
  readonly e164: string;
  /** Minutes since 1970. */
  readonly minute: number;
}

/** The unguessable part of a ticket's secret. Derived, so that nothing is kept and the ticket does not say it. */
export async function codeOf(context: GateContext, tid: Uint8Array): Promise<string> {
  return lettersOf(await hashOf(context, ['code', encodeBase64url(tid)]), CODE_CHARS);
}

/** Ties a secret to the number that has to text it and to the minute it was shown in: all else is refused unstored. */
export async function checkOf(context: GateContext, { code, e164, minute }: Shown): Promise<string> {
  return lettersOf(await hashOf(context, ['check', code, e164, minute]), CHECK_CHARS);
}

/** Under which it is kept that a secret arrived from a number: neither of them, and nothing that its reader could try. */
export function arrivalKey(context: GateContext, { code, e164 }: Omit<Shown, 'minute'>): Promise<string> {
  return hashOf(context, ['arrival', code, e164]);
}

/** As a person reads it: `XXXX-XXXX-XXXX`. */
export function formatSecret({ code, check }: InboundSecret): string {
  return `${code.slice(0, 4)}-${code.slice(4)}-${check}`;
}

/**
 * Reads a text of at most 64 characters that is a secret and nothing else: in either case, with or without spaces,
 * dashes, quotation marks and a full stop, and with the letters O, I and L for the digits they look like.
 */
export function readSecret(text: unknown): InboundSecret | undefined {
  if (!isBounded(text, TEXT_MAX_CHARS)) return undefined;
  const letters = text
    .replace(/[\s\p{Pd}\p{Cf}."'“”‘’„]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(letters)) return undefined;
  return { code: letters.slice(0, CODE_CHARS), check: letters.slice(CODE_CHARS) };
}

/** Stays the same while `secrets` rotate: a text may come minutes after its secret was shown. */
function hashOf(context: GateContext, parts: readonly (string | number)[]): Promise<string> {
  return context.keyedHash('inbound', JSON.stringify([context.options.site, ...parts]));
}

/** The first letters of a hash: 20 characters of it are 15 bytes. */
function lettersOf(hash: string, count: number): string {
  return base32(decodeBase64url(hash.slice(0, 20))!).slice(0, count);
}
