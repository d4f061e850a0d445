import type { SignalName, Signals, SignalValues } from '@tollgate/core';
import type { CheckedFacts } from '../facts.js';
import { type Agent, agentOf } from './agent.js';
import { countriesOfTimeZone } from './time-zones.js';

/** What can be seen of a request besides its number and its history. Whatever is missing is `undefined`. */
export interface Sighting {
  /** Values of the signals that have one. */
  readonly signals: Partial<SignalValues>;
  /** True for a web origin: behind `app:` names are no browsers, and nothing is expected of their headers. */
  readonly isWeb: boolean;
  /** A header of a web request, at most its first 512 characters. */
  readonly header: (name: string) => string | undefined;
  /** False where the site hands no headers on, or a CDN puts others in their place. */
  readonly hasHeaders: boolean;
  readonly agent: Agent | undefined;
  /** Alpha-2 countries that use the browser's time zone; empty where it belongs to none. */
  readonly timeZoneCountries: readonly string[] | undefined;
  /** Alpha-2, of the address. */
  readonly ipCountry: string | undefined;
  /** Alpha-2, of the number. */
  readonly numberCountry: string | undefined;
  /** True if the operator names the address's autonomous system as a hosting provider's. */
  readonly isHosting: boolean;
}

/** What the server itself knows of where a request came from and where its text would go. */
export interface Whereabouts {
  readonly ipCountry: string | undefined;
  readonly numberCountry: string | undefined;
  readonly isHosting: boolean;
}

/** Longer headers are no browser's; whatever matters stands at their beginning. */
const HEADER_MAX_CHARS = 512;

/** CloudFront's, for everybody, unless it is told to forward the visitor's own. */
const REPLACED_AGENT = 'Amazon CloudFront';

/** Looks at one request. */
export function sightingOf(
  { origin, headers }: Pick<CheckedFacts, 'origin' | 'headers'>,
  signals: Signals,
  whereabouts: Whereabouts,
): Sighting {
  const values = valuesOf(signals);
  const isWeb = origin?.startsWith('app:') !== true;
  const hasHeaders = Object.keys(headers).length > 0 && headerOf(headers, 'user-agent') !== REPLACED_AGENT;
  const header = (name: string) => (isWeb && hasHeaders ? headerOf(headers, name) : undefined);
  const text = header('user-agent');
  return {
    ...whereabouts,
    signals: values,
    isWeb,
    header,
    hasHeaders,
    agent: text === undefined ? undefined : agentOf(text),
    timeZoneCountries: values.timeZone === undefined ? undefined : countriesOfTimeZone(values.timeZone),
  };
}

function headerOf(headers: CheckedFacts['headers'], name: string): string | undefined {
  if (!Object.hasOwn(headers, name)) return undefined;
  const text = headers[name];
  return text === '' ? undefined : text?.slice(0, HEADER_MAX_CHARS);
}

function valuesOf(signals: Signals): Partial<SignalValues> {
  const entries = Object.entries(signals) as [SignalName, object][];
  return Object.fromEntries(entries.flatMap(([name, reading]) => ('v' in reading ? [[name, reading.v]] : [])));
}
