import {
  type Channel,
  isBounded,
  isChannel,
  isIntegerBetween,
  isJsonObject,
  type JsonObject,
  LIMITS,
} from '@tollgate/core';
import { isAsn } from './asn.js';
import { type PlainHeaders, readHeaders } from './read-headers.js';

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
  /**
   * The request's headers, names in lower case; `{}` where the site hands none on. A fetch request's `Headers` will do as
   * well. An object that throws while it is read counts as `{}`.
   */
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

/** Facts whose own members are in order, each there; what came from outside is still unread, but for the headers. */
export interface CheckedFacts extends Required<Omit<Facts, 'headers' | 'asn' | 'cd' | 'idempotencyKey'>> {
  readonly headers: PlainHeaders;
  readonly asn: number | undefined;
  readonly cd: string | undefined;
  readonly idempotencyKey: string | undefined;
}

type Rule = (value: unknown) => boolean;

const outside: Rule = () => true;
const text: Rule = (value) => typeof value === 'string';
const absentOr =
  (rule: Rule): Rule =>
  (value) =>
    value === undefined || rule(value);
const absentOrText: Rule = (value) => value === undefined || value === null || text(value);

/** What each member has to be. What comes from outside is read later. */
const RULES = new Map<string, Rule>(
  Object.entries({
    token: outside,
    phone: outside,
    country: outside,
    action: text,
    channel: absentOr(isChannel),
    segments: absentOr((value) => isIntegerBetween(value, 1, LIMITS.segmentsMax)),
    origin: absentOrText,
    ip: absentOrText,
    headers: absentOr((value) => typeof value === 'object' && value !== null),
    asn: absentOr(isAsn),
    known: absentOr((value) => typeof value === 'boolean'),
    cd: absentOr((value) => isBounded(value, LIMITS.clientDataMaxChars)),
    idempotencyKey: absentOr((value) => isBounded(value, 255)),
  } satisfies Record<keyof Facts, Rule>),
);
const RULE_LIST = [...RULES];

/**
 * Checks the members that the site's own code fills in, and answers the name of the first that is wrong. Facts are
 * data, also when they are wrong: `admit` never throws for them.
 */
export function checkFacts(given: unknown): CheckedFacts | { readonly wrong: string } {
  try {
    return readFacts(given);
  } catch {
    // Members or traps of a host's object threw.
    return { wrong: 'facts' };
  }
}

function readFacts(given: unknown): CheckedFacts | { readonly wrong: string } {
  if (!isJsonObject(given)) return { wrong: 'facts' };
  const wrong = wrongMember(given);
  if (wrong !== undefined) return { wrong };
  const facts = given as unknown as Facts;
  const { token, phone, country, action, channel = 'sms', segments = 1 } = facts;
  const { origin, ip, headers, asn, known = false, cd, idempotencyKey } = facts;
  return {
    token,
    phone,
    country,
    action,
    channel,
    segments,
    // Adapters in the field say null where there is none.
    origin: origin ?? undefined,
    ip: ip ?? undefined,
    headers: readHeaders(headers),
    asn,
    known,
    cd,
    idempotencyKey,
  };
}

function wrongMember(facts: JsonObject): string | undefined {
  const unknown = Object.keys(facts).find((name) => !RULES.has(name));
  // A site that spreads a request's body into its facts lets visitors name them: only what looks like a name is told.
  if (unknown !== undefined) return /^[A-Za-z_]{1,32}$/.test(unknown) ? unknown : 'facts';
  return RULE_LIST.find(([name, holds]) => !holds(facts[name]))?.[0];
}
