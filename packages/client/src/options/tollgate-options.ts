import { type Channel, isIntegerBetween } from '@tollgate/core';
import { checkOptions } from './check-options.js';
import { readEndpoint } from './endpoint-option.js';
import { readPurpose } from './purpose-options.js';

/** When the number leaves the page: once it is complete, or with the submission. */
export type PriceMoment = 'complete' | 'submit';

/** How a browser client is set up. Read once, when it is created. */
export interface TollgateOptions {
  /** Base address of the gate's handler; relative ones are resolved against the page. `POST {endpoint}/challenge`. */
  readonly endpoint: string;
  /** The form's purpose: 1 to 32 of `a-z 0-9 . _ -`. */
  readonly action: string;
  /** Default `sms`. */
  readonly channel?: Channel;
  /** Default `complete`: the number is sent to the endpoint once it is complete, so that submitting waits for nothing. */
  readonly price?: PriceMoment;
  /** Most workers used from `token()` on, 1 to 8. Default one less than the device has cores. Before, one is used. */
  readonly workers?: number;
  /** False reads nothing of the browser; that costs the warm tier only. Default true. */
  readonly signals?: boolean;
  /**
   * Where the page keeps a copy of the worker's script, `@tollgate/client/worker`: for bundlers that do not take it along.
   * An http(s) address of the page's own origin; relative ones are resolved against the page. Default the package's own file.
   */
  readonly workerUrl?: string | URL;
}

/** What every client takes. `workerUrl` is for those alone whose workers may come from elsewhere. */
export const TOLLGATE_OPTION_NAMES = Object.freeze([
  'endpoint',
  'action',
  'channel',
  'price',
  'workers',
  'signals',
] satisfies Exclude<keyof TollgateOptions, 'workerUrl'>[]);

/** Options after the door: complete, checked and frozen. */
export interface TollgateSettings {
  /** Absolute address of the challenge route. */
  readonly challengeUrl: string;
  readonly action: string;
  readonly channel: Channel;
  readonly price: PriceMoment;
  readonly workers: number;
  readonly signals: boolean;
}

const WORKERS_MAX = 8;

/** What the page says of its surroundings, where options have no value of their own. */
export interface OptionDefaults {
  /** The document's base address. */
  readonly base?: string | undefined;
  /** `navigator.hardwareConcurrency`. */
  readonly cores?: number | undefined;
}

/** Reads options once. Throws `TypeError` or `RangeError` naming the option; unknown options are refused. */
export function readTollgateOptions(options: unknown, defaults: OptionDefaults = {}): TollgateSettings {
  const given = checkOptions(options, TOLLGATE_OPTION_NAMES);
  const { endpoint, price = 'complete', workers = defaultWorkers(defaults.cores), signals = true } = given;
  const challengeUrl = readEndpoint(endpoint, defaults.base);
  const purpose = readPurpose(given);
  if (typeof price !== 'string') throw new TypeError('price: expected a text');
  if (price !== 'complete' && price !== 'submit') throw new RangeError('price: expected "complete" or "submit"');
  if (typeof workers !== 'number') throw new TypeError('workers: expected a number');
  if (!isIntegerBetween(workers, 1, WORKERS_MAX)) throw new RangeError('workers: expected a whole number from 1 to 8');
  if (typeof signals !== 'boolean') throw new TypeError('signals: expected true or false');
  return Object.freeze({ challengeUrl, ...purpose, price, workers, signals });
}

/** One core is left to the page. */
function defaultWorkers(cores = 1): number {
  return Math.max(1, Math.min(WORKERS_MAX, Math.floor(cores) - 1)) || 1;
}
