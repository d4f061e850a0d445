import { readFile } from 'node:fs/promises';
import { Reader, type Response } from 'mmdb-lib';
import type { IpData, IpPlace } from './ip-data.js';
import { TollgateError } from './tollgate-error.js';

/** Files of the MaxMind DB format, of any vendor. At least one. */
export interface IpDataFiles {
  /** Address → country: `country_code`, or `country.iso_code` as MaxMind writes it. */
  readonly countryFile?: string;
  /** Address → autonomous system: `autonomous_system_number`. One file may be both. */
  readonly asnFile?: string;
}

type Field = 'country' | 'asn';
type Lookup = (ip: string) => unknown;

/**
 * Countries and networks of addresses from files on disk. Nothing is read before the first look-up or `ready()`; until the
 * files are there, nothing is known. `ready()` rejects with `ip-data-unreadable`. Throws `TypeError` for options that are
 * wrong.
 */
export function createIpData(files: IpDataFiles): IpData {
  const wanted = readFiles(files);
  let loading: Promise<void> | undefined;
  let lookups: ReadonlyMap<Field, Lookup> = new Map();
  const load = () => {
    // What could not be read is tried again at the next call.
    loading ??= openAll(wanted).then(
      (opened) => {
        lookups = opened;
      },
      (error: unknown) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
  return {
    ready: load,
    lookUp: (ip) => {
      // Whoever wants to know of a failure asks `ready()`.
      if (!loading) void load().catch(() => undefined);
      return { country: countryOf(lookups.get('country')?.(ip)), asn: asnOf(lookups.get('asn')?.(ip)) };
    },
  };
}

function readFiles(files: IpDataFiles): readonly (readonly [Field, string])[] {
  const unknown = Object.keys(files).find((name) => name !== 'countryFile' && name !== 'asnFile');
  if (unknown !== undefined) throw new TypeError(`unknown option "${unknown}"`);
  const { countryFile, asnFile } = files;
  const given = [['country', countryFile] as const, ['asn', asnFile] as const].filter(([, file]) => file !== undefined);
  if (given.length === 0) throw new TypeError('options "countryFile", "asnFile": at least one is required');
  const wrong = given.find(([, file]) => typeof file !== 'string' || file === '');
  if (wrong) throw new TypeError(`option "${wrong[0]}File": must be a path`);
  return given as (readonly [Field, string])[];
}

async function openAll(wanted: readonly (readonly [Field, string])[]): Promise<ReadonlyMap<Field, Lookup>> {
  return new Map(await Promise.all(wanted.map(async ([field, file]) => [field, await open(file)] as const)));
}

async function open(file: string): Promise<Lookup> {
  try {
    const reader = new Reader<Response>(await readFile(file));
    return (ip) => reader.get(ip);
  } catch (cause) {
    throw new TollgateError('ip-data-unreadable', `${file} is no readable file of the MaxMind DB format`, { cause });
  }
}

function countryOf(record: unknown): IpPlace['country'] {
  const { country_code: plain, country } = members(record);
  const code = plain ?? members(country)['iso_code'];
  return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : undefined;
}

function asnOf(record: unknown): IpPlace['asn'] {
  const asn = members(record)['autonomous_system_number'];
  return typeof asn === 'number' && asn > 0 ? asn : undefined;
}

function members(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
