import { LIMITS } from './limits.js';

/** How a text leaves: a message, or a call that reads it out. */
export type Channel = 'sms' | 'voice';

export const CHANNELS: readonly Channel[] = Object.freeze(['sms', 'voice']);

const NAME = /^[a-z0-9][a-z0-9._-]*$/;
const KID = /^[A-Za-z0-9._-]+$/;
const APP_ORIGIN = /^app:[a-z0-9][a-z0-9._-]*$/;
const E164 = /^\+[1-9][0-9]{6,14}$/;

export function isChannel(value: unknown): value is Channel {
  return value === 'sms' || value === 'voice';
}

/** A form's purpose: lower-case letters, digits, `.`, `_`, `-`; at most 32 characters. */
export function isAction(value: unknown): value is string {
  return isBounded(value, LIMITS.actionMaxChars) && NAME.test(value);
}

/** A site's name, in the same spelling as an action; at most 64 characters. */
export function isSite(value: unknown): value is string {
  return isBounded(value, LIMITS.siteMaxChars) && NAME.test(value);
}

/** The name of a key: letters, digits, `.`, `_`, `-`; at most 64 characters. */
export function isKid(value: unknown): value is string {
  return isBounded(value, LIMITS.kidMaxChars) && KID.test(value);
}

/** A web origin as browsers serialise it (RFC 6454 section 6.2), or `app:<name>`; at most 255 characters. */
export function isOrigin(value: unknown): value is string {
  if (!isBounded(value, LIMITS.originMaxChars)) return false;
  if (APP_ORIGIN.test(value)) return true;
  try {
    return /^https?:/.test(value) && new URL(value).origin === value;
  } catch {
    return false;
  }
}

/** A number in E.164 with its `+`: 7 to 15 digits. */
export function isE164(value: unknown): value is string {
  return typeof value === 'string' && E164.test(value);
}

/** The last second that a `Date` can name (ECMA-262 section 21.4.1.1). */
const LAST_SEC = 8_640_000_000_000;

/** Whole seconds since 1970, as far as a `Date` goes. */
export function isWireTime(value: unknown): value is number {
  return isIntegerBetween(value, 0, LAST_SEC);
}

/** A whole number from `least` to `most`. */
export function isIntegerBetween(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** A text of 1 to `maxChars` characters. */
export function isBounded(value: unknown, maxChars: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxChars;
}
