import { decodeBase64urlOf } from './base64url.js';
import { utf8 } from './bytes.js';
import { isBounded, isIntegerBetween } from './fields.js';
import { hasExactMembers, isJsonObject } from './json.js';
import { LIMITS } from './limits.js';

/** Why a source has no value: it threw, took too long, is not there, was blocked by the page, or was switched off. */
export type SignalError = 'failed' | 'timeout' | 'unsupported' | 'blocked' | 'off';

/** One source's reading: its value, or why there is none. */
export type Signal<T> = { readonly v: T } | { readonly e: SignalError };

/** What the browser says of itself. Every source may be absent; none is trusted alone. */
export interface SignalValues {
  /** FingerprintJS: the hashed visitor id (8 bytes as base64url) and its confidence, 0 to 1. */
  readonly visitor: { readonly id: string; readonly confidence: number };
  /** BotD's verdict, and which kind of automation it names. */
  readonly bot: { readonly bot: boolean; readonly kind?: string };
  /** `navigator.languages`: at most 8 tags of at most 35 characters. */
  readonly languages: readonly string[];
  /** IANA name of the time zone, at most 64 characters. */
  readonly timeZone: string;
  /** `navigator.hardwareConcurrency`, 1 to 1,024. */
  readonly cores: number;
  /** `navigator.maxTouchPoints`, 0 to 255. */
  readonly touch: number;
  /** `navigator.webdriver`. */
  readonly webdriver: boolean;
  /** Trusted events in the form: keys, pointer presses, pastes; each 0 to 1,000,000. */
  readonly interactions: { readonly keys: number; readonly pointer: number; readonly pastes: number };
  /** Whole milliseconds on the page, by its monotonic clock; 0 to 2^31. */
  readonly pageMs: number;
}

export type SignalName = keyof SignalValues;

export type Signals = { readonly [Name in SignalName]?: Signal<SignalValues[Name]> };

const ERRORS: readonly unknown[] = ['failed', 'timeout', 'unsupported', 'blocked', 'off'];
const COUNT_MAX = 1_000_000;

const isCount = (value: unknown) => isIntegerBetween(value, 0, COUNT_MAX);

/** The shape of every source's value; a new source is one row here and one file in the client. */
const SHAPES: { readonly [Name in SignalName]: (value: unknown) => boolean } = {
  visitor: (value) =>
    hasExactMembers(value, ['id', 'confidence']) &&
    decodeBase64urlOf(LIMITS.visitorIdBytes, value['id']) !== undefined &&
    isShare(value['confidence']),
  bot: (value) =>
    hasExactMembers(value, ['bot'], ['kind']) &&
    typeof value['bot'] === 'boolean' &&
    (!Object.hasOwn(value, 'kind') || isBounded(value['kind'], 32)),
  languages: (value) => Array.isArray(value) && value.length <= 8 && value.every((tag) => isBounded(tag, 35)),
  timeZone: (value) => isBounded(value, 64),
  cores: (value) => isIntegerBetween(value, 1, 1_024),
  touch: (value) => isIntegerBetween(value, 0, 255),
  webdriver: (value) => typeof value === 'boolean',
  interactions: (value) => hasExactMembers(value, ['keys', 'pointer', 'pastes']) && Object.values(value).every(isCount),
  pageMs: (value) => isIntegerBetween(value, 0, 2 ** 31),
};

/** Every source that a token may carry. */
export const SIGNAL_NAMES = Object.freeze(Object.keys(SHAPES) as SignalName[]);

/** Reads the exact shape of `sig`, or answers `undefined`. Values are bounded, not believed. */
export function readSignals(value: unknown): Signals | undefined {
  if (!isJsonObject(value) || !hasExactMembers(value, [], SIGNAL_NAMES)) return undefined;
  if (utf8(JSON.stringify(value)).length > LIMITS.signalsMaxBytes) return undefined;
  const shaped = SIGNAL_NAMES.every((name) => !Object.hasOwn(value, name) || isSignal(name, value[name]));
  return shaped ? value : undefined;
}

function isSignal(name: SignalName, reading: unknown): boolean {
  if (hasExactMembers(reading, ['v'])) return SHAPES[name](reading['v']);
  return hasExactMembers(reading, ['e']) && ERRORS.includes(reading['e']);
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
