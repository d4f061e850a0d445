import { type Channel, hasExactMembers, isBounded, isChannel, isIntegerBetween, LIMITS } from '@tollgate/core';

/** What a site knows of one request to text. Only `token`, `phone`, `country`, `origin`, `ip` and `headers` come from outside. */
export interface Facts {
  /** The form's hidden field; absent or empty is `token-missing`. */
  readonly token?: unknown;
  /** What the person typed. */
  readonly phone: unknown;
  /** The country shown beside it, alpha-2: how a national number is read. */
  readonly country?: unknown;
  readonly action: string;
  /** Default `sms`. */
  readonly channel?: Channel;
  /** The most segments the text will have, 1 to 10. Default 1. */
  readonly segments?: number;
  /** The request's `Origin` header, or `app:<name>`. */
  readonly origin: string | undefined;
  /** The client's address, as `clientIp` reads it. */
  readonly ip: string | undefined;
  /** The request's headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The autonomous system that the address belongs to, 1 to 4294967294, where the site's CDN says so. */
  readonly asn?: number;
  /** True if the site's own records say that this number is its owner's. Default false. Never from the request. */
  readonly known?: boolean;
  /** Compared with the token's `cd` when given, at most 255 characters. */
  readonly cd?: string;
  /**
   * Made by the site's server for one intent to text: a token that comes again with the same key, for the same number,
   * gets the same permit instead of `token-used`. 1 to 255 characters.
   */
  readonly idempotencyKey?: string;
}

/** Facts whose own members are in order; what came from outside is still unread. */
export interface CheckedFacts extends Facts {
  readonly channel: Channel;
  readonly segments: number;
  readonly known: boolean;
}

const MEMBERS: readonly string[] = [
  'token',
  'phone',
  'country',
  'action',
  'channel',
  'segments',
  'origin',
  'ip',
  'asn',
  'headers',
  'known',
  'cd',
  'idempotencyKey',
];

/**
 * Checks the members that the site's own code fills in, and answers the name of the first that is wrong. Facts are
 * data, also when they are wrong: `admit` never throws for them.
 */
export function checkFacts(facts: unknown): CheckedFacts | { readonly wrong: string } {
  if (!hasExactMembers(facts, [], MEMBERS)) return { wrong: unknownMember(facts) };
  const { channel = 'sms', segments = 1, known = false, action, origin, ip, asn, headers, cd, idempotencyKey } = facts;
  const rules: readonly (readonly [name: string, holds: boolean])[] = [
    ['action', typeof action === 'string'],
    ['channel', isChannel(channel)],
    ['segments', isIntegerBetween(segments, 1, LIMITS.segmentsMax)],
    ['origin', isAbsentOrText(origin)],
    ['ip', isAbsentOrText(ip)],
    ['headers', headers === undefined || (typeof headers === 'object' && headers !== null)],
    ['asn', asn === undefined || isIntegerBetween(asn, 1, 4_294_967_294)],
    ['known', typeof known === 'boolean'],
    ['cd', cd === undefined || isBounded(cd, LIMITS.clientDataMaxChars)],
    ['idempotencyKey', idempotencyKey === undefined || isBounded(idempotencyKey, 255)],
  ];
  const broken = rules.find(([, holds]) => !holds);
  if (broken) return { wrong: broken[0] };
  return { ...(facts as unknown as Facts), channel, segments, known } as CheckedFacts;
}

function isAbsentOrText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function unknownMember(facts: unknown): string {
  return Object.keys(facts ?? {}).find((key) => !MEMBERS.includes(key)) ?? 'facts';
}
