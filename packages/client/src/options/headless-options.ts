import { isOrigin, readSignals, type Channel, type Signals } from '@tollgate/core';
import { checkOptions } from './check-options.js';
import { readEndpoint } from './endpoint-option.js';
import { type Purpose, readPurpose } from './purpose-options.js';

/** How a client without a page is set up. Read once, when it is created. */
export interface HeadlessOptions {
  /** Absolute base address of the gate's handler. */
  readonly endpoint: string;
  /** The token's purpose: 1 to 32 of `a-z 0-9 . _ -`. */
  readonly action: string;
  /** Sent as `Origin`: `app:<name>`, or a web origin; one of the gate's `origins`. */
  readonly origin: string;
  /** Default `sms`. */
  readonly channel?: Channel;
  /** Default `globalThis.fetch`. It must let `Origin` be set, as Node's does. */
  readonly fetch?: typeof fetch;
  /** The device key, ECDSA P-256 with a key that signs. Default a new one, which has no history. */
  readonly keyPair?: CryptoKeyPair;
  /** Sent as they are. Default `{}`. */
  readonly signals?: Signals;
}

/** Options after the door. */
export interface HeadlessSettings extends Purpose {
  readonly challengeUrl: string;
  readonly origin: string;
  readonly fetch: typeof fetch;
  readonly keyPair: CryptoKeyPair | undefined;
  readonly signals: Signals;
}

const NAMES = [
  'endpoint',
  'action',
  'origin',
  'channel',
  'fetch',
  'keyPair',
  'signals',
] satisfies (keyof HeadlessOptions)[];

/** Reads options once. Throws `TypeError` or `RangeError` naming the option; unknown options are refused. */
export function readHeadlessOptions(options: unknown): HeadlessSettings {
  const given = checkOptions(options, NAMES);
  const { endpoint, origin, fetch = globalThis.fetch, keyPair, signals = {} } = given;
  const challengeUrl = readEndpoint(endpoint);
  const purpose = readPurpose(given);
  if (!isOrigin(origin)) throw new TypeError('origin: expected a web origin or app:<name>');
  if (typeof fetch !== 'function') throw new TypeError('fetch: expected a function');
  if (keyPair !== undefined && !isSigningPair(keyPair)) throw new TypeError('keyPair: expected an ECDSA P-256 pair');
  const read = readSignals(signals);
  if (!read) throw new TypeError('signals: expected signals of wire version 1');
  return Object.freeze({
    challengeUrl,
    ...purpose,
    origin,
    fetch: fetch as typeof globalThis.fetch,
    keyPair,
    signals: read,
  });
}

function isSigningPair(value: unknown): value is CryptoKeyPair {
  const { privateKey, publicKey } = (value ?? {}) as Partial<CryptoKeyPair>;
  const isP256 = (key: CryptoKey | undefined) => (key?.algorithm as EcKeyAlgorithm | undefined)?.namedCurve === 'P-256';
  return isP256(privateKey) && isP256(publicKey) && privateKey?.usages.includes('sign') === true;
}
