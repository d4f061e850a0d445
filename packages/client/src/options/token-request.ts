import { isBounded, type JsonObject, LIMITS } from '@tollgate/core';
import { TollgateError } from '../tollgate-error.js';
import { checkOptions } from './check-options.js';

/** The number a token is for. */
export interface NumberTyped {
  /** What was typed, at most 40 characters; only the server normalises it. */
  readonly phone: string;
  /** The country shown beside the field, ISO 3166-1 alpha-2: how a national number is read. */
  readonly country?: string | undefined;
}

/** What `token()` takes. */
export interface TokenRequest extends NumberTyped {
  /** Data the site wants returned by the server, 1 to 255 characters. */
  readonly cd?: string | undefined;
  /** An object of at most 1 KiB of JSON, for attestations. */
  readonly ext?: JsonObject | undefined;
  /** Gives up when it is aborted: the search ends, and `token()` rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a number. Throws `TypeError` or `RangeError` for misuse, and `TollgateError` `number-invalid` for a text that is
 * empty or longer than any number: that was typed by a person, not written by the integrator.
 */
export function readNumber(request: unknown, further: readonly string[] = []): NumberTyped {
  const { phone, country } = checkOptions(request, ['phone', 'country', ...further]);
  if (typeof phone !== 'string') throw new TypeError('phone: expected a text');
  const trimmed = phone.trim();
  if (!isBounded(trimmed, LIMITS.phoneMaxChars)) {
    throw new TollgateError('number-invalid', `a number has 1 to ${LIMITS.phoneMaxChars} characters`);
  }
  return { phone: trimmed, country: readCountry(country) };
}

/** A name for a number as it was typed: equal for what is priced, and signed for, as one. */
export const numberKey = ({ phone, country }: NumberTyped): string => JSON.stringify([phone, country]);

function readCountry(country: unknown): string | undefined {
  if (country === undefined || country === '') return undefined;
  if (typeof country !== 'string') throw new TypeError('country: expected a text');
  if (!/^[A-Za-z]{2}$/.test(country)) throw new RangeError('country: expected two letters (ISO 3166-1)');
  return country.toUpperCase();
}
